"""What documents are computed from, read from the database in a number of queries that no class changes."""

from bilans.queries.fed import codes_of, fed_by, feeding_lines, marks_with_languages
from bilans.queries.inputs import (
    comments_of,
    gepi_identifiers,
    items_of,
    marked_items,
    marks_of,
    own_niveaux,
    pupils_of,
)
from bilans.queries.socle import cycle_lines, decided_of, entries_of, feeding

__all__ = [
    "codes_of",
    "comments_of",
    "cycle_lines",
    "decided_of",
    "entries_of",
    "fed_by",
    "feeding",
    "feeding_lines",
    "gepi_identifiers",
    "items_of",
    "marked_items",
    "marks_of",
    "marks_with_languages",
    "own_niveaux",
    "pupils_of",
]
