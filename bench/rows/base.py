"""What a row declares."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from bench.browser import Browser
from bench.figures import Sample
from bench.world import Visitor
from sacoche.kit.registry import Registry


@dataclass(frozen=True)
class Scene:
    """One run: who signs in, what is asked for before the clock starts, what is measured."""

    visitor: Visitor
    act: Callable[[Browser], None]
    before: Callable[[Browser], None] = lambda browser: None


def _no_scene(count: int) -> Iterator[Scene]:
    return iter(())


@dataclass(frozen=True)
class Row:
    """A line of the table; `scenes` makes the schools of that many runs, one after the other.

    A row that asks nothing of a server has `alone` instead, which does one run and says what it took.
    """

    code: str
    scenes: Callable[[int], Iterator[Scene]] = _no_scene
    alone: Callable[[], Sample] | None = None
    runs: int = 10
    # Enough for both workers to have served it: a connection stays with the one that took it.
    warm_up: int = 4
    # Rows of one label follow each other on the same workers, which take seconds to start; a row whose memory is
    # watched has none, and workers in whose memory no other has left anything.
    workers: str = ""


rows: Registry[Row] = Registry("bench rows")
