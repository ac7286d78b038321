"""The pages of a screen, under the addresses that it declares: for the `urls` of the application that has it."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpResponse
from django.urls import URLPattern, path

from grids.views import figures, live, paper, past, saves, screens
from grids.views.saves import SavesScreen
from grids.views.screens import GridScreen
from sacoche.kit.access import requires
from sacoche.kit.requests import SchoolRequest

View = Callable[..., HttpResponse]


def page_of(screen: GridScreen | SavesScreen, view: View) -> View:
    """`view` for the grids of one screen, open to those who have its right."""

    @wraps(view)
    def page(request: SchoolRequest, **named: Any) -> HttpResponse:
        return view(request, screen, **named)

    return requires(screen.right)(page)


def grid_pages(screen: GridScreen, start: str) -> list[URLPattern]:
    """Choosing, showing, saving, looking back: the pages of a screen after `start`."""
    pages: dict[str, tuple[str, View]] = {
        screen.choice_url: ("", screens.choose),
        screen.grid_url: ("grille/", screens.show),
        screen.past_url: ("grille/au/", past.show_on),
        screen.history_url: ("histoire/", past.history),
        screen.save_url: ("enregistrer/", screens.save),
        screen.live_url: ("presence/", live.presence),
    }
    if screen.pdf_url:
        pages[screen.pdf_url] = ("grille.pdf", paper.printed)
    if screen.figures:
        pages[screen.figures_url] = ("chiffres/", figures.figures)
    return [path(start + end, page_of(screen, view), name=_bare(name)) for name, (end, view) in pages.items()]


def saves_pages(screen: SavesScreen, start: str) -> list[URLPattern]:
    """« Derniers enregistrements », and the undoing of one of them."""
    return [
        path(start, page_of(screen, saves.saves), name=_bare(screen.list_url)),
        path(f"{start}<uuid:batch>/", page_of(screen, saves.undo), name=_bare(screen.undo_url)),
    ]


def _bare(name: str) -> str:
    """« application:page » is « page » in its application."""
    return name.partition(":")[2]
