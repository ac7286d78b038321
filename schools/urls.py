"""Addresses of the pages about the school's structure."""

from django.urls import path

from schools import views

app_name = "schools"

urlpatterns = [
    path("niveaux/", views.niveaux, name="niveaux"),
    path("niveaux/<int:pk>/ajouter/", views.activate_niveau, name="activate_niveau"),
    path("niveaux/<int:pk>/retirer/", views.deactivate_niveau, name="deactivate_niveau"),
    path("classes/", views.classes, name="classes"),
    path("classes/ajouter/", views.add_class, name="add_class"),
    path("classes/<int:pk>/modifier/", views.edit_class, name="edit_class"),
    path("classes/<int:pk>/supprimer/", views.delete_class, name="delete_class"),
]
