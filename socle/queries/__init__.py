"""What the pages of the socle read."""

from socle.paliers import active_paliers
from socle.queries.choices import GridChoices, grid_choices
from socle.queries.class_progress import ClassAtPalier, class_at_palier
from socle.queries.grid import item_grid, palier_items_grid, pilier_grid
from socle.queries.languages import languages_by_niveau, places_of
from socle.queries.progress import school_progress
from socle.queries.remaining import BlueCount, blue_cells_by_class
from socle.queries.resuming import Resumed, last_grid

__all__ = [
    "BlueCount",
    "ClassAtPalier",
    "GridChoices",
    "Resumed",
    "active_paliers",
    "blue_cells_by_class",
    "class_at_palier",
    "grid_choices",
    "item_grid",
    "languages_by_niveau",
    "last_grid",
    "palier_items_grid",
    "pilier_grid",
    "places_of",
    "school_progress",
]
