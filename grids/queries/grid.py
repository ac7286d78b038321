"""The grids as they are displayed: the table, its columns, the parts of its rows, the decisions of its cells."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from types import MappingProxyType
from typing import Any, NamedTuple

from django.db import models

from accounts.models import Account
from grids.alphabet import Value
from grids.subject import Subject
from sacoche.kit.columns import as_text

# A value and, when it is stored, the number of its (date, author) in the decisions of the grid: by the thousand.
Cell = tuple[Value, int | None]


@dataclass(frozen=True)
class Head:
    """A pupil, or a thing: what names a column or a row. `is_typed` when a text is typed on it; `apart` why a pupil is
    only shown to be read.
    """

    id: int
    name: str
    is_typed: bool = False
    apart: str = ""


@dataclass(frozen=True)
class Row:
    """A row, with one cell per column."""

    head: Head
    cells: Sequence[Cell]

    @property
    def id(self) -> int:
        return self.head.id

    @property
    def label(self) -> str:
        return self.head.name


@dataclass(frozen=True)
class Section:
    """The rows under one row of arrows."""

    label: str
    rows: Sequence[Row]


class Note(NamedTuple):
    """Something to know of a column, at its foot: a few letters, and the whole words."""

    badge: str
    words: str


@dataclass(frozen=True)
class Grid:
    """A grid, its columns and rows in the order given. `decisions` are the few (date, author) that its cells share."""

    subject: Subject
    title: str
    columns: Sequence[Head]
    sections: Sequence[Section]
    decisions: Sequence[tuple[str, str]]
    # One by column, or none at all.
    notes: Sequence[Note] = ()
    # The ids of the columns that the page marks, for a reason that its subject says.
    marked: frozenset[int] = field(default_factory=frozenset)
    # Whether nobody may change the cells of those columns.
    marks_shut: bool = False

    @property
    def rows(self) -> list[Row]:
        return [row for section in self.sections for row in section.rows]

    @property
    def pupils(self) -> Sequence[Head]:
        return [row.head for row in self.rows] if self.subject.pupils_are_rows else self.columns

    def key_of(self, row: Row, column: Head) -> tuple[int, int]:
        """The pupil and the thing of a cell."""
        return (row.id, column.id) if self.subject.pupils_are_rows else (column.id, row.id)


# The label of a part of the grid, and the things (or the pupils, where they are the rows) that it holds.
Part = tuple[str, Sequence[Any]]


def draw_grid(
    subject: Subject,
    *,
    title: str,
    parts: Sequence[Part],
    pupils: Sequence[Account],
    notes: Sequence[Note] = (),
    marked: Iterable[int] = (),
    marks_shut: bool = False,
    apart: Mapping[int, str] = MappingProxyType({}),
) -> Grid:
    """The grid of these things for these pupils, with what is stored; one query at any size.

    `apart` says why some of the pupils are only shown to be read.
    """
    things = list(chain.from_iterable(held for _, held in parts))
    cells, decisions = _stored_cells(subject, things, pupils)
    thing_heads = {thing.pk: Head(thing.pk, str(thing), subject.is_typed(thing.pk)) for thing in things}
    pupil_heads = [Head(pupil.pk, pupil.full_name, apart=apart.get(pupil.pk, "")) for pupil in pupils]
    blank: Cell = (subject.blank, None)

    def row(head: Head, keys: Iterable[tuple[int, int]]) -> Row:
        return Row(head, [cells.get(key, blank) for key in keys])

    if subject.pupils_are_rows:
        columns: Sequence[Head] = list(thing_heads.values())
        rows = [row(pupil, [(pupil.id, thing.id) for thing in columns]) for pupil in pupil_heads]
        sections = [Section(parts[0][0], rows)]
    else:
        columns = pupil_heads
        sections = [
            Section(label, [row(thing_heads[each.pk], [(pupil.id, each.pk) for pupil in columns]) for each in held])
            for label, held in parts
        ]
    return Grid(subject, title, columns, sections, decisions, notes, frozenset(marked), marks_shut)


def _stored_cells(
    subject: Subject, things: Sequence[models.Model], pupils: Sequence[Account]
) -> tuple[dict[tuple[int, int], Cell], list[tuple[str, str]]]:
    """The stored cells by (pupil, thing), and the few (date, author) that they share."""
    about = {"pupil__in": pupils, f"{subject.key}__in": [thing.pk for thing in things]}
    stored = subject.store.decisions().filter(**about)
    numbers: dict[tuple[str, str], int] = {}
    cells: dict[tuple[int, int], Cell] = {}
    facts = ("state", as_text("decided_on"), "author_label")
    for pupil, thing, value, on, by in stored.values_list("pupil_id", subject.thing_id, *facts):
        cells[pupil, thing] = (value, numbers.setdefault((on or "", by), len(numbers)))
    return cells, list(numbers)
