"""Whose turn it is to call: whatever the ENT do, threads are left for the pages of the other schools."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from entrance.cas.faults import CasFault

# Longer, an answer makes its server a slow one.
SLOW_SECONDS = 2.0
# Of the four threads that a worker has.
_AT_ONCE = 3
_AT_ONCE_TO_SLOW_ONES = 2


@dataclass(frozen=True, eq=False)
class _Call:
    host: str
    began: float

    def lasts(self) -> bool:
        return time.monotonic() - self.began > SLOW_SECONDS


class Turns:
    """The calls in progress. A few at once, and nobody waits here for his turn: he would hold the thread that is left.
    His page comes back by itself instead.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._calls: list[_Call] = []
        self._slow: set[str] = set()

    @contextmanager
    def turn(self, host: str) -> Iterator[None]:
        """Call this host (and port) now. Raises CasFault when it is not one's turn."""
        call = self._begin(host)
        try:
            yield
        finally:
            self._end(call)

    def _begin(self, host: str) -> _Call:
        with self._lock:
            if self._is_slow(host) and self._waiting_for_slow_ones() >= _AT_ONCE_TO_SLOW_ONES:
                raise CasFault("trop-lent")
            if len(self._calls) >= _AT_ONCE:
                raise CasFault("occupe")
            call = _Call(host, time.monotonic())
            self._calls.append(call)
            return call

    def _end(self, call: _Call) -> None:
        with self._lock:
            self._calls.remove(call)
            if call.lasts():
                self._slow.add(call.host)
            else:
                self._slow.discard(call.host)

    def _is_slow(self, host: str) -> bool:
        """Whether it was the last time, or is now."""
        return host in self._slow or any(call.host == host and call.lasts() for call in self._calls)

    def _waiting_for_slow_ones(self) -> int:
        return sum(self._is_slow(call.host) for call in self._calls)
