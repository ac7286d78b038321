"""Which account is whose: by identifiers, then by names; and who looks like whom (spec §3.2 and 3.5)."""

import datetime
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from imports.plan.people import Agreement, Incoming, KnownPerson, Rules, field_changes
from sacoche.kit.names import clean_first_name, clean_last_name
from sacoche.kit.text import unaccent

# As the file calls them, with what the account calls them; the INE of before is looked for among references.
IDENTIFIERS = ("sconet_id", "elenoet", "former_reference", "reference")
_OF_THE_ACCOUNT = {"former_reference": "reference"}
Matches = dict[Any, KnownPerson]


def match(*, existing: Sequence[KnownPerson], incoming: Sequence[Incoming], rules: Rules) -> Matches:
    """The account of each person of the file who has one (spec §3.2): by identifiers, then by names.

    Each identifier is tried for everybody before the next, so that nobody takes by name the account that another
    has by identifier.
    """
    matching = _Matching(existing, incoming, rules)
    for identifier in IDENTIFIERS:
        matching.pair_by(identifier)
    matching.pair_by_names()
    return matching.matches


class _Matching:
    """Accounts and people not yet matched, and the matches found."""

    def __init__(self, existing: Sequence[KnownPerson], incoming: Sequence[Incoming], rules: Rules) -> None:
        self.rules = rules
        self.pool = {known.id: known for known in existing}
        # A dict keeps the order of the file, and lets go of one at no cost.
        self.waiting = dict.fromkeys(incoming)
        self.matches: Matches = {}

    def pair_by(self, identifier: str) -> None:
        """Match those who share an identifier, unless a stronger one says that they are two persons."""
        bearers = [person for person in self.waiting if getattr(person, identifier, "")]
        if not bearers:
            return
        stronger = IDENTIFIERS[: IDENTIFIERS.index(identifier)]
        accounts: defaultdict[object, list[KnownPerson]] = defaultdict(list)
        for known in _active_first(self.pool.values()):
            accounts[getattr(known, _OF_THE_ACCOUNT.get(identifier, identifier))].append(known)
        for person in bearers:
            for known in accounts[getattr(person, identifier)]:
                if known.id in self.pool and not contradict(known, person, stronger):
                    self._take(person, known)
                    break

    def pair_by_names(self) -> None:
        """Match those who bear the same names, homonyms settled by what they share, those still there first."""
        accounts: defaultdict[tuple[str, str], list[KnownPerson]] = defaultdict(list)
        for known in _active_first(self.pool.values()):
            accounts[names(known)].append(known)
        people: defaultdict[tuple[str, str], list[Incoming]] = defaultdict(list)
        for person in self.waiting:
            people[names(person)].append(person)
        for both, homonyms in people.items():
            if both in accounts:
                self._settle(homonyms, accounts[both])

    def _settle(self, people: Sequence[Incoming], accounts: Sequence[KnownPerson]) -> None:
        if len(people) == len(accounts) == 1:
            if not contradict(accounts[0], people[0]):
                self._take(people[0], accounts[0])
            return
        settling = (same_birth, _same_active_class, *self.rules.agreements(), _only_active(accounts), _same_class)
        for agrees in settling:
            self._pair_who_agree(people, accounts, agrees)
        self._pair_in_order(people, accounts)

    def _pair_who_agree(self, people: Sequence[Incoming], accounts: Sequence[KnownPerson], agrees: Agreement) -> None:
        for person in people:
            candidates = [known for known in accounts if self._may_pair(person, known) and agrees(person, known)]
            if candidates:
                self._take(person, candidates[0])

    def _pair_in_order(self, people: Sequence[Incoming], accounts: Sequence[KnownPerson]) -> None:
        """As many on both sides, and nothing tells them apart: the same file again must not make other accounts."""
        left = [person for person in people if person not in self.matches]
        free = [known for known in accounts if known.id in self.pool and known.is_active]
        if len(left) == len(free):
            self._pair_who_agree(left, free, self._is_the_same)
            self._pair_who_agree(left, free, self._may_be_one)

    def _is_the_same(self, person: Incoming, known: KnownPerson) -> bool:
        return self._may_be_one(person, known) and not any(field_changes(known, person))

    def _may_be_one(self, person: Incoming, known: KnownPerson) -> bool:
        return not self.rules.tells_apart(person, known)

    def _may_pair(self, person: Incoming, known: KnownPerson) -> bool:
        """Whether these homonyms are both free, and nothing says that they are two persons."""
        if person in self.matches or known.id not in self.pool or contradict(known, person):
            return False
        return _may_share_birth(known, person)

    def _take(self, person: Incoming, known: KnownPerson) -> None:
        self.matches[person] = self.pool.pop(known.id)
        del self.waiting[person]


def names(person: KnownPerson | Incoming) -> tuple[str, str]:
    """The names as they are compared."""
    return clean_last_name(person.last_name), clean_first_name(person.first_name)


def _active_first(accounts: Iterable[KnownPerson]) -> list[KnownPerson]:
    return sorted(accounts, key=lambda known: (not known.is_active, known.id))


def contradict(known: KnownPerson, person: Incoming, identifiers: Sequence[str] = IDENTIFIERS) -> bool:
    """Whether an identifier says that they are two persons: both have it, and it differs."""
    for name in identifiers:
        if name == "former_reference":
            continue
        theirs, ours = getattr(known, name), getattr(person, name, "")
        if theirs and ours and theirs != ours and not (name == "reference" and _changed_reference(known, person)):
            return True
    return False


def _changed_reference(known: KnownPerson, person: Incoming) -> bool:
    return known.reference == getattr(person, "former_reference", "")


def same_birth(person: Incoming, known: KnownPerson) -> bool:
    """Whether both are known to be born on one day."""
    birth_date = getattr(person, "birth_date", None)
    return birth_date is not None and birth_date == known.birth_date


def _same_class(person: Incoming, known: KnownPerson) -> bool:
    class_reference = getattr(person, "class_reference", "")
    return bool(class_reference) and class_reference == known.class_reference


def _same_active_class(person: Incoming, known: KnownPerson) -> bool:
    """A homonym who left in that class last year must not come back in place of the one who moved up into it."""
    return known.is_active and _same_class(person, known)


def _only_active(accounts: Sequence[KnownPerson]) -> Callable[[Incoming, KnownPerson], bool]:
    """Settles for the active account when all the other homonyms have left."""
    active = [known for known in accounts if known.is_active]
    return lambda person, known: active == [known]


# --- Renamings --------------------------------------------------------------------------------------------------------

# As many letters may differ, accents apart, in the names of two pupils of one class who may be one. Of two short names
# that is a lot (« Léa », « Mia »), but only somebody can tell, and nothing is ticked for him.
NEAR_NAMES = 2


def lookalikes(*, leaving: Sequence[KnownPerson], arriving: Sequence[Incoming]) -> Matches:
    """Who among those who arrive looks like somebody who leaves, when nobody else does (spec §3.5)."""
    candidates = _Leaving(leaving)
    found = {pupil: candidates.alike(pupil) for pupil in arriving}
    claims = Counter(known.id for accounts in found.values() for known in accounts)
    return {
        pupil: accounts[0] for pupil, accounts in found.items() if len(accounts) == 1 and claims[accounts[0].id] == 1
    }


class _Leaving:
    """Those who leave, by birth date and by class."""

    def __init__(self, accounts: Sequence[KnownPerson]) -> None:
        self.by_birth: defaultdict[datetime.date, list[KnownPerson]] = defaultdict(list)
        self.by_class: defaultdict[str, list[KnownPerson]] = defaultdict(list)
        for known in accounts:
            if known.birth_date:
                self.by_birth[known.birth_date].append(known)
            self.by_class[known.class_reference].append(known)
        self._names = {known.id: _plain_names(known) for known in accounts}

    def alike(self, pupil: Any) -> list[KnownPerson]:
        """Those with the same birth date and one equal name, or the same class and nearly the same names."""
        same_day = self.by_birth[pupil.birth_date] if pupil.birth_date else []
        alike = {known.id: known for known in same_day if shares_a_name(known, pupil)}
        both = _plain_names(pupil)
        same_class = self.by_class[pupil.class_reference] if pupil.class_reference else []
        for known in same_class:
            if _may_share_birth(known, pupil) and _are_near(self._names[known.id], both):
                alike[known.id] = known
        return [known for known in alike.values() if not contradict(known, pupil)]


def shares_a_name(known: KnownPerson, person: Incoming) -> bool:
    """Whether the last names or the first names are equal."""
    return any(theirs == ours for theirs, ours in zip(names(known), names(person), strict=True))


def _may_share_birth(known: KnownPerson, person: Incoming) -> bool:
    birth_date = getattr(person, "birth_date", None)
    return not (known.birth_date and birth_date) or known.birth_date == birth_date


def _plain_names(person: KnownPerson | Incoming) -> tuple[str, str]:
    return unaccent(person.last_name), unaccent(person.first_name)


def _are_near(some: tuple[str, str], others: tuple[str, str]) -> bool:
    """Whether the two names together are within NEAR_NAMES."""
    left = NEAR_NAMES
    for one, other in zip(some, others, strict=True):
        left -= _distance(one, other)
        if left < 0:
            return False
    return True


def _distance(one: str, other: str) -> int:
    """How many letters added, left out or replaced lead from one to the other; beyond NEAR_NAMES, any number more."""
    if abs(len(one) - len(other)) > NEAR_NAMES:
        return NEAR_NAMES + 1
    row = list(range(len(other) + 1))
    for rank, letter in enumerate(one, start=1):
        above, row = row, [rank]
        for place, wanted in enumerate(other, start=1):
            row.append(min(above[place] + 1, row[-1] + 1, above[place - 1] + (letter != wanted)))
        if min(row) > NEAR_NAMES:
            break
    return row[-1]
