"""Addresses of « Groupes de besoin »."""

from django.urls import path

from accounts.besoins import views

urlpatterns = [
    path("", views.besoins, name="besoins"),
    path("ajouter/", views.add_besoin, name="add_besoin"),
    path("<int:pk>/modifier/", views.edit_besoin, name="edit_besoin"),
    path("<int:pk>/supprimer/", views.remove_besoin, name="remove_besoin"),
]
