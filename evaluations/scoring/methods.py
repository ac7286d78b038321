"""The score of a pupil on an item: eight ways to make one integer of the values of his results.

The codes of the methods are those that files exchange; limits say how many of the last results count.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum


class Method(StrEnum):
    """How the values of a series make a score."""

    GEOMETRIC = "geometrique"
    ARITHMETIC = "arithmetique"
    PLAIN = "classique"
    BEST_1 = "bestof1"
    BEST_2 = "bestof2"
    BEST_3 = "bestof3"
    FREQUENT_WORST = "frequencemin"
    FREQUENT_BEST = "frequencemax"


# 0 stands for all the results.
_ANY = (0, *range(1, 11), 15, 20, 30, 40, 50)

# What a school may choose. Files of the field hold other limits: `score` takes them all the same.
LIMITS: dict[Method, tuple[int, ...]] = {
    Method.GEOMETRIC: tuple(range(1, 6)),
    Method.ARITHMETIC: tuple(range(1, 10)),
    Method.PLAIN: _ANY,
    Method.BEST_1: _ANY,
    Method.BEST_2: tuple(limit for limit in _ANY if limit != 1),
    Method.BEST_3: tuple(limit for limit in _ANY if limit not in (1, 2)),
    Method.FREQUENT_WORST: _ANY,
    Method.FREQUENT_BEST: _ANY,
}

_BEST = {Method.BEST_1: 1, Method.BEST_2: 2, Method.BEST_3: 3}


@dataclass(frozen=True, slots=True)
class Making:
    """What a score is made of: values with their weights, oldest first; the score is their weighted mean, half up."""

    terms: tuple[tuple[int, int], ...]

    @property
    def total(self) -> int:
        return sum(value * weight for value, weight in self.terms)

    @property
    def weight(self) -> int:
        return sum(weight for _value, weight in self.terms)

    @property
    def score(self) -> int:
        weight = self.weight
        return (2 * self.total + weight) // (2 * weight)


def score(values: Sequence[int], method: str, limit: int) -> int | None:
    """The score of these values (ordinary codes alone, oldest first), or None when there is none.

    `method` is one of the codes of `Method`; `limit` is how many of the last values count, 0 for all. The mean is
    rounded half up; a code worth more than 100 gives scores over 100. Raises ValueError for an unknown method and for
    a limit under 0.
    """
    making = make(values, method, limit)
    return making.score if making else None


def make(values: Sequence[int], method: str, limit: int) -> Making | None:
    """What `score` computes with: the values kept and their weights; None when there is no value."""
    kept = last(values, limit)
    return Making(_TERMS[Method(method)](kept)) if kept else None


def last(values: Sequence[int], limit: int) -> Sequence[int]:
    """The last `limit` values, all of them for 0."""
    if limit < 0:
        raise ValueError(f"a limit is 0 or more, not {limit}")
    return values[-limit:] if limit else values


Terms = tuple[tuple[int, int], ...]


def _doubling(values: Sequence[int]) -> Terms:
    return tuple((value, 1 << rank) for rank, value in enumerate(values))


def _growing(values: Sequence[int]) -> Terms:
    return tuple((value, rank) for rank, value in enumerate(values, start=1))


def _even(values: Sequence[int]) -> Terms:
    return tuple((value, 1) for value in values)


def _best(count: int) -> Callable[[Sequence[int]], Terms]:
    """The `count` best values, fewer when there are fewer; in descending order."""
    return lambda values: _even(sorted(values, reverse=True)[:count])


def _most_frequent(choose: Callable[[list[int]], int]) -> Callable[[Sequence[int]], Terms]:
    """The value met most often (two codes of one value count together); `choose` settles a tie."""

    def terms(values: Sequence[int]) -> Terms:
        return ((choose(most_frequent(values)), 1),)

    return terms


def most_frequent(values: Sequence[int]) -> list[int]:
    """The values met most often, several when they tie, in ascending order."""
    counts = Counter(values)
    most = max(counts.values())
    return sorted(value for value, count in counts.items() if count == most)


_TERMS: dict[Method, Callable[[Sequence[int]], Terms]] = {
    Method.GEOMETRIC: _doubling,
    Method.ARITHMETIC: _growing,
    Method.PLAIN: _even,
    **{method: _best(count) for method, count in _BEST.items()},
    Method.FREQUENT_WORST: _most_frequent(min),
    Method.FREQUENT_BEST: _most_frequent(max),
}
