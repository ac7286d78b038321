"""States of acquisition: where a score stands, from thresholds that a school chooses."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

TOP = 100


@dataclass(frozen=True, slots=True)
class State:
    """One state: scores from `low` to `high`, both included; `value` (0 to 100) is what it weighs in percentages."""

    low: int
    high: int
    value: int
    sigle: str
    legend: str = ""


# Thresholds that schools know since the first versions of the field's software.
DEFAULT_STATES = (
    State(0, 39, 0, "NA", "Non acquis"),
    State(40, 60, 50, "VA", "Partiellement acquis"),
    State(61, TOP, 100, "A", "Acquis"),
)


def state(score: int | None, states: Sequence[State]) -> State | None:
    """The state of a score; none for no score. A score above 100 (a code worth more) is in the last state."""
    if score is None:
        return None
    capped = min(score, TOP)
    return next(one for one in states if one.low <= capped <= one.high)


@dataclass(frozen=True, slots=True)
class Gap:
    """Scores of no state, both ends included."""

    low: int
    high: int


@dataclass(frozen=True, slots=True)
class Overlap:
    """Scores of two states, both ends included."""

    low: int
    high: int


def threshold_faults(states: Sequence[State]) -> Iterator[Gap | Overlap]:
    """What keeps the states, in their order, from covering 0 to 100 once each."""
    expected = 0
    for one in states:
        if one.low > expected:
            yield Gap(expected, one.low - 1)
        elif one.low < expected:
            yield Overlap(one.low, min(expected - 1, one.high))
        expected = max(expected, one.high + 1)
    if expected <= TOP:
        yield Gap(expected, TOP)
    elif expected > TOP + 1:
        yield Overlap(TOP + 1, expected - 1)
