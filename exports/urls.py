"""Addresses of this app."""

from django.urls import path

from exports import views

app_name = "exports"

urlpatterns = [
    path("validations/", views.validations, name="validations"),
    path("validations/generer/", views.generate, name="generate"),
    path("validations/importer/", views.import_file, name="import_file"),
    path("validations/fichiers/<str:token>/", views.generated, name="generated"),
    path("fichiers/<str:token>/", views.download, name="download"),
]
