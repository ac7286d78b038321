"""Addresses of « Log des actions sensibles »."""

from django.urls import path

from accounts.journal import views

urlpatterns = [
    path("", views.journal, name="journal"),
    path("telecharger/", views.download_journal, name="download_journal"),
]
