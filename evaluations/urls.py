"""Addresses of évaluations; of the scale, read by everybody, changed by those whom the school chose."""

from django.urls import path

from evaluations.views import changing, ending, entry, lists, making, reading, referentiels

app_name = "evaluations"

urlpatterns = [
    path("evaluations/", lists.evaluations, name="list"),
    path("evaluations/toutes/", lists.all_evaluations, name="all"),
    path("evaluations/toutes/<int:pk>/", lists.any_evaluation, name="any"),
    path("evaluations/classe/", making.new_evaluation, name="new"),
    path("evaluations/eleves/", making.new_for_pupils, name="new_for_pupils"),
    path("evaluations/items/", making.items, name="items"),
    path("evaluations/supprimees/", lists.deleted, name="deleted"),
    path("evaluations/<int:pk>/", lists.evaluation, name="evaluation"),
    path("evaluations/<int:pk>/modifier/", making.change, name="change"),
    path("evaluations/<int:pk>/partager/", ending.share, name="share"),
    path("evaluations/<int:pk>/terminee/", ending.finish, name="finish"),
    path("evaluations/<int:pk>/supprimer/", ending.delete, name="delete"),
    path("evaluations/<int:pk>/remettre/", ending.restore, name="restore"),
    path("evaluations/<int:pk>/saisir/", entry.entry, name="entry"),
    path("evaluations/<int:pk>/saisir/au/", entry.entry_on, name="entry_on"),
    path("evaluations/<int:pk>/saisir/enregistrer/", entry.save, name="save_marks"),
    path("evaluations/<int:pk>/saisir/histoire/", entry.history, name="mark_history"),
    path("evaluations/<int:pk>/saisir/presence/", entry.presence, name="presence"),
    path("evaluations/<int:pk>/saisir/enregistrements/", entry.entry_saves, name="entry_saves"),
    path("evaluations/<int:pk>/saisir/enregistrements/<uuid:batch>/", entry.undo_save, name="undo_save"),
    path("evaluations/couleurs/<int:version>.css", entry.entry_style, name="entry_style"),
    path("evaluations/couleurs/etats/<int:version>.css", entry.state_style, name="state_style"),
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
