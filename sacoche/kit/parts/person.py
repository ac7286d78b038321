"""What each table holds of one person, and what becomes of it when she is erased: each `person_parts.py` says it.

Every table of a school declares: its rows are of somebody, or about nobody. What is given is given to the person: no
column of it names anybody else, but those who answer for her and those who decided about her.
"""

import datetime
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any, BinaryIO

from django.db import models
from django.db.models import Q

from sacoche.kit.parts.tables import TablePart, everything
from sacoche.kit.registry import Registry


class Erased(Enum):
    """What becomes of the rows of a person who is erased."""

    GONE = "effacé"
    # They hold values and dates: under an account that has no name any more, they are nobody's.
    NAMELESS = "gardé sans nom"
    # What a member of staff decided about others keeps the short name under which it was signed.
    SIGNED = "gardé, signé"


# Whose rows they are: a condition on the table, from an account.
Whose = Callable[[Any], Q]
# The files that go with rows: their names, and their bytes, None when they are gone.
Files = Callable[[Any], Iterator[tuple[str, BinaryIO | None]]]
# Does to the rows of a person what their fate asks; says how many.
Erasing = Callable[[Any], int]


@dataclass(frozen=True)
class PersonPart(TablePart):
    """The rows of a table that are of one person.

    `section` is the key of the JSON, `label` what a person reads (plural). `columns` gives the path of each value by
    its key in the JSON. `seen` is the path of the day before which families read nothing of it. `files` is the path of
    a file that goes with a row. `why` says why nothing is given, when there are no columns.
    """

    section: str
    label: str
    whose: Whose
    columns: Mapping[str, str]
    seen: tuple[str, ...]
    why: str
    fate: Erased
    erase: Erasing
    files: Files

    def of(self, person: Any) -> Any:
        """The rows of a person, in an open school."""
        return self.rows_of(person.school).filter(self.whose(person))

    def seen_rows(self, person: Any, *, on: datetime.date) -> Any:
        """Those that families may read that day."""
        rows = self.of(person)
        for path in self.seen:
            rows = rows.filter(Q(**{path: None}) | Q(**{f"{path}__lte": on}))
        return rows.order_by("pk")

    def given(self, person: Any, *, on: datetime.date) -> Iterator[dict[str, Any]]:
        """What is given of each of them, by key."""
        if self.columns:
            for values in self.seen_rows(person, on=on).values_list(*self.columns.values()):
                yield dict(zip(self.columns, values, strict=True))


@dataclass(frozen=True)
class AboutNobody(TablePart):
    """A table of a school that holds nobody."""


parts: Registry[PersonPart | AboutNobody] = Registry("parts of a person")


def by(*names: str) -> Whose:
    """Rows that point at the person by one of these paths."""

    def whose(person: Any) -> Q:
        found = Q()
        for name in names:
            found |= Q(**{name: person})
        return found

    return whose


def _no_file(rows: Any) -> Iterator[tuple[str, BinaryIO | None]]:
    return iter(())


def person(
    model: type[models.Model],
    *names: str,
    section: str,
    label: str,
    fate: Erased,
    columns: Mapping[str, str] | None = None,
    whose: Whose | None = None,
    seen: tuple[str, ...] = (),
    why: str = "",
    erase: Erasing | None = None,
    files: Files = _no_file,
) -> None:
    """Register what a table holds of a person, found by the keys `names` or by `whose`; see PersonPart.

    Without `erase`, rows that go are deleted, and the others are left as they are.
    """
    found = whose or by(*names)
    manager: Any = model._default_manager

    def delete(erased: Any) -> int:
        rows = manager.filter(found(erased))
        number: int = rows.count()
        if fate is Erased.GONE:
            rows.order_by().delete()
        return number

    part = PersonPart(model, everything, section, label, found, columns or {}, seen, why, fate, erase or delete, files)
    parts.register(part)


def about_nobody(*tables: type[models.Model]) -> None:
    """Register that these tables of a school hold nobody."""
    for model in tables:
        parts.register(AboutNobody(model, everything))


def person_parts() -> list[PersonPart]:
    """Those that hold somebody."""
    return [part for part in parts if isinstance(part, PersonPart)]
