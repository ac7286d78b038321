"""Entries of the socle that items might feed, by labels that are near: shown as suggestions, never applied."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from referentiels.library import offers
from referentiels.queries.pages import ItemRow
from referentiels.queries.socle import Choice, Part
from referentiels.similar import Labels

# Under this, labels share a word by chance.
_NEAR = 0.45
_SHOWN = 40


@dataclass(frozen=True, slots=True)
class Suggestion:
    """An item, the entry that it might feed, and the label that is near its own."""

    row: ItemRow
    choice: Choice
    because: str


def suggestions(rows: Iterable[ItemRow], part: Part) -> list[Suggestion]:
    """What these items might feed in a part of the socle, one entry each."""
    by_number = {choice.number: choice for choice in part.choices}
    own = Labels((choice.number, choice.label) for choice in part.choices)
    library = _library(part.version, part.cycle)
    found = []
    for row in rows:
        near = [
            (match.closeness, match.key, "l'intitulé de l'entrée")
            for match in own.near(row.item.name, most=1, least=_NEAR)
        ]
        near += [
            (match.closeness, match.key[0], f"« {match.key[1]} », dans la bibliothèque")
            for match in library.near(row.item.name, most=1, least=_NEAR)
            if match.key[0] in by_number
        ]
        if near:
            _closeness, number, because = max(near, key=lambda each: each[0])
            found.append(Suggestion(row, by_number[number], because))
    return found[:_SHOWN]


@cache
def _library(version: str, cycle: int) -> Labels[tuple[int, str]]:
    """The labels of the library with the first entry that each feeds in a version and a cycle."""
    linked = {
        item.name: link.entry
        for offer in offers().values()
        for item in offer.tree.items
        for link in item.socle[::-1]
        if (link.version, link.cycle) == (version, cycle)
    }
    return Labels(((entry, name), name) for name, entry in linked.items())
