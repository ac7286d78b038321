"""The calculation that a new référentiel takes: what its school chose, when an application above says so."""

from collections.abc import Callable
from typing import NamedTuple


class Default(NamedTuple):
    """A method by its code, how many of the last results count (0 for all), and the look-back by its code."""

    method: str = "geometrique"
    limit: int = 5
    look_back: str = "oui"


_read: Callable[[], Default] = Default


def plug_default(read: Callable[[], Default]) -> None:
    """Give the function that says what the open school chose."""
    global _read
    _read = read


def default_method() -> str:
    return _read().method


def default_limit() -> int:
    return _read().limit


def default_look_back() -> str:
    return _read().look_back
