"""Where failures are counted: in the cache that the operator gave, in the rows of the database otherwise.

A cache that is late or silent must neither lock everybody out nor let everybody guess: what it does not answer is asked
of the rows, for it and for the seconds that follow, and the log says so.
"""

import datetime
import logging
import time
from collections.abc import Callable, Sequence
from typing import Protocol, TypeVar, cast

from django.conf import settings

from accounts.safety import counts_in_cache, counts_in_rows
from accounts.safety.counting import Counter

Answer = TypeVar("Answer")
# A cache that did not answer is not asked again before.
REST_SECONDS = 10
_log = logging.getLogger(__name__)


class Counts(Protocol):
    """A place where failures are counted."""

    def locked_until(self, keys: Sequence[str], /) -> datetime.datetime | None: ...
    def count(self, counters: Sequence[Counter], /) -> list[int]: ...
    def forget(self, keys: Sequence[str], /) -> None: ...
    def forget_under(self, key: str, /) -> None: ...


class _Rest:
    """Until when the cache is left alone by this process."""

    until = 0.0


def with_counts(act: Callable[[Counts], Answer]) -> Answer:
    """What `act` does with the counts of the cache; with those of the rows when there is none, or when it fails."""
    rows = cast(Counts, counts_in_rows)
    if not settings.HAS_CACHE or time.monotonic() < _Rest.until:
        return act(rows)
    try:
        return act(cast(Counts, counts_in_cache))
    except _failures() as failure:
        _Rest.until = time.monotonic() + REST_SECONDS
        _log.error("CACHE_URL: the cache does not answer (%s); failures are counted in the database", failure)
        return act(rows)


def _failures() -> tuple[type[Exception], ...]:
    from redis.exceptions import RedisError  # 60 ms that a server without CACHE_URL does not spend

    return (RedisError, OSError)


def ask_again() -> None:
    """The cache is asked at the next failure, however lately it did not answer."""
    _Rest.until = 0.0
