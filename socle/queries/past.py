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

from accounts.models import Account
from sacoche.kit.columns import as_text
from socle.models import Gesture, State, ValidationChange
from socle.queries.grid import Cell, Grid, Row

_UNDECIDED = State.UNDECIDED.value
_IMPORT = Gesture.IMPORT.value


class Decided(NamedTuple):
    """A state, and the decision behind it: « 2026-06-15 », « DURAND P. »; both empty without a decision."""

    state: int
    on: str = ""
    by: str = ""


_NOTHING = Decided(_UNDECIDED)


class PastCell(NamedTuple):
    """A cell that day; `has_changed` since, in state."""

    decided: Decided
    has_changed: bool
    is_imported_since: bool


@dataclass(frozen=True)
class PastRow:
    label: str
    cells: Sequence[PastCell]


@dataclass(frozen=True)
class PastSection:
    label: str
    rows: Sequence[PastRow]


@dataclass(frozen=True)
class PastGrid:
    """The grid of a day: the pupils and the rows of today's, the decisions of then."""

    title: str
    day: datetime.date
    pupils: Sequence[Account]
    sections: Sequence[PastSection]

    @cached_property
    def cells(self) -> list[PastCell]:
        return [cell for section in self.sections for row in section.rows for cell in row.cells]

    @cached_property
    def decided(self) -> int:
        return sum(cell.decided.state != _UNDECIDED for cell in self.cells)

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


_Key = tuple[int, int]  # item or compétence, then pupil


def grid_on(grid: Grid, day: datetime.date) -> PastGrid:
    """Today's grid as it was at the end of `day`; one query whatever its size."""
    stories = _stories(grid, day)

    def past_row(row: Row) -> PastRow:
        cells = zip(grid.pupils, row.cells, strict=True)
        return PastRow(
            row.label,
            [_past(_decided(grid, cell), stories.get((row.id, pupil.pk)), day.isoformat()) for pupil, cell in cells],
        )

    return PastGrid(
        title=grid.title,
        day=day,
        pupils=grid.pupils,
        sections=[PastSection(each.label, [past_row(row) for row in each.rows]) for each in grid.sections],
    )


def _stories(grid: Grid, day: datetime.date) -> dict[_Key, _Story]:
    subject, evening = grid.subject, _end_of(day)
    changes = ValidationChange.objects.filter(
        **{"pupil__in": grid.pupils, f"{subject.name}__in": [row.id for each in grid.sections for row in each.rows]}
    ).order_by("pk")
    facts = ("at", "before", as_text("before_on"), "before_label", "gesture")
    stories: dict[_Key, _Story] = defaultdict(lambda: _Story(began=False, since=[]))
    for thing, pupil, at, before, on, by, gesture in changes.values_list(subject.key, "pupil_id", *facts):
        story = stories[thing, pupil]
        if at < evening:
            story.began = True
        else:
            story.since.append(_Change(Decided(before, on or "", by), gesture))
    return stories


def _end_of(day: datetime.date) -> datetime.datetime:
    return timezone.make_aware(datetime.datetime.combine(day + datetime.timedelta(days=1), datetime.time.min))


def _decided(grid: Grid, cell: Cell) -> Decided:
    state, number = cell
    return Decided(state) if number is None else Decided(state, *grid.decisions[number])


def _past(now: Decided, story: _Story | None, day: str) -> PastCell:
    since = story.since if story else []
    then = since[0].found if since else now
    # Nothing written that day or before: a decision older than the history itself counts from its own date.
    if then.on > day and not (story and story.began):
        then = _NOTHING
    return PastCell(then, then.state != now.state, _is_imported_since(then, since, now, day))


def _is_imported_since(then: Decided, since: Sequence[_Change], now: Decided, day: str) -> bool:
    """Whether the first change since brought, into an empty cell, a decision taken on that day or before."""
    if then.state != _UNDECIDED or not since or since[0].gesture != _IMPORT:
        return False
    brought = since[1].found if len(since) > 1 else now
    return "" < brought.on <= day
