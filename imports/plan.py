"""What an import would change: compares the file with the school and decides, without reading or writing anything.

The same comparison serves the review screens, the writing and the dry run (imports spec §2.3, 2.4 and 3).
"""

import datetime
import hashlib
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

from imports.extraction import IncomingClass, IncomingPupil
from sacoche.kit.names import clean_first_name, clean_last_name
from sacoche.kit.text import unaccent

# Under this share of the active pupils, the file is probably that of one class (spec §2.3).
FEW_MATCHED = 0.7


class Decision(StrEnum):
    """What becomes of a class or of a person. Their order is that of the blocks of the review screens."""

    ADD = "add"
    REMOVE = "remove"
    RENAME = "rename"
    MODIFY = "modify"
    REINTEGRATE = "reintegrate"
    KEEP = "keep"
    INACTIVE = "inactive"
    IGNORE = "ignore"


# The decisions that write something: each has a box to tick.
WRITING = frozenset({Decision.ADD, Decision.REMOVE, Decision.RENAME, Decision.MODIFY, Decision.REINTEGRATE})


@dataclass(frozen=True)
class KnownClass:
    """A class of the school. `has_results` when deleting it would lose evaluations."""

    id: int
    reference: str
    has_results: bool = False


@dataclass(frozen=True)
class KnownPupil:
    """An account of a pupil, active or not; `class_reference` is empty without a class."""

    id: int
    last_name: str
    first_name: str
    class_reference: str = ""
    birth_date: datetime.date | None = None
    gender: str = ""
    sconet_id: int | None = None
    elenoet: str = ""
    reference: str = ""
    left_on: datetime.date | None = None
    is_active: bool = True


@dataclass(frozen=True)
class FieldChange:
    """One field that would change, as written on screens."""

    field: str
    label: str
    before: str
    after: str


@dataclass(frozen=True)
class ClassChange:
    """The decision for one class: its account in the school, its line in the file, or both."""

    decision: Decision
    key: str
    known: KnownClass | None = None
    incoming: IncomingClass | None = None
    is_ticked: bool = False


@dataclass(frozen=True)
class UserChange:
    """The decision for one person. `key` names it in forms: the same while the school and the file are the same."""

    decision: Decision
    key: str
    known: KnownPupil | None = None
    incoming: IncomingPupil | None = None
    changes: tuple[FieldChange, ...] = ()
    is_ticked: bool = False


def plan_classes(
    *, existing: Iterable[KnownClass], incoming: Iterable[IncomingClass], is_partial: bool = False
) -> list[ClassChange]:
    """Match classes by their exact reference: those to keep, to add, to delete.

    Everything is ticked, except a deletion that would lose evaluations, and every deletion when the file only brings
    a part of the school (`is_partial`).
    """
    known = {school_class.reference: school_class for school_class in existing}
    arriving = {school_class.reference: school_class for school_class in incoming}
    return [_class_change(known.get(reference), arriving.get(reference), is_partial) for reference in known | arriving]


def _class_change(known: KnownClass | None, incoming: IncomingClass | None, is_partial: bool) -> ClassChange:
    if known is None:
        assert incoming is not None
        return ClassChange(Decision.ADD, f"n-{incoming.reference}", incoming=incoming, is_ticked=True)
    if incoming is None:
        is_ticked = not known.has_results and not is_partial
        return ClassChange(Decision.REMOVE, f"c-{known.id}", known=known, is_ticked=is_ticked)
    return ClassChange(Decision.KEEP, f"c-{known.id}", known=known, incoming=incoming)


def plan_users(
    *,
    existing: Sequence[KnownPupil],
    incoming: Sequence[IncomingPupil],
    class_references: Iterable[str],
    is_whole: bool = False,
) -> list[UserChange]:
    """Match pupils (spec §3.2) and decide for each (§3.3), in the order of the file then of the school.

    `class_references` are the classes that the school has now: a class of the file that was not created does not count.
    Removals are not ticked when the file brings too few of the active pupils, unless it `is_whole` all the same.
    """
    classes = frozenset(class_references)
    # Who will be in a class chooses first: a homonym without a class must not take the account from him.
    accounts = match(
        existing=existing, incoming=sorted(incoming, key=lambda pupil: pupil.class_reference not in classes)
    )
    partial = not is_whole and is_partial(existing=existing, matched=accounts.values())
    found = [_decide(pupil, accounts.get(pupil), classes, partial) for pupil in incoming]
    matched = {known.id for known in accounts.values()}
    absent = [_decide_absent(known, partial) for known in existing if known.id not in matched]
    return _with_renamings(found + absent, classes, partial)


def is_partial(*, existing: Iterable[KnownPupil], matched: Iterable[KnownPupil]) -> bool:
    """Whether the file brings fewer of the active pupils than FEW_MATCHED; never in a school without pupils."""
    active = sum(known.is_active for known in existing)
    return sum(known.is_active for known in matched) < FEW_MATCHED * active


def _decide(pupil: IncomingPupil, known: KnownPupil | None, classes: frozenset[str], partial: bool) -> UserChange:
    """The decision table §3.3, cases 1 to 6."""
    if known is None:
        if pupil.class_reference not in classes:
            return UserChange(Decision.IGNORE, f"n-{pupil.line}", incoming=pupil)
        return UserChange(Decision.ADD, f"n-{pupil.line}", incoming=pupil, is_ticked=True)
    key = f"u-{known.id}"
    if not pupil.class_reference:
        if known.is_active:
            return UserChange(Decision.REMOVE, key, known, pupil, is_ticked=not partial)
        return UserChange(Decision.INACTIVE, key, known, pupil)
    if known.is_active:
        changes = tuple(_field_changes(known, pupil, classes))
        decision = Decision.MODIFY if changes else Decision.KEEP
        return UserChange(decision, key, known, pupil, changes, is_ticked=bool(changes))
    if pupil.class_reference not in classes:
        return UserChange(Decision.INACTIVE, key, known, pupil)
    exit_change = FieldChange("left_on", "Sortie", _shown(known.left_on), "aucune")
    changes = (*_field_changes(known, pupil, classes), exit_change)
    return UserChange(Decision.REINTEGRATE, key, known, pupil, changes, is_ticked=True)


def _decide_absent(known: KnownPupil, partial: bool) -> UserChange:
    """The decision table §3.3, cases 7 and 8."""
    if known.is_active:
        return UserChange(Decision.REMOVE, f"u-{known.id}", known, is_ticked=not partial)
    return UserChange(Decision.INACTIVE, f"u-{known.id}", known)


def _with_renamings(changes: Sequence[UserChange], classes: frozenset[str], partial: bool) -> list[UserChange]:
    """The same decisions, each addition and removal that look like one person made a single renaming (§3.5).

    Ticked when birth date and one name agree. Nothing is ticked when the file brings too few of the pupils: somebody
    absent from it is likely to be another.
    """
    arriving = [change.incoming for change in changes if change.decision == Decision.ADD and change.incoming]
    # Somebody who is in the file without a class is not somebody else.
    absent = [change for change in changes if change.decision == Decision.REMOVE and change.incoming is None]
    renamed = lookalikes(leaving=[change.known for change in absent if change.known], arriving=arriving)
    kept = [
        _renaming(renamed[change.incoming], change.incoming, classes, partial) if change.incoming in renamed else change
        for change in changes
    ]
    gone = {f"u-{known.id}" for known in renamed.values()}
    return [change for change in kept if change.key not in gone]


def _renaming(known: KnownPupil, pupil: IncomingPupil, classes: frozenset[str], partial: bool) -> UserChange:
    changes = tuple(_field_changes(known, pupil, classes))
    # Nearly the same name alone may be a cousin's: only somebody can tell.
    is_sure = _same_birth(pupil, known) and _shares_a_name(known, pupil)
    key = f"r-{known.id}-{pupil.line}"
    return UserChange(Decision.RENAME, key, known, pupil, changes, is_ticked=is_sure and not partial)


def separate(changes: Iterable[UserChange], keys: Collection[str]) -> list[UserChange]:
    """The decisions once the renamings of these keys were refused: one is added, the other removed, both ticked."""
    separated: list[UserChange] = []
    for change in changes:
        if change.decision == Decision.RENAME and change.key in keys and change.known and change.incoming:
            added = UserChange(Decision.ADD, f"n-{change.incoming.line}", incoming=change.incoming, is_ticked=True)
            removed = UserChange(Decision.REMOVE, f"u-{change.known.id}", change.known, is_ticked=True)
            separated += [added, removed]
        else:
            separated.append(change)
    return in_blocks(separated)


Change = TypeVar("Change", ClassChange, UserChange)


def in_blocks(changes: Iterable[Change]) -> list[Change]:
    """The decisions in the order of the blocks of the review."""
    rank = {decision: position for position, decision in enumerate(Decision)}
    return sorted(changes, key=lambda change: rank[change.decision])


# The fields that are compared, with their names on screens.
COMPARED = {
    "sconet_id": "Id Sconet",
    "elenoet": "N° Sconet",
    "reference": "Référence",
    "gender": "Civilité",
    "last_name": "Nom",
    "first_name": "Prénom",
    "birth_date": "Date de naissance",
}


def _field_changes(known: KnownPupil, pupil: IncomingPupil, classes: frozenset[str]) -> Iterator[FieldChange]:
    """The fields that differ; what the file leaves empty never counts."""
    for name, label in COMPARED.items():
        before, after = getattr(known, name), getattr(pupil, name)
        if after and after != before:
            yield FieldChange(name, label, _shown(before), _shown(after))
    class_reference = pupil.class_reference if pupil.class_reference in classes else ""
    if class_reference != known.class_reference:
        yield FieldChange("class_reference", "Classe", known.class_reference, class_reference)


def _shown(value: object) -> str:
    if isinstance(value, datetime.date):
        return f"{value:%d/%m/%Y}"
    return str(value or "")


# --- Matching ---------------------------------------------------------------------------------------------------------

IDENTIFIERS = ("sconet_id", "elenoet", "reference")
Matches = dict[IncomingPupil, KnownPupil]


def match(*, existing: Sequence[KnownPupil], incoming: Sequence[IncomingPupil]) -> Matches:
    """The account of each pupil of the file that has one (spec §3.2): by identifiers, then by names.

    Each identifier is tried for everybody before the next, so that nobody takes by name the account that another
    has by identifier.
    """
    matching = _Matching(existing, incoming)
    for identifier in IDENTIFIERS:
        matching.pair_by(identifier)
    matching.pair_by_names()
    return matching.matches


class _Matching:
    """Accounts and pupils not yet matched, and the matches found."""

    def __init__(self, existing: Sequence[KnownPupil], incoming: Sequence[IncomingPupil]) -> None:
        self.pool = {known.id: known for known in existing}
        # A dict keeps the order of the file, and lets go of one at no cost.
        self.waiting = dict.fromkeys(incoming)
        self.matches: Matches = {}

    def pair_by(self, identifier: str) -> None:
        """Match those who share an identifier, unless a stronger one says that they are two persons."""
        stronger = IDENTIFIERS[: IDENTIFIERS.index(identifier)]
        accounts: defaultdict[object, list[KnownPupil]] = defaultdict(list)
        for known in _active_first(self.pool.values()):
            accounts[getattr(known, identifier)].append(known)
        for pupil in [pupil for pupil in self.waiting if getattr(pupil, identifier)]:
            for known in accounts[getattr(pupil, identifier)]:
                if known.id in self.pool and not _contradict(known, pupil, stronger):
                    self._take(pupil, known)
                    break

    def pair_by_names(self) -> None:
        """Match those who bear the same names, homonyms settled by birth date, then class, those still there first."""
        accounts: defaultdict[tuple[str, str], list[KnownPupil]] = defaultdict(list)
        for known in _active_first(self.pool.values()):
            accounts[_names(known)].append(known)
        pupils: defaultdict[tuple[str, str], list[IncomingPupil]] = defaultdict(list)
        for pupil in self.waiting:
            pupils[_names(pupil)].append(pupil)
        for names, homonyms in pupils.items():
            if names in accounts:
                self._settle(homonyms, accounts[names])

    def _settle(self, pupils: Sequence[IncomingPupil], accounts: Sequence[KnownPupil]) -> None:
        if len(pupils) == len(accounts) == 1:
            if not _contradict(accounts[0], pupils[0]):
                self._take(pupils[0], accounts[0])
            return
        for agrees in (_same_birth, _same_active_class, _only_active(accounts), _same_class):
            for pupil in pupils:
                candidates = [known for known in accounts if self._may_pair(pupil, known) and agrees(pupil, known)]
                if candidates:
                    self._take(pupil, candidates[0])

    def _may_pair(self, pupil: IncomingPupil, known: KnownPupil) -> bool:
        """Whether these homonyms are both free, and nothing says that they are two persons."""
        if pupil in self.matches or known.id not in self.pool or _contradict(known, pupil):
            return False
        return _may_share_birth(known, pupil)

    def _take(self, pupil: IncomingPupil, known: KnownPupil) -> None:
        self.matches[pupil] = self.pool.pop(known.id)
        del self.waiting[pupil]


def _names(person: KnownPupil | IncomingPupil) -> tuple[str, str]:
    return clean_last_name(person.last_name), clean_first_name(person.first_name)


def _active_first(accounts: Iterable[KnownPupil]) -> list[KnownPupil]:
    return sorted(accounts, key=lambda known: (not known.is_active, known.id))


def _contradict(known: KnownPupil, pupil: IncomingPupil, identifiers: Sequence[str] = IDENTIFIERS) -> bool:
    """Whether an identifier says that they are two persons: both have it, and it differs."""
    pairs = ((getattr(known, name), getattr(pupil, name)) for name in identifiers)
    return any(theirs and ours and theirs != ours for theirs, ours in pairs)


def _same_birth(pupil: IncomingPupil, known: KnownPupil) -> bool:
    return pupil.birth_date is not None and pupil.birth_date == known.birth_date


def _same_class(pupil: IncomingPupil, known: KnownPupil) -> bool:
    return bool(pupil.class_reference) and pupil.class_reference == known.class_reference


def _same_active_class(pupil: IncomingPupil, known: KnownPupil) -> bool:
    """A homonym who left in that class last year must not come back in place of the one who moved up into it."""
    return known.is_active and _same_class(pupil, known)


def _only_active(accounts: Sequence[KnownPupil]) -> Callable[[IncomingPupil, KnownPupil], bool]:
    """Settles for the active account when all the other homonyms have left."""
    active = [known for known in accounts if known.is_active]
    return lambda pupil, known: active == [known]


# --- Renamings --------------------------------------------------------------------------------------------------------

# As many letters may differ, accents apart, in the names of two pupils of one class who may be one…
NEAR_NAMES = 2
# … of which as many in a name of that length at least: « Léa » and « Mia » are two names, not a slip.
NEAR_BY_LENGTH = ((8, 2), (5, 1), (0, 0))


def lookalikes(*, leaving: Sequence[KnownPupil], arriving: Sequence[IncomingPupil]) -> Matches:
    """Who among those who arrive looks like somebody who leaves, when nobody else does (spec §3.5)."""
    candidates = _Leaving(leaving)
    found = {pupil: candidates.alike(pupil) for pupil in arriving}
    claims = Counter(known.id for accounts in found.values() for known in accounts)
    return {
        pupil: accounts[0] for pupil, accounts in found.items() if len(accounts) == 1 and claims[accounts[0].id] == 1
    }


class _Leaving:
    """Those who leave, by birth date and by class."""

    def __init__(self, accounts: Sequence[KnownPupil]) -> None:
        self.by_birth: defaultdict[datetime.date, list[KnownPupil]] = defaultdict(list)
        self.by_class: defaultdict[str, list[KnownPupil]] = defaultdict(list)
        for known in accounts:
            if known.birth_date:
                self.by_birth[known.birth_date].append(known)
            self.by_class[known.class_reference].append(known)
        self._names = {known.id: _plain_names(known) for known in accounts}

    def alike(self, pupil: IncomingPupil) -> list[KnownPupil]:
        """Those with the same birth date and one equal name, or the same class and nearly the same names."""
        same_birth = self.by_birth[pupil.birth_date] if pupil.birth_date else []
        alike = {known.id: known for known in same_birth if _shares_a_name(known, pupil)}
        names = _plain_names(pupil)
        for known in self.by_class[pupil.class_reference]:
            if _may_share_birth(known, pupil) and _are_near(self._names[known.id], names):
                alike[known.id] = known
        return [known for known in alike.values() if not _contradict(known, pupil)]


def _shares_a_name(known: KnownPupil, pupil: IncomingPupil) -> bool:
    return any(theirs == ours for theirs, ours in zip(_names(known), _names(pupil), strict=True))


def _may_share_birth(known: KnownPupil, pupil: IncomingPupil) -> bool:
    return not (known.birth_date and pupil.birth_date) or known.birth_date == pupil.birth_date


def _plain_names(person: KnownPupil | IncomingPupil) -> tuple[str, str]:
    return unaccent(person.last_name), unaccent(person.first_name)


def _are_near(some: tuple[str, str], others: tuple[str, str]) -> bool:
    """Whether each of the two names is near enough for its length, and both together within NEAR_NAMES."""
    total = 0
    for one, other in zip(some, others, strict=True):
        distance = _distance(one, other)
        if distance > _tolerance(min(len(one), len(other))):
            return False
        total += distance
    return total <= NEAR_NAMES


def _tolerance(length: int) -> int:
    return next(letters for least, letters in NEAR_BY_LENGTH if length >= least)


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


# --- What a form was filled from --------------------------------------------------------------------------------------


def fingerprint(changes: Iterable[ClassChange | UserChange]) -> str:
    """A short text that differs as soon as one decision differs: a form filled from another plan is out of date."""
    digest = hashlib.sha256()
    for change in changes:
        digest.update(
            repr((change.decision.value, change.key, change.incoming, getattr(change, "changes", ()))).encode()
        )
    return digest.hexdigest()[:32]


def counts(changes: Iterable[ClassChange | UserChange]) -> Mapping[Decision, int]:
    """How many changes of each decision."""
    totals = dict.fromkeys(Decision, 0)
    for change in changes:
        totals[change.decision] += 1
    return totals
