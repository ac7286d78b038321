"""Addresses of this app."""

from django.urls import URLPattern, path

from socle.views import cancelling, items, languages, live, paliers, past, piliers, progress, saves, screens
from socle.views.screens import GridScreen, View, page_of

app_name = "socle"


def _pages(screen: GridScreen, start: str) -> list[URLPattern]:
    """The pages of the grids that a screen saves, under the addresses that it declares."""
    pages: dict[str, tuple[str, View]] = {
        screen.choice_url: ("", screens.choose),
        screen.grid_url: ("grille/", screens.show),
        screen.past_url: ("grille/au/", past.show_on),
        screen.history_url: ("histoire/", past.history),
        screen.save_url: ("enregistrer/", screens.save),
        screen.live_url: ("presence/", live.presence),
    }
    return [
        path(start + end, page_of(screen, view), name=name.removeprefix("socle:"))
        for name, (end, view) in pages.items()
    ]


urlpatterns = [
    path("paliers/", paliers.paliers, name="paliers"),
    *_pages(items.SCREEN, "socle/items/"),
    *_pages(piliers.SCREEN, "socle/competences/"),
    path("socle/competences/<int:pupil>/<int:pilier>/items/", piliers.pilier_items, name="pilier_items"),
    path("socle/annulation/", page_of(cancelling.SCREEN, screens.choose), name="cancelling"),
    path("socle/annulation/grille/", page_of(cancelling.SCREEN, cancelling.validated_grid), name="cancelling_grid"),
    path("socle/annulation/annuler/", cancelling.cancel, name="cancel_pilier"),
    path("socle/langues/", languages.languages, name="languages"),
    path("socle/enregistrements/", saves.saves, name="saves"),
    path("socle/enregistrements/<uuid:batch>/", saves.undo, name="undo"),
    path("socle/avancement/", progress.progress, name="progress"),
]
