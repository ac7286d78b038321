"""Addresses of this app."""

from django.urls import path

from exports.views import extraction, validations

app_name = "exports"

urlpatterns = [
    path("extraction/", extraction.extraction, name="extraction"),
    path("validations/", validations.validations, name="validations"),
    path("validations/generer/", validations.generate, name="generate"),
    path("validations/importer/", validations.import_file, name="import_file"),
    path("validations/bilan/", validations.import_report, name="import_report"),
    path("validations/fichiers/<str:token>/", validations.generated, name="generated"),
    path("validations/fichiers/<str:token>/mot-de-passe/", validations.password, name="password"),
    path("fichiers/<str:token>/", validations.download, name="download"),
]
