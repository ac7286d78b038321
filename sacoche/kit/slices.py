"""Slow work cut into slices short enough for one request."""

import os
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import islice
from typing import TypeVar

T = TypeVar("T")
R = TypeVar("R")

SLICE_SECONDS = 0.7


def in_threads(work: Callable[[T], R], items: Sequence[T]) -> list[R]:
    """The results of `work` on every item, in order, by as many threads as processors.

    Worth it only for work that frees the GIL (Argon2 does).
    """
    if not items:
        return []
    with ThreadPoolExecutor(max_workers=_threads()) as pool:
        return list(pool.map(work, items))


def first_slice(work: Callable[[T], R], items: Sequence[T], *, seconds: float = SLICE_SECONDS) -> list[R]:
    """The results of `work` on the first items, in order, as many as `seconds` allow and one round at least.

    The caller goes on with `items[len(results):]` in its next slice.
    """
    results: list[R] = []
    deadline = time.monotonic() + seconds
    with ThreadPoolExecutor(max_workers=_threads()) as pool:
        for part in _rounds(items):
            results.extend(pool.map(work, part))
            if time.monotonic() >= deadline:
                break
    return results


def _rounds(items: Sequence[T]) -> Iterator[list[T]]:
    """The items by as many as there are threads: between two rounds the clock is looked at."""
    rest = iter(items)
    while part := list(islice(rest, _threads())):
        yield part


def _threads() -> int:
    return os.cpu_count() or 1
