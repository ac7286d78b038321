"""Lines of which a name cannot be read: they name nobody for sure, and nobody whom they may name is closed."""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator
from typing import Any

from imports.plan import who
from imports.plan.people import Incoming, KnownPerson
from sacoche.kit.text import letters


def perhaps_named(*, unnamed: Iterable[Incoming], accounts: Iterable[KnownPerson]) -> dict[int, Incoming]:
    """The line that may be about each of these accounts, by id: it has one of his numbers; or the name that is left
    is his, and the birth date, when both are known, does not say otherwise. A first name alone is anybody's.
    """
    lines: defaultdict[Hashable, list[Incoming]] = defaultdict(list)
    for person in unnamed:
        for key in _marks(person, who.brought):
            lines[key].append(person)
    if not lines:
        return {}
    found: dict[int, Incoming] = {}
    for known in accounts:
        about = (one for key in _marks(known, who.held) for one in lines.get(key, ()) if _may_be(known, one))
        line = next(about, None)
        if line is not None:
            found[known.id] = line
    return found


def _marks(person: Any, number: Any) -> Iterator[Hashable]:
    for name in who.IDENTIFIERS:
        if value := number(person, name):
            yield who.OF_THE_ACCOUNT.get(name, name), value
    if person.last_name:
        yield "last_name", letters(person.last_name)
    if person.first_name and who.birth_of(person):
        yield "first_name", letters(person.first_name), who.birth_of(person)


def _may_be(known: KnownPerson, person: Incoming) -> bool:
    return who.shares_a_number(known, person) or who.same_birth(known, person) is not False
