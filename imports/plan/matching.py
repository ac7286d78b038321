"""Which account is whose, by the rule of imports.plan.who; and of whom the file and the school say two things."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from imports.brought.extraction import IncomingPupil
from imports.plan import who
from imports.plan.homonyms import Namesakes, settle
from imports.plan.people import Incoming, KnownPerson, Rules
from imports.plan.unnamed import perhaps_named

Matches = dict[Any, KnownPerson]
Names = tuple[str, str]
# Somebody chooses among so many at most.
SHOWN = 8
# Of thousands of homonyms, those among whom somebody else is looked for.
_LOOKED_AT = 200


@dataclass(frozen=True)
class Matching:
    """The account of each person of the file who surely has one, and those whom each of the others may be."""

    accounts: Matches
    # Nobody may be left: an identifier is then all that the file and an account have in common.
    doubts: Mapping[Any, Sequence[KnownPerson]] = field(default_factory=dict)
    # The accounts that a doubt is about: nothing is decided of them.
    held: frozenset[int] = frozenset()
    # The line that may be about an account, by its id, when a name cannot be read there.
    perhaps_at: Mapping[int, Any] = field(default_factory=dict)

    @property
    def stays(self) -> frozenset[int]:
        """The accounts without a line of their own that the file may name all the same."""
        return self.held | self.perhaps_at.keys()


def match(*, existing: Sequence[KnownPerson], incoming: Sequence[Incoming], rules: Rules) -> Matching:
    """Compare everybody: first by names and birth date, then by each identifier in turn, then by names.

    Each identifier is tried for everybody before the next, so that nobody takes by name the account that another
    has by identifier.
    """
    matching = _Matching(existing, incoming, rules)
    matching.pair_exactly()
    for identifier in who.IDENTIFIERS:
        matching.pair_by(identifier)
    matching.pair_by_names()
    return matching.result()


class _Matching:
    """Accounts and people not yet matched, the matches found, and the doubts."""

    def __init__(self, existing: Sequence[KnownPerson], incoming: Sequence[Incoming], rules: Rules) -> None:
        self.rules = rules
        self.pool = {known.id: known for known in _active_first(existing)}
        self.named = _by_names(self.pool.values())
        # A dict keeps the order of the file, and lets go of one at no cost.
        self.waiting = dict.fromkeys(person for person in incoming if person.is_named)
        self.unnamed = [person for person in incoming if not person.is_named]
        self.matches: Matches = {}
        self.doubts: dict[Any, dict[int, KnownPerson]] = {}

    # --- Names and birth date -----------------------------------------------------------------------------------------

    def pair_exactly(self) -> None:
        """Match those of one name and one birth date, when nobody else is like that."""
        accounts: defaultdict[object, list[KnownPerson]] = defaultdict(list)
        for known in self.pool.values():
            accounts[who.names(known), known.birth_date].append(known)
        people: defaultdict[object, list[Incoming]] = defaultdict(list)
        for person in self.waiting:
            if who.birth_of(person):
                people[who.names(person), who.birth_of(person)].append(person)
        for both, alike in people.items():
            found = accounts.get(both, ())
            if len(alike) == len(found) == 1:
                self._take(alike[0], found[0])

    # --- Identifiers --------------------------------------------------------------------------------------------------

    def pair_by(self, identifier: str) -> None:
        """Match those who share an identifier that something confirms, unless a stronger one says that they are two."""
        bearers = [person for person in self.waiting if who.brought(person, identifier)]
        if not bearers:
            return
        stronger = who.IDENTIFIERS[: who.IDENTIFIERS.index(identifier)]
        accounts: defaultdict[object, list[KnownPerson]] = defaultdict(list)
        for known in self.pool.values():
            accounts[who.held(known, identifier)].append(known)
        for person in bearers:
            holders = (known for known in accounts[who.brought(person, identifier)] if known.id in self.pool)
            candidates = list(
                islice((known for known in holders if not who.contradict(known, person, stronger)), SHOWN)
            )
            if candidates:
                self._pair_with_one_of(person, candidates, identifier)

    def _pair_with_one_of(self, person: Incoming, holders: Sequence[KnownPerson], identifier: str) -> None:
        holders = sorted(holders, key=lambda known: not who.is_called_the_same(known, person))
        sure = next((known for known in holders if self._is_witnessed(known, person, identifier)), None)
        others = list(islice(self._others_of_that_name(person, holders), SHOWN))
        if sure and not others:
            self._take(person, sure)
        else:
            self._doubt(person, [*holders, *others])

    def _is_witnessed(self, known: KnownPerson, person: Incoming, identifier: str) -> bool:
        is_pupil = isinstance(person, IncomingPupil)
        return who.is_witnessed(known, person, is_pupil=is_pupil, identifier=identifier)

    def _others_of_that_name(self, person: Incoming, holders: Sequence[KnownPerson]) -> Iterable[KnownPerson]:
        """Who has his very names, when the holders of his number have not: number and names say two things."""
        both = who.names(person)
        if any(who.names(known) == both for known in holders):
            return ()
        alike = islice(self.named.get(both, ()), _LOOKED_AT)
        return (known for known in alike if known.id in self.pool and not who.are_two(known, person))

    # --- Names --------------------------------------------------------------------------------------------------------

    def pair_by_names(self) -> None:
        """Match those who bear the same names, homonyms settled by what they share, those still there first."""
        accounts, people = _by_names(self.pool.values()), _by_names(self.waiting)
        for both, homonyms in people.items():
            if both in accounts:
                self._settle(homonyms, accounts[both])

    def _settle(self, people: Sequence[Incoming], accounts: Sequence[KnownPerson]) -> None:
        if len(people) == len(accounts) == 1:
            person, known = people[0], accounts[0]
            if not who.contradict(known, person) and who.same_birth(known, person) is not False:
                self._take(person, known)
        else:
            for person, known in settle(people, accounts, self.rules):
                self._take(person, known)
        self._doubt_between(people, [known for known in accounts if known.id in self.pool])

    def _doubt_between(self, people: Sequence[Incoming], left: Sequence[KnownPerson]) -> None:
        """Nothing is guessed of those of one name whom nothing made one, nor said to be two."""
        namesakes = Namesakes(left)
        for person in people:
            if person in self.waiting:
                # One may come twice.
                self._doubt(person, islice(namesakes.of(person), 2 * SHOWN))

    # --- What is found ------------------------------------------------------------------------------------------------

    def _take(self, person: Incoming, known: KnownPerson) -> None:
        self.matches[person] = self.pool.pop(known.id)
        del self.waiting[person]

    def _doubt(self, person: Incoming, candidates: Iterable[KnownPerson]) -> None:
        found = dict(islice({known.id: known for known in candidates}.items(), SHOWN))
        if found:
            self.doubts[person] = found
            self.waiting.pop(person, None)

    def result(self) -> Matching:
        """Whoever was matched to another is out of every doubt."""
        doubts = {
            person: [known for known in candidates.values() if known.id in self.pool]
            for person, candidates in self.doubts.items()
        }
        perhaps_at = perhaps_named(unnamed=self.unnamed, accounts=self.pool.values())
        return Matching(self.matches, doubts, self._held(doubts), perhaps_at)

    def _held(self, doubts: Mapping[Any, Sequence[KnownPerson]]) -> frozenset[int]:
        """Those whom a doubt is about, and those of the same names, whom it does not have the room to show."""
        held = {known.id for candidates in doubts.values() for known in candidates}
        for both in {who.names(person) for person in doubts}:
            held.update(known.id for known in self.named.get(both, ()) if known.id in self.pool)
        return frozenset(held)


def _by_names(people: Iterable[Any]) -> dict[Names, list[Any]]:
    found: defaultdict[Names, list[Any]] = defaultdict(list)
    for person in people:
        found[who.names(person)].append(person)
    return found


def _active_first(accounts: Iterable[KnownPerson]) -> list[KnownPerson]:
    return sorted(accounts, key=lambda known: (not known.is_active, known.id))
