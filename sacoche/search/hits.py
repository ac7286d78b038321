"""What the search shows: lines under a title; and how words are compared."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

# Of each kind: one more letter is quicker than a longer list.
MOST_HITS = 8


@dataclass(frozen=True)
class Hit:
    """A line that leads somewhere; `beside` tells apart those that read the same."""

    label: str
    address: str
    beside: str = ""


@dataclass(frozen=True)
class Group:
    """The lines of one kind."""

    title: str
    hits: Sequence[Hit]


def holds_all(text: str, words: Iterable[str]) -> bool:
    """Whether a text, already without accents, holds every word; their order does not matter."""
    return all(word in text for word in words)
