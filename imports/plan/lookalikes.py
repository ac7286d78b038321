"""Somebody who arrives and somebody who leaves may be one person, misspelt."""

import datetime
from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import Any

from imports.plan.matching import Matches
from imports.plan.people import Incoming, KnownPerson
from imports.plan.who import NEAR_NAMES, contradict, distance, names, same_birth
from sacoche.kit.text import sort_key, unaccent


def lookalikes(*, leaving: Sequence[KnownPerson], arriving: Sequence[Incoming]) -> Matches:
    """Who among those who arrive looks like somebody who leaves, when nobody else does."""
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
        """Those with the same birth date and one equal name, or the same class and nearly the same names.

        Their numbers may differ when letters and birth date are the same: as for anybody, the number is what changed.
        """
        same_day = self.by_birth[pupil.birth_date] if pupil.birth_date else []
        alike = {known.id: known for known in same_day if shares_a_name(known, pupil)}
        both = _plain_names(pupil)
        same_class = self.by_class[pupil.class_reference] if pupil.class_reference else []
        for known in same_class:
            if same_birth(known, pupil) is not False and _are_near(self._names[known.id], both):
                alike[known.id] = known
        same_letters = [known for known in same_day if _letters(known) == _letters(pupil)]
        return same_letters or [known for known in alike.values() if not contradict(known, pupil)]


def shares_a_name(known: KnownPerson, person: Incoming) -> bool:
    """Whether the last names or the first names are equal, letter for letter but for accents, hyphens and spaces."""
    both = zip(names(known), names(person), strict=True)
    return _letters(known) == _letters(person) or any(theirs == ours for theirs, ours in both)


def _letters(person: KnownPerson | Incoming) -> str:
    return sort_key(person.last_name, person.first_name)


def _plain_names(person: KnownPerson | Incoming) -> tuple[str, str]:
    return unaccent(person.last_name), unaccent(person.first_name)


def _are_near(some: tuple[str, str], others: tuple[str, str]) -> bool:
    """Whether the two names together are within NEAR_NAMES: nobody is ticked for that alone."""
    left = NEAR_NAMES
    for one, other in zip(some, others, strict=True):
        left -= distance(one, other)
        if left < 0:
            return False
    return True
