"""The scores of a whole school at once are those of each cell alone, computed another way: by fractions, plainly."""

import random
from collections import Counter
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluations.scoring.many import scores
from evaluations.scoring.methods import LIMITS, Method

VALUES = {"1": 0, "2": 33, "3": 67, "4": 100, "5": 150, "6": 200}
CODES = [*VALUES, "AB", "NE", "PA"]
MILLION = 1_000_000
LONGEST = 12


def plainly(codes: list[str], method: Method, limit: int) -> int | None:
    """The score of one cell as its rule is told, without any of the product's code."""
    values = [Fraction(VALUES[code]) for code in codes if code in VALUES]
    kept = values[len(values) - limit :] if 0 < limit < len(values) else values
    if not kept:
        return None
    exact = _exact(kept, method)
    below = exact.numerator // exact.denominator
    return below + (exact - below >= Fraction(1, 2))


def _exact(kept: list[Fraction], method: Method) -> Fraction:
    ranks = range(len(kept))
    if method in (Method.GEOMETRIC, Method.ARITHMETIC):
        weights = [Fraction(2) ** rank if method is Method.GEOMETRIC else Fraction(rank + 1) for rank in ranks]
        return sum((value * weight for value, weight in zip(kept, weights, strict=True)), Fraction()) / sum(weights)
    if method in (Method.FREQUENT_WORST, Method.FREQUENT_BEST):
        counts = Counter(kept)
        most = [value for value in counts if counts[value] == max(counts.values())]
        return min(most) if method is Method.FREQUENT_WORST else max(most)
    best = {Method.BEST_1: 1, Method.BEST_2: 2, Method.BEST_3: 3}.get(method, len(kept))
    chosen = sorted(kept)[-best:]
    return sum(chosen, Fraction()) / len(chosen)


@given(
    st.lists(st.lists(st.sampled_from(CODES), max_size=LONGEST), max_size=60),
    st.sampled_from([(method, limit) for method, limits in LIMITS.items() for limit in limits]),
)
def test_many_cells_at_once_agree_with_each_computed_plainly_p45_p49(cells, way):
    method, limit = way
    together = scores([(rank, " ".join(codes)) for rank, codes in enumerate(cells)], method, limit, VALUES)
    assert together == {rank: plainly(codes, method, limit) for rank, codes in enumerate(cells)}


@pytest.mark.slow
@pytest.mark.timeout(500)
@pytest.mark.parametrize("method", Method)
def test_a_million_random_cells_agree_with_each_computed_plainly_p45_p49(method):
    """An eighth of it for each method, each limit in turn; drawn anew at each run, from a seed that is told."""
    seed = random.randrange(2**32)
    drawn = random.Random(seed)
    limits = LIMITS[method]
    for limit in limits:
        cells = [drawn.choices(CODES, k=drawn.randint(0, LONGEST)) for _cell in range(MILLION // 8 // len(limits) + 1)]
        together = scores([(rank, " ".join(codes)) for rank, codes in enumerate(cells)], method, limit, VALUES)
        wrong = [codes for rank, codes in enumerate(cells) if together[rank] != plainly(codes, method, limit)]
        assert (seed, limit, wrong) == (seed, limit, [])
