"""Addresses of the scale: read by everybody, changed by those whom the school chose."""

from django.urls import path

from evaluations.views import changing, reading, referentiels

app_name = "evaluations"

urlpatterns = [
    path("echelle/codes/", reading.codes, name="codes"),
    path("echelle/codes/modifier/", changing.edit_codes, name="edit_codes"),
    path("echelle/codes/images/", changing.send_image, name="send_image"),
    path("echelle/codes/images/<slug:digest>.png", reading.image, name="image"),
    path("echelle/codes/images/<slug:digest>/retirer/", changing.drop_image, name="drop_image"),
    path("echelle/etats/", reading.states, name="states"),
    path("echelle/etats/modifier/", changing.edit_states, name="edit_states"),
    path("echelle/calcul/", reading.calculation, name="calculation"),
    path("echelle/calcul/modifier/", changing.edit_calculation, name="edit_calculation"),
    path("echelle/referentiels/", referentiels.calculations, name="referentiel_calculations"),
    path("echelle/referentiels/<int:pk>/", referentiels.edit_calculation, name="edit_referentiel_calculation"),
    path("echelle/changements/<int:version>/annuler/", changing.undo, name="undo"),
]
