"""« Valider les items »: one compétence, item by item."""

from socle.forms import ItemSelectionForm
from socle.queries import Grid, GridChoices, item_grid
from socle.subjects import ITEMS
from socle.views import screens


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
