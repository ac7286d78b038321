"""Figures over several levels, as every document shows them; the formulas are in `evaluations.scoring.means`."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from bilans.computing.inputs import Item
from bilans.computing.levels import Level
from evaluations.scoring.means import mean, percent_acquired, weighted_mean
from evaluations.scoring.rounding import half_up
from evaluations.scoring.states import State, state

# An item with the level of somebody on it.
Scored = tuple[Item, Level]


@dataclass(frozen=True, slots=True)
class Share:
    """How many levels stand in each state, in the order of the states, and the « % d'items acquis » that they make.

    `percent` is None when nothing has a score.
    """

    counts: tuple[tuple[State, int], ...]
    percent: int | None

    @property
    def total(self) -> int:
        """How many levels have a score."""
        return sum(count for _state, count in self.counts)

    @property
    def counted(self) -> str:
        """« 1A 2VA 0NA »: the best state first."""
        return " ".join(f"{count}{one.sigle}" for one, count in reversed(self.counts))

    @property
    def acquired(self) -> str:
        """« 67% acquis (1A 2VA 0NA) », empty when nothing has a score."""
        return "" if self.percent is None else f"{self.percent}% acquis ({self.counted})"


def share_of(levels: Iterable[Level], states: Sequence[State]) -> Share:
    """The share that levels make; those without a score are out."""
    reached = [level.state for level in levels if level.state is not None]
    counts = Counter(reached)
    return Share(tuple((one, counts[one]) for one in states), percent_acquired(reached))


@dataclass(frozen=True, slots=True)
class Summary:
    """The figures at the foot of a list of items; each mean is None when nothing counts in it."""

    # By the coefficients of the items: one of coefficient 0 is out.
    weighted: int | None
    # Every item alike.
    simple: int | None
    share: Share

    def mean(self, *, is_weighted: bool) -> int | None:
        return self.weighted if is_weighted else self.simple


def summary_of(scored: Sequence[Scored], states: Sequence[State]) -> Summary:
    """The figures of somebody over items."""
    return Summary(
        weighted_mean((level.score, item.coefficient) for item, level in scored),
        mean(level.score for _item, level in scored),
        share_of((level for _item, level in scored), states),
    )


def level_of(figure: int | None, states: Sequence[State]) -> Level:
    """A mean or a percentage with the state that colours it."""
    return Level(figure, state(figure, states))


def shown_out_of_20(mark: Fraction | None) -> str:
    """« 13,8 », empty for none."""
    if mark is None:
        return ""
    units, tenth = divmod(half_up(mark * 10), 10)
    return f"{units},{tenth}"
