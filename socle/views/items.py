"""« Valider les items »: one compétence, item by item."""

from django.http import HttpResponse, JsonResponse
from django.views.decorators.http import require_POST, require_safe

from sacoche.kit.access import requires
from sacoche.kit.requests import SchoolRequest
from socle.forms import ItemSelectionForm
from socle.queries import Grid, GridChoices, item_grid
from socle.subjects import ITEMS
from socle.views import past, screens


def _draw(choices: GridChoices) -> Grid:
    [pilier] = choices.chosen_piliers
    return item_grid(pilier=pilier, domaines=choices.chosen_domaines, pupils=choices.chosen_pupils)


SCREEN = screens.GridScreen(
    title="Valider les items",
    lead="Choisissez une grille : une compétence, une classe ou un groupe.",
    act="la validation des items",
    subject=ITEMS,
    form=ItemSelectionForm,
    draw=_draw,
    choice_url="socle:items",
    grid_url="socle:items_grid",
    save_url="socle:save_items",
    past_url="socle:items_grid_on",
    history_url="socle:item_history",
    right=ITEMS.right,
    live_url="socle:items_presence",
)


@requires(ITEMS.right)
@require_safe
def choose_items(request: SchoolRequest) -> HttpResponse:
    """Which palier, compétence, class and pupils."""
    return screens.choose(request, SCREEN)


@requires(ITEMS.right)
@require_safe
def items_grid(request: SchoolRequest) -> HttpResponse:
    """The grid of a compétence: a row per item, a column per pupil."""
    return screens.show(request, SCREEN)


@requires(ITEMS.right)
@require_POST
def save_items(request: SchoolRequest) -> JsonResponse:
    """The cells changed on it."""
    return screens.save(request, SCREEN)


@requires(ITEMS.right)
@require_safe
def items_grid_on(request: SchoolRequest) -> HttpResponse:
    """The same grid as it was at the end of a day."""
    return past.show_on(request, SCREEN)


@requires(ITEMS.right)
@require_safe
def item_history(request: SchoolRequest) -> HttpResponse:
    """What happened to one of its cells."""
    return past.history(request, SCREEN)
