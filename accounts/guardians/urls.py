"""Addresses of « Parents & élèves » and « Parents & adresses »."""

from django.urls import path

from accounts.guardians import views

_guardian = "eleves/<int:pk>/responsables/<int:guardian_pk>/"

urlpatterns = [
    path("parents/eleves/", views.links, name="guardian_links"),
    path("parents/adresses/", views.addresses, name="guardian_addresses"),
    path("parents/<int:pk>/adresse/", views.address, name="guardian_address"),
    path("eleves/<int:pk>/responsables/", views.pupil_guardians, name="pupil_guardians"),
    path(f"{_guardian}ajouter/", views.add_guardian, name="link_guardian"),
    path(f"{_guardian}avancer/", views.move_guardian_up, name="move_guardian_up"),
    path(f"{_guardian}retirer/", views.remove_guardian, name="remove_guardian"),
]
