"""What the pages of the socle read."""

from socle.queries.choices import GridChoices, active_paliers, are_of_this_school, grid_choices
from socle.queries.grid import Cell, Grid, item_grid, pilier_grid
from socle.queries.history import CellHistory, cell_history
from socle.queries.languages import languages_by_niveau, places_of
from socle.queries.past import PastGrid, grid_on
from socle.queries.progress import school_progress
from socle.queries.remaining import BlueCount, blue_cells_by_class
from socle.queries.saves import UNDO_DAYS, Save, authors_in_sight, saves_in_sight, saves_shown
from socle.queries.undo_plan import UndoPlan, find_save, gesture_groups, gesture_key, lines_of, undo_plan

__all__ = [
    "UNDO_DAYS",
    "BlueCount",
    "Cell",
    "CellHistory",
    "Grid",
    "GridChoices",
    "PastGrid",
    "Save",
    "UndoPlan",
    "active_paliers",
    "are_of_this_school",
    "authors_in_sight",
    "blue_cells_by_class",
    "cell_history",
    "find_save",
    "gesture_groups",
    "gesture_key",
    "grid_choices",
    "grid_on",
    "item_grid",
    "languages_by_niveau",
    "lines_of",
    "pilier_grid",
    "places_of",
    "saves_in_sight",
    "saves_shown",
    "school_progress",
    "undo_plan",
]
