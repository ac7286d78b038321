"""People of one name: settled by what they share, in a time that grows with their number, not with its square."""

import datetime
from collections import defaultdict, deque
from collections.abc import Hashable, Iterable, Iterator, Sequence

from imports.plan.people import Agreement, Incoming, KnownPerson, Rules, compared_values
from imports.plan.who import IDENTIFIERS, birth_of, brought, held

_KINDS = tuple(name for name in IDENTIFIERS if name != "former_reference")
_MASKS = range(2 ** len(_KINDS))
Pairs = Iterator[tuple[Incoming, KnownPerson]]
# Which identifiers somebody has, and his birth date.
_Place = tuple[int, datetime.date | None]
# Whatever the birth date.
_ANY = datetime.date.max


def _mask_of(has: Iterable[object]) -> int:
    return sum(2**rank for rank, value in enumerate(has) if value)


class Shelf:
    """Accounts in their order, found by what does not stop them from being somebody.

    Whoever shares an identifier is paired before: two who both have one of a kind are not one person. Nor are two whose
    birth dates are known and differ.
    """

    def __init__(self, accounts: Iterable[KnownPerson]) -> None:
        self._shelves: defaultdict[tuple[int, datetime.date | None], deque[tuple[int, KnownPerson]]] = defaultdict(
            deque
        )
        for rank, known in enumerate(accounts):
            mask = _mask_of(held(known, kind) for kind in _KINDS)
            for born in (known.birth_date, _ANY):
                self._shelves[mask, born].append((rank, known))

    def first(self, person: Incoming, free: set[int]) -> KnownPerson | None:
        """The first that is free and that he may be."""
        mask, born = _mask_of(brought(person, kind) for kind in _KINDS), birth_of(person)
        days = (born, None) if born else (_ANY,)
        tops = [
            top
            for other in _MASKS
            if not other & mask
            for day in days
            if (top := self._top(other, day, free)) is not None
        ]
        return min(tops, key=lambda top: top[0])[1] if tops else None

    def _top(self, mask: int, day: datetime.date | None, free: set[int]) -> tuple[int, KnownPerson] | None:
        shelf = self._shelves.get((mask, day))
        while shelf and shelf[0][1].id not in free:
            shelf.popleft()
        return shelf[0] if shelf else None


class Namesakes:
    """Active accounts of one name, found by what does not say that they are surely another person (who.are_two)."""

    def __init__(self, accounts: Iterable[KnownPerson]) -> None:
        self._all = [known for known in accounts if known.is_active]
        self._by_birth: defaultdict[datetime.date | None, list[KnownPerson]] = defaultdict(list)
        self._by_mask: defaultdict[int, list[KnownPerson]] = defaultdict(list)
        for known in self._all:
            self._by_birth[known.birth_date].append(known)
            self._by_mask[_mask_of(held(known, kind) for kind in _KINDS)].append(known)

    def of(self, person: Incoming) -> Iterator[KnownPerson]:
        """Those whom he may be; some come twice."""
        born = birth_of(person)
        yield from self._by_birth[born] if born else self._all
        yield from self._by_birth[None]
        mask = _mask_of(brought(person, kind) for kind in _KINDS)
        for other in _MASKS:
            if not other & mask:
                yield from self._by_mask[other]


def settle(people: Sequence[Incoming], accounts: Sequence[KnownPerson], rules: Rules) -> Pairs:
    """The pairs among people and accounts of one name, active accounts first; the others are left."""
    yield from _Settling(people, accounts, rules).pairs()


class _Settling:
    def __init__(self, people: Sequence[Incoming], accounts: Sequence[KnownPerson], rules: Rules) -> None:
        self.waiting = dict.fromkeys(people)
        self.accounts = accounts
        self.free = {known.id for known in accounts}
        self.rules = rules

    def pairs(self) -> Pairs:
        only_active = [known for known in self.accounts if known.is_active]
        alone = {only_active[0].id} if len(only_active) == 1 else set()
        still_there = Agreement(_always, lambda known: (True,) if known.id in alone else ())
        for agreement in (_BIRTH, _ACTIVE_CLASS, *self.rules.agreements(), still_there, _CLASS):
            yield from self._pair_who_share(agreement, self.accounts)
        yield from self._pair_in_order()

    def _pair_in_order(self) -> Pairs:
        """As many on both sides, and nothing tells them apart: the same file again must not make other accounts."""
        left = [known for known in self.accounts if known.id in self.free and known.is_active]
        if len(left) == len(self.waiting):
            may_be_one = self.rules.may_be_one()
            for fields in dict.fromkeys(compared_values(person, ()) for person in self.waiting):
                yield from self._pair_who_share(_with_fields(may_be_one, fields), left, fields)
            yield from self._pair_who_share(may_be_one, left)

    def _pair_who_share(
        self, agreement: Agreement, accounts: Iterable[KnownPerson], fields: Sequence[str] | None = None
    ) -> Pairs:
        sharing: defaultdict[Hashable, list[KnownPerson]] = defaultdict(list)
        for known in accounts:
            if known.id in self.free:
                for key in agreement.of_account(known):
                    sharing[key].append(known)
        shelves = {key: Shelf(alike) for key, alike in sharing.items()}
        for person in list(self.waiting):
            if fields is not None and compared_values(person, ()) != fields:
                continue
            tried = (shelves[key].first(person, self.free) for key in agreement.of_person(person) if key in shelves)
            found = next((known for known in tried if known is not None), None)
            if found is not None:
                del self.waiting[person]
                self.free.discard(found.id)
                yield person, found


def _with_fields(agreement: Agreement, fields: Sequence[str]) -> Agreement:
    """The same, for those of whom the file says nothing else than the account in these fields."""
    return Agreement(
        lambda person: [(key, compared_values(person, fields)) for key in agreement.of_person(person)],
        lambda known: [(key, compared_values(known, fields)) for key in agreement.of_account(known)],
    )


def _always(person: Incoming) -> Iterable[Hashable]:
    return (True,)


def _birth(person: Incoming | KnownPerson) -> Iterable[Hashable]:
    born = birth_of(person)
    return (born,) if born else ()


def _class(person: Incoming | KnownPerson) -> Iterable[Hashable]:
    reference = getattr(person, "class_reference", "")
    return (reference,) if reference else ()


_BIRTH = Agreement(_birth, _birth)
_CLASS = Agreement(_class, _class)
# A homonym who left in that class last year must not come back in place of the one who moved up into it.
_ACTIVE_CLASS = Agreement(_class, lambda known: _class(known) if known.is_active else ())
