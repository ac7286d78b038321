"""Addresses of « Comptes sortis depuis longtemps »."""

from django.urls import path

from accounts.departed import views

urlpatterns = [
    path("", views.show_list, name="departed"),
    path("effacer/", views.delete, name="delete_departed"),
]
