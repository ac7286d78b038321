"""Addresses of who asks for a space, or enters his the first time."""

from django.urls import path

from entrance.spaces import views

urlpatterns = [
    path("demander-un-espace/", views.ask_for_space, name="ask_for_space"),
    path("premier-acces/<str:token>/", views.first_access, name="first_access"),
]
