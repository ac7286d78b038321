"""Addresses of « Messages d'accueil »."""

from django.urls import path

from accounts.messages import views

urlpatterns = [
    path("", views.messages, name="messages"),
    path("<int:pk>/modifier/", views.edit_message, name="edit_message"),
    path("<int:pk>/supprimer/", views.remove_message, name="remove_message"),
    path("<int:pk>/masquer/", views.hide, name="hide_message"),
]
