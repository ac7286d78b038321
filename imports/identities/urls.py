"""Addresses of « Importer / Imposer des identifiants »."""

from django.urls import path

from imports.identities import issue_views, views

urlpatterns = [
    path("", views.identities, name="identities"),
    path("identifiants.csv", views.logins_csv, name="identities_csv"),
    path("fichier/", views.receive_file, name="identities_file"),
    path("recopier/", views.copy_field, name="identities_copy"),
    path("apercu/", views.preview, name="identities_preview"),
    path("abandonner/", views.abandon, name="identities_abandon"),
    path("generer/", issue_views.generate, name="identities_generate"),
    path("nouveaux/", issue_views.issued, name="identities_issue"),
    path("nouveaux/effacer/", issue_views.forget, name="identities_forget"),
    path("nouveaux/etiquettes.pdf", issue_views.issued_labels, name="identities_labels"),
    path("nouveaux/identifiants.csv", issue_views.issued_csv, name="identities_issue_csv"),
]
