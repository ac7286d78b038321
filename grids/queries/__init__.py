"""What the pages of grids read."""

from grids.queries.grid import Cell, Grid, Head, Note, Row, Section, Whole, draw_grid, draw_wholes
from grids.queries.history import CellHistory, cell_history
from grids.queries.past import PastGrid, grid_on
from grids.queries.places import Place, grid_place, places_open_to
from grids.queries.saves import UNDO_DAYS, Save, authors_in_sight, find_save, saves_in_sight, saves_shown
from grids.queries.undo_plan import UndoPlan, gesture_groups, gesture_key, lines_of, undo_plan

__all__ = [
    "UNDO_DAYS",
    "Cell",
    "CellHistory",
    "Grid",
    "Head",
    "Note",
    "PastGrid",
    "Place",
    "Row",
    "Save",
    "Section",
    "UndoPlan",
    "Whole",
    "authors_in_sight",
    "cell_history",
    "draw_grid",
    "draw_wholes",
    "find_save",
    "gesture_groups",
    "gesture_key",
    "grid_on",
    "grid_place",
    "lines_of",
    "places_open_to",
    "saves_in_sight",
    "saves_shown",
    "undo_plan",
]
