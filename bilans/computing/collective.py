"""Pupils × items with the means of both margins, read both ways."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bilans.computing.figures import level_of, share_of, summary_of
from bilans.computing.inputs import Item, Pupil
from bilans.computing.levels import Level, Levels
from bilans.computing.releve import evaluated
from evaluations.scoring.means import mean


@dataclass(frozen=True, slots=True)
class Margin:
    """The mean and the « % d'items acquis » of a row or a column, each with the state that colours it."""

    mean: Level
    percent: Level


@dataclass(frozen=True, slots=True)
class Row:
    """The levels of a pupil, in the order of the items of the table."""

    pupil: Pupil
    levels: tuple[Level, ...]
    margin: Margin


@dataclass(frozen=True, slots=True)
class Column:
    """The levels of an item, in the order of the pupils of the table."""

    item: Item
    levels: tuple[Level, ...]
    margin: Margin


@dataclass(frozen=True, slots=True)
class Collective:
    """A class on items. `rows` and `columns` hold the same levels; `whole` is the means of the rows' figures."""

    rows: tuple[Row, ...]
    columns: tuple[Column, ...]
    whole: Margin


def collective(pupils: Sequence[Pupil], items: Iterable[Item], levels: Levels, *, is_weighted: bool) -> Collective:
    """The table of these pupils on the items evaluated in the period.

    `is_weighted`: the mean of a pupil counts the coefficients of the items; that of an item never does.
    """
    return table(pupils, evaluated(pupils, items, levels), levels, is_weighted=is_weighted)


def table(pupils: Sequence[Pupil], items: Sequence[Item], levels: Levels, *, is_weighted: bool) -> Collective:
    """The table of these pupils on all these items."""
    rows = tuple(_row(pupil, items, levels, is_weighted=is_weighted) for pupil in pupils)
    columns = tuple(_column(item, rank, rows, levels) for rank, item in enumerate(items))
    return Collective(rows, columns, _whole(rows, levels))


def _row(pupil: Pupil, items: Sequence[Item], levels: Levels, *, is_weighted: bool) -> Row:
    held = tuple(levels.level(pupil.key, item) for item in items)
    figures = summary_of(list(zip(items, held, strict=True)), levels.states)
    return Row(pupil, held, _margin(figures.mean(is_weighted=is_weighted), figures.share.percent, levels))


def _column(item: Item, rank: int, rows: Sequence[Row], levels: Levels) -> Column:
    held = tuple(row.levels[rank] for row in rows)
    margin = _margin(mean(level.score for level in held), share_of(held, levels.states).percent, levels)
    return Column(item, held, margin)


def _whole(rows: Sequence[Row], levels: Levels) -> Margin:
    return _margin(mean(row.margin.mean.score for row in rows), mean(row.margin.percent.score for row in rows), levels)


def _margin(figure: int | None, percent: int | None, levels: Levels) -> Margin:
    return Margin(level_of(figure, levels.states), level_of(percent, levels.states))
