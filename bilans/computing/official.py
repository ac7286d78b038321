"""What an official document computes: the figures of each pupil in each matière, means of means, exact."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from bilans.computing.figures import Share, Summary
from bilans.computing.inputs import Item, Matiere, Pupil
from bilans.computing.levels import Levels
from bilans.computing.releve import Line, blocks_of, evaluated, lines_of
from bilans.computing.synthese import Bar, synthese


@dataclass(frozen=True, slots=True)
class MatiereFigures:
    """What a pupil did in a matière over the period; `bars` are those of its domaines, when they are wanted."""

    matiere: Matiere
    lines: tuple[Line, ...]
    summary: Summary
    bars: tuple[Bar, ...] = ()


# By the key of the pupil, then of the matière.
Figures = dict[int, dict[int, MatiereFigures]]


def official(
    pupils: Sequence[Pupil], items: Iterable[Item], levels: Levels, *, has_bars: bool = False, is_merged: bool = True
) -> Figures:
    """The figures of these pupils over these items; nothing for a matière where a pupil has no result."""
    kept = evaluated(pupils, items, levels)
    bars = _bars(pupils, kept, levels, is_merged=is_merged) if has_bars else {}
    return {
        pupil.key: {
            block.matiere.key: MatiereFigures(
                block.matiere, block.lines, block.summary, bars.get((pupil.key, block.matiere.key), ())
            )
            for block in blocks_of(lines_of(pupil, kept, levels), levels)
        }
        for pupil in pupils
    }


def _bars(
    pupils: Sequence[Pupil], items: Sequence[Item], levels: Levels, *, is_merged: bool
) -> dict[tuple[int, int], tuple[Bar, ...]]:
    found = synthese(pupils, items, levels, is_merged=is_merged)
    return {(sheet.pupil.key, each.matiere.key): each.bars for sheet in found.sheets for each in sheet.matieres}


def exact_mean(percents: Iterable[Fraction | None]) -> Fraction | None:
    """The mean of percentages, all alike, not rounded: 69, 75, 47, 30 make 55,25, which is 11,05/20, shown 11,1.

    Not the line of the class of a relevé, whose percentage is rounded before it becomes a mark (55 ÷ 5 = 11).
    """
    present = [percent for percent in percents if percent is not None]
    return sum(present, Fraction()) / len(present) if present else None


def sum_of(shares: Iterable[Share]) -> tuple[tuple[str, int], ...]:
    """How many levels of all these pupils stand in each state, by its sigle, in the order of the states."""
    counts: dict[str, int] = {}
    for share in shares:
        for state, count in share.counts:
            counts[state.sigle] = counts.get(state.sigle, 0) + count
    return tuple(counts.items())
