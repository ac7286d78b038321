"""Addresses of « Rechercher un utilisateur » and « Fusionner deux comptes »."""

from django.urls import path

from accounts.merging import views

urlpatterns = [
    path("rechercher/", views.search, name="search_people"),
    path("fusionner/", views.same_names, name="same_names"),
    path("<int:pk>/fusionner/", views.choose_other, name="choose_other"),
    path("<int:pk>/fusionner/<int:other_pk>/", views.merge, name="merge"),
]
