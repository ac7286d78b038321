"""« Valider les items »: one compétence, item by item."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse

from accounts.models import Account
from grids.queries import Grid
from grids.views.screens import Extras, GridScreen, Neighbour
from socle.forms import ItemSelectionForm, read_wishes
from socle.models import Pilier
from socle.queries import GridChoices, grid_choices, item_grid, palier_items_grid
from socle.services import remember_palier_of_items
from socle.subjects import ITEMS
from socle.views.percentages import OF_ITEMS
from socle.views.words import LABELS, SHOW


def _choices(account: Account, params: QueryDict, pupils: Mapping[str, Any]) -> GridChoices:
    return grid_choices(account, read_wishes(params), pupils, by_domaine=True)


def _draw(choices: GridChoices) -> Grid:
    if choices.is_whole:
        return palier_items_grid(piliers=choices.chosen_piliers, pupils=choices.chosen_pupils)
    [pilier] = choices.chosen_piliers
    return item_grid(pilier=pilier, domaines=choices.chosen_domaines, pupils=choices.chosen_pupils)


def _draw_palier(choices: GridChoices) -> list[Grid]:
    """Each compétence of the palier, whole, for the same pupils."""
    return [
        item_grid(pilier=pilier, domaines=list(pilier.domaines.all()), pupils=choices.chosen_pupils)
        for pilier in choices.piliers
    ]


def _neighbours(screen: GridScreen, choices: GridChoices) -> list[Neighbour]:
    """The grids of the compétences before and after; a whole palier has them all."""
    if choices.is_whole:
        return []
    beside = [("prev", choices.pilier_beside(-1)), ("next", choices.pilier_beside(1))]
    return [_neighbour(screen, choices, rel, pilier) for rel, pilier in beside if pilier]


def _neighbour(screen: GridScreen, choices: GridChoices, rel: str, pilier: Pilier) -> Neighbour:
    return Neighbour(rel, f"Compétence {pilier.ref}", str(pilier), _whole_grid(screen, choices, pilier))


def _whole_grid(screen: GridScreen, choices: GridChoices, pilier: Pilier) -> str:
    """The address of all the domaines of a compétence, for the chosen pupils; the whole class stays the whole class."""
    assert choices.place
    asked = [("palier", pilier.palier_id), ("competence", pilier.pk), ("classe", choices.place.code)]
    if len(choices.chosen_pupils) < len(choices.pupils):
        asked += [("eleve", pupil.pk) for pupil in choices.chosen_pupils]
    return f"{reverse(screen.grid_url)}?{urlencode([*asked, ('tout', 1)])}"


SCREEN = GridScreen(
    title="Valider les items",
    path="Validation du socle",
    lead="Choisissez une grille : une compétence, une classe ou un groupe.",
    act="la validation des items",
    subject=ITEMS,
    form=ItemSelectionForm,
    choices=_choices,
    draw=_draw,
    choice_url="socle:items",
    grid_url="socle:items_grid",
    save_url="socle:save_items",
    past_url="socle:items_grid_on",
    history_url="socle:item_history",
    right=ITEMS.right,
    live_url="socle:items_presence",
    saves_url="socle:saves",
    pdf_url="socle:items_pdf",
    draw_whole=_draw_palier,
    figures=OF_ITEMS,
    figures_url="socle:items_percentages",
    details_url="socle:item_percentage",
    script="js/socle/items.js",
    style="css/scale.css",
    button=SHOW,
    labels=LABELS | {"one": "Un item", "neighbours": "Autres compétences", "whole": "tout le palier"},
    extras=Extras(
        choice="socle/_choice.html",
        missing="socle/_no_palier.html",
        option="socle/_percentages.html",
        foot="socle/_languages_foot.html",
        panel="socle/_item_panel.html",
    ),
    neighbours=_neighbours,
    after_save=remember_palier_of_items,
)
