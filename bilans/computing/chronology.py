"""Bilan chronologique: the mean and the « % d'items acquis » of a pupil, period after period."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from bilans.computing.figures import Summary, summary_of
from bilans.computing.inputs import Item, Marks, Pupil
from bilans.computing.levels import Levels
from bilans.computing.releve import lines_of
from evaluations.scoring.means import mean
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


@dataclass(frozen=True, slots=True)
class Curve:
    """What a line of the chart is about, and its points, in the order of the periods."""

    label: str
    points: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class CurveSheet:
    """The lines of a pupil; one that has no point at all is left out."""

    pupil: Pupil
    curves: tuple[Curve, ...]


@dataclass(frozen=True, slots=True)
class MeanPoint:
    """The means of the figures of some pupils at the end of a period; None when none of them has one."""

    simple: int | None
    percent: int | None


@dataclass(frozen=True, slots=True)
class MeanCurve:
    """The line of a whole class, in the order of the periods."""

    label: str
    points: tuple[MeanPoint, ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """The pupils who have a line, over the same periods: those before the first point of anybody are left out."""

    periods: tuple[Period, ...]
    sheets: tuple[CurveSheet, ...]

    def means(self, label: str, *, fewest: int = 1) -> MeanCurve:
        """The line that all these pupils make under a label; a period where fewer are evaluated is no point."""
        held = [curve.points for sheet in self.sheets for curve in sheet.curves if curve.label == label]
        points = (_mean_point([points[rank] for points in held], fewest) for rank in range(len(self.periods)))
        return MeanCurve(label, tuple(points))


def _mean_point(points: Sequence[Point], fewest: int) -> MeanPoint:
    kept = [point.summary for point in points if point.summary.share.total]
    if len(kept) < fewest:
        return MeanPoint(None, None)
    return MeanPoint(mean(one.simple for one in kept), mean(one.share.percent for one in kept))


def chart(
    pupils: Sequence[Pupil],
    groups: Sequence[tuple[str, Sequence[Item]]],
    marks: Marks,
    periods: Sequence[Period],
    window: ReportWindow,
    states: Sequence[State],
    *,
    cuts: bool = True,
) -> Chart:
    """The lines of each pupil: one for each group of items, a matière or a domaine, under its name.

    Without `cuts`, the periods before the first point stay, so that several charts have the same.
    """
    sheets = []
    for pupil in pupils:
        curves = (Curve(label, chronology(pupil, items, marks, periods, window, states)) for label, items in groups)
        kept = tuple(curve for curve in curves if any(point.summary.share.total for point in curve.points))
        if kept:
            sheets.append(CurveSheet(pupil, kept))
    return _begun(tuple(periods), tuple(sheets)) if cuts else Chart(tuple(periods), tuple(sheets))


def _begun(periods: tuple[Period, ...], sheets: tuple[CurveSheet, ...]) -> Chart:
    first = min(
        (
            rank
            for sheet in sheets
            for curve in sheet.curves
            for rank, point in enumerate(curve.points)
            if point.summary.share.total
        ),
        default=0,
    )
    cut = tuple(
        replace(sheet, curves=tuple(replace(curve, points=curve.points[first:]) for curve in sheet.curves))
        for sheet in sheets
    )
    return Chart(periods[first:], cut)
