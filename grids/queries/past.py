"""A grid as it was at the end of a day: what is stored now, with the changes made since taken back.

The day that counts is the one when the school's server learnt of a decision: the grid is the one that people had before
their eyes. An imported decision therefore shows from its import on, under its own, earlier date; `imported` counts
those that the day asked for lies between.
"""

import datetime
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from django.utils import timezone

from grids.alphabet import Value
from grids.gestures import IMPORT
from grids.queries.grid import Cell, Grid, Head, Row
from grids.subject import Subject
from sacoche.kit.columns import as_text


class Decided(NamedTuple):
    """A value, and the decision behind it: « 2026-06-15 », « DURAND P. »; both empty without a decision."""

    state: Value
    on: str = ""
    by: str = ""


class PastCell(NamedTuple):
    """A cell that day; `has_changed` since, in state."""

    decided: Decided
    has_changed: bool
    is_imported_since: bool


@dataclass(frozen=True)
class PastRow:
    head: Head
    cells: Sequence[PastCell]

    @property
    def label(self) -> str:
        return self.head.name


@dataclass(frozen=True)
class PastSection:
    label: str
    rows: Sequence[PastRow]
    whole: str = ""


@dataclass(frozen=True)
class PastGrid:
    """The grid of a day: the columns and the rows of today's, the decisions of then."""

    subject: Subject
    title: str
    day: datetime.date
    columns: Sequence[Head]
    sections: Sequence[PastSection]

    @cached_property
    def cells(self) -> list[PastCell]:
        return [cell for section in self.sections for row in section.rows for cell in row.cells]

    @cached_property
    def decided(self) -> int:
        return sum(cell.decided.state != self.subject.blank for cell in self.cells)

    @cached_property
    def changed(self) -> int:
        return sum(cell.has_changed for cell in self.cells)

    @cached_property
    def imported(self) -> int:
        return sum(cell.is_imported_since for cell in self.cells)


class _Change(NamedTuple):
    found: Decided
    gesture: str


@dataclass
class _Story:
    """The changes of a cell around the end of the day."""

    began: bool
    since: list[_Change]


_Key = tuple[int, int]  # pupil, then thing


def grid_on(grid: Grid, day: datetime.date) -> PastGrid:
    """Today's grid as it was at the end of `day`; one query whatever its size."""
    stories = _stories(grid, day)

    def past_row(row: Row) -> PastRow:
        cells = zip(grid.columns, row.cells, strict=True)
        return PastRow(
            row.head,
            [past_cell(_decided(grid, cell), stories.get(grid.key_of(row, column))) for column, cell in cells],
        )

    def past_cell(now: Decided, story: _Story | None) -> PastCell:
        return _past(now, story, day.isoformat(), Decided(grid.subject.blank))

    return PastGrid(
        subject=grid.subject,
        title=grid.title,
        day=day,
        columns=grid.columns,
        sections=[
            PastSection(each.label, [past_row(row) for row in each.rows], each.whole.label if each.whole else "")
            for each in grid.sections
        ],
    )


def _stories(grid: Grid, day: datetime.date) -> dict[_Key, _Story]:
    subject, evening = grid.subject, _end_of(day)
    keys = [grid.key_of(row, column) for row in grid.rows for column in grid.columns]
    changes = (
        subject.store.history()
        .filter(**{"pupil__in": {pupil for pupil, _ in keys}, f"{subject.key}__in": {thing for _, thing in keys}})
        .order_by("pk")
    )
    facts = ("at", "before", as_text("before_on"), "before_label", "gesture")
    stories: dict[_Key, _Story] = defaultdict(lambda: _Story(began=False, since=[]))
    for pupil, thing, at, before, on, by, gesture in changes.values_list("pupil_id", subject.thing_id, *facts):
        story = stories[pupil, thing]
        if at < evening:
            story.began = True
        else:
            story.since.append(_Change(Decided(before, on or "", by), gesture))
    return stories


def _end_of(day: datetime.date) -> datetime.datetime:
    return timezone.make_aware(datetime.datetime.combine(day + datetime.timedelta(days=1), datetime.time.min))


def _decided(grid: Grid, cell: Cell) -> Decided:
    value, number = cell
    return Decided(value) if number is None else Decided(value, *grid.decisions[number])


def _past(now: Decided, story: _Story | None, day: str, nothing: Decided) -> PastCell:
    since = story.since if story else []
    then = since[0].found if since else now
    # Nothing written that day or before: a decision older than the history itself counts from its own date.
    if then.on > day and not (story and story.began):
        then = nothing
    return PastCell(then, then.state != now.state, _is_imported_since(then.state == nothing.state, since, now, day))


def _is_imported_since(was_empty: bool, since: Sequence[_Change], now: Decided, day: str) -> bool:
    """Whether the first change since brought, into an empty cell, a decision taken on that day or before."""
    if not was_empty or not since or since[0].gesture != IMPORT:
        return False
    brought = since[1].found if len(since) > 1 else now
    return "" < brought.on <= day
