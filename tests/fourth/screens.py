"""Its pages."""

from collections.abc import Mapping
from typing import Any

from django.http import QueryDict

from accounts.models import Account
from grids.forms import PupilsForm
from grids.queries import Grid, draw_grid
from grids.queries.places import PupilChoices
from grids.views.saves import SavesScreen
from grids.views.screens import GridScreen
from tests.fourth.models import Criterion
from tests.fourth.subject import MARKS


class MarkChoices(PupilChoices):
    """One scope: the criteria are always the same."""

    @property
    def scope_id(self) -> int:
        return 1


def _choices(account: Account, params: QueryDict, pupils: Mapping[str, Any]) -> MarkChoices:
    return MarkChoices(**pupils)


def _draw(choices: MarkChoices) -> Grid:
    criteria = list(Criterion.objects.all())
    return draw_grid(
        MARKS, title="Vie de la classe", parts=[("Toute la classe", criteria)], pupils=choices.chosen_pupils
    )


SCREEN = GridScreen(
    title="Observer",
    path="Quatrième grille",
    lead="Choisissez une classe.",
    act="les observations",
    subject=MARKS,
    form=PupilsForm,
    right=MARKS.right,
    choices=_choices,
    draw=_draw,
    choice_url="fourth:choose",
    grid_url="fourth:grid",
    save_url="fourth:save",
    past_url="fourth:grid_on",
    history_url="fourth:history",
    live_url="fourth:presence",
    saves_url="fourth:saves",
    script="fourth/marks.js",
    style="fourth/marks.css",
    button="Afficher la grille",
    labels={
        "save": "Enregistrer les observations",
        "all_but": "Tout mettre sauf…",
        "all_others": "Donner à tous les autres",
        "blank": "Case vide suivante",
        "states": "A toujours · B souvent · C parfois · D rarement · E jamais.",
        "pasted": "A à E, ou le mot ; vide : pas observé.",
        "one": "Un critère",
    },
)
SAVES = SavesScreen(
    path="Quatrième grille",
    thing="Critère",
    subjects=[MARKS],
    right=MARKS.right,
    list_url="fourth:saves",
    undo_url="fourth:undo",
)
