"""Addresses of the conseil de classe."""

from django.urls import path

from bilans.council import views

urlpatterns = [
    path("", views.choose, name="council"),
    path("<str:kind>/<int:school_class>/<int:period>/", views.screen, name="council_screen"),
]
