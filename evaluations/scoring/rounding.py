"""The one rounding of every score, mean and percentage."""

from fractions import Fraction


def half_up(numerator: int | Fraction, denominator: int = 1) -> int:
    """The nearest integer of a number that is not negative; a half goes up (16.5 → 17).

    Exact: Python's own `round` goes to the even neighbour (16.5 → 16), and floats miss halves.
    """
    exact = Fraction(numerator) / denominator
    return (2 * exact.numerator + exact.denominator) // (2 * exact.denominator)
