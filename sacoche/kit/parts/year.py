"""What a new school year does to each table of a school, declared in the `year_parts.py` of each application."""

from dataclasses import dataclass
from enum import Enum

from django.db import models

from sacoche.kit.parts.tables import Rows, TablePart, everything
from sacoche.kit.registry import Registry


class Fate(Enum):
    """What becomes of the rows that a part means; the others stay."""

    KEPT = "gardé"
    # Deleted.
    EMPTIED = "vidé"
    # Ended as their own page would, and still there to be read.
    CLOSED = "clos"
    # Shown to the administrator, who deletes what he ticks.
    PROPOSED = "proposé"


@dataclass(frozen=True)
class YearPart(TablePart):
    """What happens to a table: `label` names its rows (plural), `sentence` says to a head what becomes of them."""

    fate: Fate
    label: str
    sentence: str


parts: Registry[YearPart] = Registry("parts of a new year")


def each_year(model: type[models.Model], fate: Fate, label: str, sentence: str, *, rows: Rows = everything) -> None:
    """Register what a new year does to `rows` of a table (all of them); both texts are French, as a head reads them."""
    parts.register(YearPart(model, rows, fate, label, sentence))
