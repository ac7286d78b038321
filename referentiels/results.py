"""How many results each item has: the application above that keeps results says so."""

from collections.abc import Callable, Collection, Mapping

Counts = Callable[[Collection[int]], Mapping[int, int]]


def _none(items: Collection[int]) -> Mapping[int, int]:
    return {}


_counts: Counts = _none


def plug_results(counts: Counts) -> None:
    """Give the function that counts the results of items, by key; an item without result may be left out."""
    global _counts
    _counts = counts


def results_of(items: Collection[int]) -> Mapping[int, int]:
    """How many results each of these items of the open school has; those without any are left out."""
    return {key: number for key, number in _counts(items).items() if number} if items else {}
