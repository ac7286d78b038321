"""From a percentage to the steps of a scale, and back."""

from collections.abc import Sequence
from fractions import Fraction

# The last percentage of each step but one; the thresholds are national usage, and a school may change them.
OBJECTIVES = (34, 64, 89, 100)
FOUR_STEPS = (24, 49, 74, 100)
SOCLE = (34, 59, 80, 100)
MATERNELLE = (30, 69, 100)


def step(percent: int | Fraction | None, bounds: Sequence[int]) -> int | None:
    """The step, from 1, of a percentage: the first whose upper bound is not under it; the last one above 100.

    A computed percentage comes rounded, so that what is shown decides; a typed mark comes exact, and between two
    integer bounds it belongs to the step above.
    """
    if percent is None:
        return None
    return next((rank for rank, bound in enumerate(bounds, start=1) if percent <= bound), len(bounds))


def middle(number: int, bounds: Sequence[int]) -> Fraction:
    """The percentage kept when somebody types a step: the middle of its range (17 for 0–34, 90.5 for 81–100).

    Raises ValueError for a step that the scale does not have.
    """
    if not 1 <= number <= len(bounds):
        raise ValueError(f"a step goes from 1 to {len(bounds)}, not {number}")
    low = 0 if number == 1 else bounds[number - 2] + 1
    return Fraction(low + bounds[number - 1], 2)


def degree(percent: int | None) -> int | None:
    """The degree of mastery of the socle, 1 to 4; none when nothing was evaluated."""
    return step(percent, SOCLE)


# What each degree of the socle gave at the brevet, from the session of 2017 to that of 2025.
_DNB_POINTS = (10, 25, 40, 50)


def dnb_points(degree: int | None) -> int:
    """The points of a degree of mastery at the brevet of 2017 to 2025; 0 in the estimate when there is none."""
    return 0 if degree is None else _DNB_POINTS[degree - 1]
