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


# The label of a part of the grid, and the things (or the pupils, where they are the rows) that it holds.
Part = tuple[str, Sequence[Any]]


@dataclass(frozen=True)
class Whole:
    """Parts under one head, that fold together. The columns of `marked` are so for its rows alone."""

    id: int
    label: str
    parts: Sequence[Part]
    marked: frozenset[int] = field(default_factory=frozenset)


@dataclass(frozen=True)
class Section:
    """The rows under one row of arrows. `whole` is what it is of, in a grid of several."""

    label: str
    rows: Sequence[Row]
    whole: Whole | None = None
    is_folded: bool = False


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
    def has_wholes(self) -> bool:
        """Whether it is made of wholes that fold, one under another."""
        return any(section.whole for section in self.sections)

    @property
    def pupils(self) -> Sequence[Head]:
        return [row.head for row in self.rows] if self.subject.pupils_are_rows else self.columns

    def key_of(self, row: Row, column: Head) -> tuple[int, int]:
        """The pupil and the thing of a cell."""
        return (row.id, column.id) if self.subject.pupils_are_rows else (column.id, row.id)


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
    drawing = _Drawing(subject, things, pupils, cells, apart)
    if subject.pupils_are_rows:
        sections = [drawing.section_of_pupils(parts[0][0])]
    else:
        sections = [drawing.section(part) for part in parts]
    return Grid(subject, title, drawing.columns, sections, decisions, notes, frozenset(marked), marks_shut)


def draw_wholes(
    subject: Subject,
    *,
    title: str,
    wholes: Sequence[Whole],
    pupils: Sequence[Account],
    notes: Sequence[Note] = (),
    marks_shut: bool = False,
) -> Grid:
    """The grid of several wholes, one under another; one query too. The first that has something blank is unfolded."""
    things = [thing for whole in wholes for _, held in whole.parts for thing in held]
    cells, decisions = _stored_cells(subject, things, pupils)
    drawing = _Drawing(subject, things, pupils, cells)
    opened = next((whole for whole in wholes if drawing.has_blanks(whole)), wholes[0])
    sections = [drawing.section(part, whole, is_folded=whole is not opened) for whole in wholes for part in whole.parts]
    return Grid(subject, title, drawing.columns, sections, decisions, notes, marks_shut=marks_shut)


class _Drawing:
    """Rows made of cells."""

    def __init__(
        self,
        subject: Subject,
        things: Sequence[Any],
        pupils: Sequence[Account],
        cells: dict[tuple[int, int], Cell],
        apart: Mapping[int, str] = MappingProxyType({}),
    ) -> None:
        self.things = {thing.pk: Head(thing.pk, str(thing), subject.is_typed(thing.pk)) for thing in things}
        self.pupils = [Head(pupil.pk, pupil.full_name, apart=apart.get(pupil.pk, "")) for pupil in pupils]
        self.columns: Sequence[Head] = list(self.things.values()) if subject.pupils_are_rows else self.pupils
        self._cells = cells
        self._blank: Cell = (subject.blank, None)

    def section_of_pupils(self, label: str) -> Section:
        rows = [self._row(pupil, [(pupil.id, thing.id) for thing in self.columns]) for pupil in self.pupils]
        return Section(label, rows)

    def section(self, part: Part, whole: Whole | None = None, *, is_folded: bool = False) -> Section:
        label, held = part
        rows = [self._row(self.things[each.pk], [(pupil.id, each.pk) for pupil in self.columns]) for each in held]
        return Section(label, rows, whole, is_folded)

    def has_blanks(self, whole: Whole) -> bool:
        return any(
            (pupil.id, thing.pk) not in self._cells
            for _, held in whole.parts
            for thing in held
            for pupil in self.pupils
        )

    def _row(self, head: Head, keys: Iterable[tuple[int, int]]) -> Row:
        return Row(head, [self._cells.get(key, self._blank) for key in keys])


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
