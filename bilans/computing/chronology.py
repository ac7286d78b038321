"""Bilan chronologique: the mean and the « % d'items acquis » of a pupil, period after period."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from bilans.computing.figures import Summary, summary_of
from bilans.computing.inputs import Item, Marks, Pupil
from bilans.computing.levels import Levels
from bilans.computing.releve import lines_of
from evaluations.scoring.series import ReportWindow
from evaluations.scoring.states import State


@dataclass(frozen=True, slots=True)
class Period:
    label: str
    start: date
    end: date


@dataclass(frozen=True, slots=True)
class Point:
    """A pupil at the end of a period. Nothing evaluated in it is no point, never 0: the figures are then None."""

    period: Period
    summary: Summary


def chronology(
    pupil: Pupil,
    items: Iterable[Item],
    marks: Marks,
    periods: Sequence[Period],
    window: ReportWindow,
    states: Sequence[State],
) -> tuple[Point, ...]:
    """The points of a pupil over these items; `window` says all but the dates, which are those of each period."""
    kept = tuple(items)
    return tuple(Point(period, _summary(pupil, kept, marks, _within(window, period), states)) for period in periods)


def _within(window: ReportWindow, period: Period) -> ReportWindow:
    return replace(window, window=replace(window.window, start=period.start, end=period.end))


def _summary(
    pupil: Pupil, items: Iterable[Item], marks: Marks, window: ReportWindow, states: Sequence[State]
) -> Summary:
    levels = Levels(marks, window, states)
    return summary_of([(line.item, line.level) for line in lines_of(pupil, items, levels)], levels.states)
