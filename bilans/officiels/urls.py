"""Addresses of official documents: each names the kind, then the class and the period."""

from django.urls import path

from bilans.officiels.kinds import official_kinds
from bilans.officiels.views import board, configuring, copying, council, deported, entry, finding, saving

_ONE = "<str:kind>/<int:school_class>/<int:period>/"

urlpatterns = [
    path("", board.index, name="official"),
    path("document/<int:pk>/", board.document, name="official_document"),
    path("appreciation/<int:pk>/", board.text, name="official_text"),
    path("configurations/", configuring.index, name="official_configurations"),
    path("configurations/<str:kind>/", configuring.new, name="official_new_configuration"),
    path("configurations/<str:kind>/<int:pk>/", configuring.change, name="official_configuration"),
    path("configurations/<str:kind>/<int:pk>/supprimer/", configuring.delete, name="official_delete_configuration"),
    path("configurations/<str:kind>/classes/", configuring.give, name="official_give_configurations"),
    # One name for each kind, for the menus.
    *(path(f"{kind.code}/", board.show, {"kind": kind.code}, name=f"official_{kind.code}") for kind in official_kinds),
    path("<str:kind>/", board.show, name="official_board"),
    path("<str:kind>/etats/", board.set_them, name="official_set"),
    path("<str:kind>/manquantes/", finding.show, name="official_missing"),
    path("<str:kind>/manquantes/relancer/", finding.send, name="official_remind"),
    path("<str:kind>/manquantes/<str:code>/", finding.file, name="official_missing_file"),
    path("<str:kind>/groupe/<int:group>/<int:period>/<int:matiere>/", entry.group, name="official_group"),
    path(_ONE, entry.of_class, name="official_class"),
    path(f"{_ONE}matiere/<int:matiere>/", entry.subject, name="official_subject"),
    path(f"{_ONE}matiere/<int:matiere>/fichier/", deported.exchange, name="official_file"),
    path(f"{_ONE}matiere/<int:matiere>/fichier/enregistrer/", deported.write, name="official_write_file"),
    path(f"{_ONE}matiere/<int:matiere>/fichier/<str:code>/", deported.take, name="official_take_file"),
    path(f"{_ONE}reporter/", copying.copy, name="official_copy"),
    path(f"{_ONE}conseil/<str:table>/", council.show, name="official_council"),
    path(f"{_ONE}conseil/<str:table>/<str:code>/", council.file, name="official_council_file"),
    path(f"{_ONE}eleve/<int:pupil>/", entry.pupil, name="official_pupil"),
    path(f"{_ONE}generales/", entry.syntheses, name="official_syntheses"),
    path(f"{_ONE}texte/", saving.text, name="official_save_text"),
    path(f"{_ONE}texte/annuler/", saving.undo, name="official_undo_text"),
    path(f"{_ONE}texte/<int:key>/", saving.history, name="official_history"),
    path(f"{_ONE}moyenne/", saving.mean, name="official_save_mean"),
    path(f"{_ONE}faute/", saving.fault, name="official_fault"),
]
