"""Addresses of « Venir de SACoche »."""

from django.urls import path

from imports.sacoche import views

urlpatterns = [
    path("", views.move, name="move"),
    path("<uuid:uuid>/", views.review, name="move_review"),
    path("<uuid:uuid>/reprendre/", views.take, name="move_take"),
    path("<uuid:uuid>/abandonner/", views.give_up, name="move_give_up"),
    path("<uuid:uuid>/bilan/", views.result, name="move_result"),
    path("<uuid:uuid>/lignes.csv", views.lines, name="move_lines"),
    path("<uuid:uuid>/donnees/", views.data, name="move_data"),
    path("<uuid:uuid>/annuler/", views.undo, name="move_undo"),
]
