"""Slow work cut into slices short enough for one request."""

import os
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import count
from typing import Any, TypeVar

T = TypeVar("T")
R = TypeVar("R")

SLICE_SECONDS = 0.7


@dataclass(frozen=True)
class Progress:
    """How far the slices have come."""

    done: int
    total: int

    @property
    def is_complete(self) -> bool:
        return self.done >= self.total

    @property
    def waiting(self) -> int:
        return self.total - self.done


def first_slice(work: Callable[[T], R], items: Sequence[T], *, seconds: float = SLICE_SECONDS) -> list[R]:
    """The results of `work` on the first items, in order, as many as `seconds` allow and one at least.

    As many threads as processors: worth it only for work that frees the GIL (Argon2 does). The caller goes on with
    `items[len(results):]` in its next slice.
    """
    slice_of_work = _Slice(work, items, time.monotonic() + seconds)
    with ThreadPoolExecutor(max_workers=_threads()) as pool:
        for thread in [pool.submit(slice_of_work.take_until_late) for _ in range(_threads())]:
            thread.result()
    return slice_of_work.results()


class _Slice:
    """Items that threads take one by one, none waiting for another, until it is late."""

    def __init__(self, work: Callable[[Any], Any], items: Sequence[Any], deadline: float) -> None:
        self._work, self._items, self._deadline = work, items, deadline
        # A count is taken whole: two threads never have the same item.
        self._next = count()
        self._results: dict[int, Any] = {}

    def take_until_late(self) -> None:
        while (rank := next(self._next)) < len(self._items):
            self._results[rank] = self._work(self._items[rank])
            if time.monotonic() >= self._deadline:
                return

    def results(self) -> list[Any]:
        """What was done: the first items, since each that was taken was finished."""
        return [self._results[rank] for rank in range(len(self._results))]


def _threads() -> int:
    return os.cpu_count() or 1
