"""Numbers that the file gives to somebody, and that another account has: nobody takes them without a question."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from imports.plan import who
from imports.plan.matching import Matching
from imports.plan.people import Incoming, KnownPerson

# In the order of their strength; the INE of before is written nowhere.
_WRITTEN = tuple(name for name in who.IDENTIFIERS if name != "former_reference")
Number = tuple[str, object]


def contested(
    *, existing: Iterable[KnownPerson], people: Iterable[Incoming], matching: Matching
) -> dict[Any, list[KnownPerson]]:
    """For each of these people, the others who have a number that the file gives him, and would keep it.

    A number that its holder gives up in the same file is free, unless the holder's own new number is contested: of
    twins exchanged, or of numbers given again from 1, none is free. `people`: those whose numbers would be written.
    """
    return _Contest(existing, people, matching).found()


class _Contest:
    def __init__(self, existing: Iterable[KnownPerson], people: Iterable[Incoming], matching: Matching) -> None:
        self.holders: defaultdict[Number, list[KnownPerson]] = defaultdict(list)
        for known in existing:
            for name in _WRITTEN:
                if who.held(known, name):
                    self.holders[name, who.held(known, name)].append(known)
        self.accounts = matching.accounts
        self.people = list(people)
        written = set(self.people)
        self.person_of = {known.id: person for person, known in self.accounts.items() if person in written}

    def found(self) -> dict[Any, list[KnownPerson]]:
        """Whoever takes a free number frees his own, and so on, until nothing moves."""
        waiting = {person: claims for person in self.people if (claims := list(self._claims(person)))}
        followers: defaultdict[Any, list[Any]] = defaultdict(list)
        for person, claims in waiting.items():
            for number, known in claims:
                if self._gives_up(known, number):
                    followers[self.person_of[known.id]].append(person)
        clear = [person for person in followers if person not in waiting]
        while clear:
            freed = clear.pop()
            for person in followers[freed]:
                if person in waiting and not self._is_stopped(waiting[person], waiting):
                    del waiting[person]
                    clear.append(person)
        return {person: [known for _, known in claims] for person, claims in waiting.items()}

    def _claims(self, person: Any) -> Iterable[tuple[Number, KnownPerson]]:
        """The numbers that he would take, each with another who has it."""
        own = self.accounts.get(person)
        for rank, name in enumerate(_WRITTEN):
            key = who.brought(person, name)
            if not key or (own and who.held(own, name) == key):
                continue
            for known in self.holders[name, key]:
                if known is not own and not who.contradict(known, person, _WRITTEN[:rank]):
                    yield (name, key), known

    def _gives_up(self, known: KnownPerson, number: Number) -> bool:
        """Whether the file gives him another number of that kind."""
        name, key = number
        person = self.person_of.get(known.id)
        return person is not None and who.brought(person, name) not in ("", None, key)

    def _is_stopped(self, claims: Sequence[tuple[Number, KnownPerson]], waiting: dict[Any, Any]) -> bool:
        return any(not self._gives_up(known, number) or self.person_of[known.id] in waiting for number, known in claims)
