"""The scores of many cells at once: a class, a school.

The database gives one string a cell (the codes' values, oldest first). Few different strings exist among many cells,
so each is read once; fewer still once special codes and old results are left out, so each of these is computed once.
Measured against numpy and against one computation a cell, this was the fastest and the lightest (`make bench`, rows
`scores_class` and `scores_school`).
"""

from collections.abc import Iterable, Mapping
from typing import TypeVar

from evaluations.scoring.methods import last, score

SEPARATOR = " "

Cell = TypeVar("Cell")


def scores(
    series: Iterable[tuple[Cell, str]], method: str, limit: int, values: Mapping[str, int]
) -> dict[Cell, int | None]:
    """The score of each cell.

    `series` gives, for each cell, its codes separated by spaces, oldest first; codes that `values` does not hold
    (special ones) do not count. Same rules, and same errors, as `methods.score`.
    """
    known: dict[str, int | None] = {}
    computed: dict[tuple[int, ...], int | None] = {}
    made: dict[Cell, int | None] = {}
    for cell, text in series:
        if text not in known:
            counted = tuple(last(usable(text, values), limit))
            if counted not in computed:
                computed[counted] = score(counted, method, limit)
            known[text] = computed[counted]
        made[cell] = known[text]
    return made


def usable(text: str, values: Mapping[str, int]) -> list[int]:
    """The values of the ordinary codes of a series, oldest first."""
    return [values[code] for code in text.split(SEPARATOR) if code in values]
