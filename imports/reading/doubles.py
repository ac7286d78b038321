"""Numbers that a file gives to several people: all are kept, without the number, and told."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any, TypeVar

from imports.plan.who import brought
from imports.reading.notes import Notes

Somebody = TypeVar("Somebody", bound=Any)
_EMPTY: Mapping[str, Any] = {"sconet_id": None}


def without_doubles(
    people: Sequence[Somebody],
    labels: Mapping[str, str],
    notes: Notes,
    place: Callable[[Any], int] = lambda person: int(person.line),
) -> list[Somebody]:
    """The same people, none of whom shares an identifier: nothing says whose it is.

    `labels`: what the file calls each identifier; `place`: where somebody stands in it.
    """
    kept = list(people)
    for identifier, label in labels.items():
        kept = _without(kept, identifier, label, notes, place)
    return kept


def _without(
    people: Sequence[Somebody], identifier: str, label: str, notes: Notes, place: Callable[[Any], int]
) -> list[Somebody]:
    bearers: defaultdict[object, list[Any]] = defaultdict(list)
    for person in people:
        bearers[brought(person, identifier)].append(person)
    shared = {id(person) for value, some in bearers.items() if value and len(some) > 1 for person in some}
    for value, some in bearers.items():
        if value and len(some) > 1:
            for person in some:
                others = ", ".join(str(place(other)) for other in some if other is not person)
                told = f"{person.full_name} a le même {label} que la ligne {others}"
                notes.add(place(person), f"{told} : repris sans {label}, comparé par son nom.")
    empty = {identifier: _EMPTY.get(identifier, "")}
    return [replace(person, **empty) if id(person) in shared else person for person in people]
