"""Addresses of the imports and of their help."""

from django.urls import path

from imports import help_views, history_views, identities_views, views

app_name = "imports"

urlpatterns = [
    path("imports/", views.start, name="start"),
    path("imports/<uuid:uuid>/identifiants/", views.new_identifiers, name="identifiers"),
    path("imports/<uuid:uuid>/identifiants/preparer/", views.make_identifiers, name="make_identifiers"),
    path("imports/<uuid:uuid>/identifiants/etiquettes.pdf", views.labels, name="labels"),
    path("imports/<uuid:uuid>/identifiants/identifiants.csv", views.identifiers_csv, name="identifiers_csv"),
    path("imports/precedents/", history_views.past, name="history"),
    path("imports/<uuid:uuid>/annulation/", history_views.undo, name="undo"),
    path("imports/<uuid:uuid>/reprendre/", views.take_over, name="take_over"),
    path("imports/<uuid:uuid>/annuler/", views.cancel, name="cancel"),
    path("imports/<uuid:uuid>/<slug:step_code>/", views.step, name="step"),
    path("aide/import-base-eleves/", views.help_base_eleves, name="help_base_eleves"),
    path("aide/import-onde/", help_views.help_onde, name="help_onde"),
    path("aide/import-siecle/", help_views.help_siecle, name="help_siecle"),
    path("aide/import-factos/", help_views.help_factos, name="help_factos"),
    path("aide/import-tableur/", help_views.help_tableur, name="help_tableur"),
    path("imports/modele/<slug:code>.csv", help_views.model_file, name="model_file"),
    path("identifiants/", identities_views.identities, name="identities"),
    path("identifiants/identifiants.csv", identities_views.logins_csv, name="identities_csv"),
    path("identifiants/fichier/", identities_views.receive_file, name="identities_file"),
    path("identifiants/recopier/", identities_views.copy_field, name="identities_copy"),
    path("identifiants/apercu/", identities_views.preview, name="identities_preview"),
    path("identifiants/abandonner/", identities_views.abandon, name="identities_abandon"),
    path("identifiants/generer/", identities_views.generate, name="identities_generate"),
    path("identifiants/nouveaux/", identities_views.issued, name="identities_issue"),
    path("identifiants/nouveaux/etiquettes.pdf", identities_views.issued_labels, name="identities_labels"),
    path("identifiants/nouveaux/identifiants.csv", identities_views.issued_csv, name="identities_issue_csv"),
]
