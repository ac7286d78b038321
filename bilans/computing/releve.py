"""Relevés d'items: the items of the report with the level of each pupil, by pupil then by matière, or by item."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import Enum, auto
from itertools import groupby

from bilans.computing.figures import Summary, summary_of
from bilans.computing.inputs import Item, Matiere, Pupil
from bilans.computing.levels import Level, Levels
from evaluations.scoring.explain import MeanExplanation, explain_mean, explain_percent
from evaluations.scoring.series import Result

# The value of a state in the middle of the scale: neither succeeded nor failed.
MIDDLE = 50


class Outcome(Enum):
    """Which lines a document shows."""

    ALL = auto()
    SUCCEEDED = auto()
    FAILED = auto()

    def holds(self, level: Level) -> bool:
        """Whether a line of this level is shown."""
        if self is Outcome.ALL:
            return True
        if level.state is None:
            return False
        return level.state.value > MIDDLE if self is Outcome.SUCCEEDED else level.state.value < MIDDLE


@dataclass(frozen=True, slots=True)
class Line:
    """The level of a pupil on an item, and the results that a document may show, oldest first."""

    item: Item
    level: Level
    results: tuple[Result, ...]

    def last(self, cells: int) -> tuple[Result, ...]:
        """The last results, as many as there are cells for; none for 0."""
        return self.results[-cells:] if cells else ()


@dataclass(frozen=True, slots=True)
class Block:
    """The lines of a pupil in a matière, with the figures at their foot."""

    matiere: Matiere
    lines: tuple[Line, ...]
    summary: Summary

    def explained_mean(self, *, is_weighted: bool) -> MeanExplanation:
        """How the mean of the summary was made."""
        return explain_mean((line.level.score, line.item.coefficient if is_weighted else 1) for line in self.lines)

    def explained_percent(self) -> str:
        """« 4 A et 1 VA : (4×100 + 1×50) ÷ 5 = 90 »."""
        return explain_percent(line.level.state for line in self.lines)


@dataclass(frozen=True, slots=True)
class Sheet:
    """What a pupil reads; `general` are the figures over all his lines, whatever their matière."""

    pupil: Pupil
    blocks: tuple[Block, ...]
    general: Summary


@dataclass(frozen=True, slots=True)
class Releve:
    """The relevé of some pupils: the items that are in it, and a sheet for each pupil who has a line."""

    items: tuple[Item, ...]
    sheets: tuple[Sheet, ...]


def releve(pupils: Sequence[Pupil], items: Iterable[Item], levels: Levels) -> Releve:
    """The relevé of these pupils over these items.

    An item is in it when one of them has a result in the period; a pupil has a line when he has one himself.
    """
    kept = evaluated(pupils, items, levels)
    sheets = (_sheet(pupil, kept, levels) for pupil in pupils)
    return Releve(kept, tuple(sheet for sheet in sheets if sheet.blocks))


def evaluated(pupils: Sequence[Pupil], items: Iterable[Item], levels: Levels) -> tuple[Item, ...]:
    """The items on which one of the pupils has a result in the period, a special code too."""
    return tuple(item for item in items if any(levels.sight(pupil.key, item).is_inside for pupil in pupils))


def lines_of(pupil: Pupil, items: Iterable[Item], levels: Levels) -> tuple[Line, ...]:
    """The lines of a pupil among items that are in the report."""
    return tuple(line_of(pupil, item, levels) for item in items if levels.sight(pupil.key, item).has_line)


def line_of(pupil: Pupil, item: Item, levels: Levels) -> Line:
    return Line(item, levels.level(pupil.key, item), levels.sight(pupil.key, item).results)


def _sheet(pupil: Pupil, items: Sequence[Item], levels: Levels) -> Sheet:
    lines = lines_of(pupil, items, levels)
    return Sheet(pupil, blocks_of(lines, levels), _summary(lines, levels))


def blocks_of(lines: Iterable[Line], levels: Levels) -> tuple[Block, ...]:
    """The lines of a pupil, matière by matière, each with its figures."""
    held = ((matiere, tuple(group)) for matiere, group in groupby(lines, key=lambda line: line.item.matiere))
    return tuple(Block(matiere, own, _summary(own, levels)) for matiere, own in held)


def _summary(lines: Sequence[Line], levels: Levels) -> Summary:
    return summary_of([(line.item, line.level) for line in lines], levels.states)


def showing(shown: Releve, outcome: Outcome) -> Releve:
    """The same with the lines of an outcome alone; figures stay those of all: a mean of successes says nothing."""
    sheets = tuple(replace(sheet, blocks=_blocks_showing(sheet.blocks, outcome)) for sheet in shown.sheets)
    return replace(shown, sheets=sheets)


def _blocks_showing(blocks: Iterable[Block], outcome: Outcome) -> tuple[Block, ...]:
    held = (replace(block, lines=tuple(line for line in block.lines if outcome.holds(line.level))) for block in blocks)
    return tuple(block for block in held if block.lines)


@dataclass(frozen=True, slots=True)
class ItemSheet:
    """The lines of the pupils on one item, with the figures of the class on it."""

    item: Item
    lines: tuple[tuple[Pupil, Line], ...]
    summary: Summary


def by_item(shown: Releve, levels: Levels) -> tuple[ItemSheet, ...]:
    """The same relevé, an item after the other."""
    lines: dict[int, list[tuple[Pupil, Line]]] = {item.key: [] for item in shown.items}
    for sheet in shown.sheets:
        for line in (line for block in sheet.blocks for line in block.lines):
            lines[line.item.key].append((sheet.pupil, line))
    return tuple(
        ItemSheet(item, tuple(lines[item.key]), _summary([line for _pupil, line in lines[item.key]], levels))
        for item in shown.items
    )
