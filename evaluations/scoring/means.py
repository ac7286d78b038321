"""Figures over several items or pupils. Who has no score is out of every mean; no figure at all is None, never 0."""

from collections.abc import Iterable
from fractions import Fraction

from evaluations.scoring.rounding import half_up
from evaluations.scoring.states import State


def mean(scores: Iterable[int | None]) -> int | None:
    """The mean of the scores there are, half up."""
    return weighted_mean((score, 1) for score in scores)


def weighted_mean(scores: Iterable[tuple[int | None, int]]) -> int | None:
    """The mean of (score, coefficient) pairs, half up; none when every coefficient is 0 or nothing has a score."""
    present = [(score, weight) for score, weight in scores if score is not None]
    weight = sum(weight for _score, weight in present)
    return half_up(sum(score * weight for score, weight in present), weight) if weight else None


def percent_acquired(states: Iterable[State | None]) -> int | None:
    """« % d'items acquis »: the mean of the values of the states, half up. Scores and coefficients do not count."""
    return mean(None if one is None else one.value for one in states)


def mark_out_of_20(percent: int | None) -> Fraction | None:
    """A mark out of 20, exact (steps of a fifth); above 20 when a code is worth more than 100."""
    return None if percent is None else Fraction(percent, 5)
