"""Items × matières: in which matières the same item was evaluated, how often, with which means."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bilans.computing.figures import level_of
from bilans.computing.inputs import Item, Marks, Pupil
from bilans.computing.levels import Level, Levels
from evaluations.scoring.means import mean
from evaluations.scoring.series import ReportWindow
from evaluations.scoring.states import State


@dataclass(frozen=True, slots=True)
class Crossed:
    """An item in a matière: how many results in the period, and the mean of the scores that they make."""

    results: int
    level: Level


@dataclass(frozen=True, slots=True)
class CrossedRow:
    item: Item
    # In the order of the matières of the table; None where it was not evaluated.
    cells: tuple[Crossed | None, ...]


@dataclass(frozen=True, slots=True)
class Crossing:
    """The items evaluated in the period, by the matières of those who evaluated them."""

    matieres: tuple[str, ...]
    rows: tuple[CrossedRow, ...]


def crossing(
    pupils: Sequence[Pupil],
    items: Sequence[Item],
    of_matieres: Mapping[str, Marks],
    window: ReportWindow,
    states: Sequence[State],
) -> Crossing:
    """The table of these items; `of_matieres` holds the results by the matière of their author, in any order."""
    names = tuple(sorted(of_matieres))
    levels = {name: Levels(of_matieres[name], window, states) for name in names}
    rows = []
    for item in items:
        cells = tuple(_cell(pupils, item, levels[name], states) for name in names)
        if any(cells):
            rows.append(CrossedRow(item, cells))
    kept = [rank for rank, _name in enumerate(names) if any(row.cells[rank] for row in rows)]
    return Crossing(
        tuple(names[rank] for rank in kept),
        tuple(CrossedRow(row.item, tuple(row.cells[rank] for rank in kept)) for row in rows),
    )


def _cell(pupils: Sequence[Pupil], item: Item, levels: Levels, states: Sequence[State]) -> Crossed | None:
    seen = [levels.sight(pupil.key, item) for pupil in pupils]
    results = sum(len(sight.results) for sight in seen if sight.is_inside)
    if not results:
        return None
    scores = (levels.level(pupil.key, item).score for pupil in pupils)
    return Crossed(results, level_of(mean(scores), states))
