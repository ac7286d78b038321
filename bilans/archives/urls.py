"""Addresses of archives. None holds a name."""

from django.urls import path

from bilans.archives import views

urlpatterns = [
    path("", views.archives, name="archives"),
    path("ouvrir/<uuid:key>/", views.open_archive, name="open_archive"),
    path("ensemble/", views.zip_archives, name="zip_archives"),
    path("transmettre/", views.transmissions, name="transmissions"),
    path("transmettre/<int:pk>/retirer/", views.withdraw, name="withdraw_archives"),
]
