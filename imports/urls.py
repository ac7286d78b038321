"""Addresses of the imports and of their help."""

from django.urls import include, path

from imports.views import help as guides
from imports.views import history, identifiers, start, wizard

app_name = "imports"

urlpatterns = [
    path("imports/", start.start, name="start"),
    path("imports/<uuid:uuid>/identifiants/", identifiers.new_identifiers, name="identifiers"),
    path("imports/<uuid:uuid>/identifiants/preparer/", identifiers.make_identifiers, name="make_identifiers"),
    path("imports/<uuid:uuid>/identifiants/etiquettes.pdf", identifiers.labels, name="labels"),
    path("imports/<uuid:uuid>/identifiants/identifiants.csv", identifiers.identifiers_csv, name="identifiers_csv"),
    path("", include("imports.results.urls")),
    path("imports/precedents/", history.past, name="history"),
    path("imports/<uuid:uuid>/annulation/", history.undo, name="undo"),
    path("imports/<uuid:uuid>/reprendre/", wizard.take_over, name="take_over"),
    path("imports/<uuid:uuid>/annuler/", wizard.cancel, name="cancel"),
    path("imports/<uuid:uuid>/<slug:step_code>/", wizard.step, name="step"),
    path("aide/import-base-eleves/", guides.help_base_eleves, name="help_base_eleves"),
    path("aide/import-onde/", guides.help_onde, name="help_onde"),
    path("aide/import-siecle/", guides.help_siecle, name="help_siecle"),
    path("aide/import-factos/", guides.help_factos, name="help_factos"),
    path("aide/import-tableur/", guides.help_tableur, name="help_tableur"),
    path("aide/venir-de-sacoche/", guides.help_sacoche, name="help_sacoche"),
    path("imports/modele/<slug:code>.csv", guides.model_file, name="model_file"),
    path("identifiants/", include("imports.identities.urls")),
    path("venir-de-sacoche/", include("imports.sacoche.urls")),
]
