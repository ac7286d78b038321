"""What a new school year does to each table of a school, declared in the `year_parts.py` of each application."""

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from typing import Any

from django.db import models

from sacoche.kit.parts.tables import TablePart, everything
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
class Closing:
    """The year that ends: what is dated `before` that day is its own. `opens` is the next one: 2027 for 2027-2028."""

    opens: int
    before: datetime.date


# Given a queryset of a table, the rows that end with a year.
YearRows = Callable[[Any, Closing], Any]
# Given the rows that would end, what to do first, in French; empty when there is nothing to say.
Remark = Callable[[Any], str]
# Ends these rows, at the request of an account, inside a transaction; says how many.
Ending = Callable[[Any, Any], int]


def whole(rows: Any, closing: Closing) -> Any:
    """Every row, whatever its date."""
    return rows


def no_remark(rows: Any) -> str:
    """Nothing is to be done first."""
    return ""


def delete(rows: Any, actor: Any) -> int:
    """What becomes of rows that nothing more is done about."""
    number: int = rows.count()
    rows.order_by().delete()
    return number


@dataclass(frozen=True)
class YearPart(TablePart):
    """What happens to a table: `label` names the rows that are meant (plural), `sentence` says to a head what becomes
    of them, `others` names those that stay when only some are meant. `remark` says what to do before.
    """

    fate: Fate
    label: str
    sentence: str
    others: str
    which: YearRows
    end: Ending
    remark: Remark

    @property
    def is_ended(self) -> bool:
        """Whether the new year itself does something to its rows."""
        return self.fate in (Fate.EMPTIED, Fate.CLOSED)

    def meant(self, school: Any, closing: Closing) -> Any:
        """The rows that are meant, of a school that is open."""
        return self.which(self.rows_of(school), closing)


parts: Registry[YearPart] = Registry("parts of a new year")


def each_year(
    model: type[models.Model],
    fate: Fate,
    label: str,
    sentence: str,
    *,
    rows: YearRows = whole,
    others: str = "",
    end: Ending = delete,
    remark: Remark = no_remark,
) -> None:
    """Register what a new year does to `rows` of a table (all of them); the texts are French, as a head reads them."""
    parts.register(YearPart(model, everything, fate, label, sentence, others, rows, end, remark))


def in_order() -> list[YearPart]:
    """What the new year ends, each table after those whose keys point at it: nothing goes uncounted with another."""
    ended = {part.model: part for part in parts if part.is_ended}
    placed: dict[type[models.Model], YearPart] = {}

    def place(part: YearPart) -> None:
        if part.model in placed:
            return
        for other in ended.values():
            keys = [field for field in other.model._meta.concrete_fields if field.related_model is part.model]
            if keys and other is not part:
                place(other)
        placed[part.model] = part

    for part in ended.values():
        place(part)
    return list(placed.values())
