"""Results of a class, or of classes side by side, without any name: how many pupils reach a score."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bilans.computing.figures import Share, level_of, share_of, summary_of
from bilans.computing.inputs import Item, Pupil
from bilans.computing.levels import Level, Levels
from bilans.computing.releve import evaluated, lines_of
from evaluations.scoring.means import mean
from evaluations.scoring.rounding import half_up

# Under this number of pupils, a figure would name somebody.
FEWEST = 5


@dataclass(frozen=True, slots=True)
class Reach:
    """How many of some pupils have a score, how many of these reach the threshold, in which states they stand."""

    pupils: int
    evaluated: int
    reached: int
    share: Share
    mean: int | None

    @property
    def percent(self) -> int | None:
        """The share of those evaluated who reach it, half up; None when nobody is."""
        return half_up(100 * self.reached, self.evaluated) if self.evaluated else None


@dataclass(frozen=True, slots=True)
class ItemReach:
    item: Item
    reach: Reach


@dataclass(frozen=True, slots=True)
class Targets:
    """A class on items; `pupils` is how many it has."""

    lines: tuple[ItemReach, ...]
    pupils: int


def targets(pupils: Sequence[Pupil], items: Iterable[Item], levels: Levels, threshold: int) -> Targets:
    """The reach of a class on each item evaluated in the period."""
    kept = evaluated(pupils, items, levels)
    lines = tuple(
        ItemReach(item, reach([levels.level(pupil.key, item) for pupil in pupils], levels, threshold)) for item in kept
    )
    return Targets(lines, len(pupils))


def reach(held: Sequence[Level], levels: Levels, threshold: int) -> Reach:
    """What these levels make, one a pupil."""
    scores = [level.score for level in held if level.score is not None]
    reached = sum(score >= threshold for score in scores)
    return Reach(len(held), len(scores), reached, share_of(held, levels.states), mean(scores))


@dataclass(frozen=True, slots=True)
class ClassReach:
    """A class, by its name: the reach of the means of its pupils; None when it is too small to be told."""

    name: str
    pupils: int
    reach: Reach | None


def classes(
    groups: Sequence[tuple[str, Sequence[Pupil]]], items: Sequence[Item], levels: Levels, threshold: int
) -> tuple[ClassReach, ...]:
    """Classes side by side: in each, how many pupils have a weighted mean that reaches the threshold."""
    found = []
    for name, pupils in groups:
        means = [level for level in (_mean(pupil, items, levels) for pupil in pupils) if level.score is not None]
        is_told = len(means) >= FEWEST
        found.append(ClassReach(name, len(pupils), reach(means, levels, threshold) if is_told else None))
    return tuple(found)


def _mean(pupil: Pupil, items: Sequence[Item], levels: Levels) -> Level:
    summary = summary_of([(line.item, line.level) for line in lines_of(pupil, items, levels)], levels.states)
    return level_of(summary.weighted, levels.states)
