"""The screens of the steps « Adresses » and « Responsabilités »."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from accounts.enums import Profile
from accounts.models import Account
from imports import plan
from imports.brought.extraction import IncomingAddress, IncomingGuardian
from imports.models import ImportRun
from imports.plan import AddressChange, Children, Decision, FieldChange, GuardianshipChange, LostLink
from imports.queries.known import incoming_people, known_children
from imports.queries.plans import compared_guardianships, planned_addresses
from schools.labels import labels_by
from schools.models import SchoolClass

# What stands in the place of a guardian who is not there.
NOBODY = "X"


@dataclass(frozen=True)
class AddressRow:
    """The address of one guardian: whole when it is new, part by part when it changes."""

    key: str
    decision: Decision
    person: str
    address: str
    changes: tuple[FieldChange, ...]
    is_ticked: bool


@dataclass(frozen=True)
class AddressReview:
    """The addresses by block, and the mark of what they were made from."""

    to_add: list[AddressRow]
    to_modify: list[AddressRow]
    to_keep: list[AddressRow]
    fingerprint: str
    is_full: bool

    @property
    def boxes(self) -> int:
        return len(self.to_add) + len(self.to_modify)

    @property
    def proposed(self) -> frozenset[str]:
        """The boxes that are ticked, by key."""
        return frozenset(row.key for row in self.to_add + self.to_modify if row.is_ticked)

    @property
    def ticked(self) -> int:
        return len(self.proposed)


def address_review(run: ImportRun, *, is_full: bool = True) -> AddressReview:
    """Everything that the screen of the step shows before it is validated."""
    changes, people = planned_addresses(run), names_of_guardians()
    rank = {person_id: position for position, person_id in enumerate(people)}
    rows = [_address_row(change, people) for change in sorted(changes, key=lambda each: rank[each.person_id])]
    return AddressReview(
        to_add=[row for row in rows if row.decision == Decision.ADD],
        to_modify=[row for row in rows if row.decision == Decision.MODIFY],
        to_keep=[row for row in rows if row.decision == Decision.KEEP],
        fingerprint=plan.fingerprint(changes),
        is_full=is_full,
    )


def _address_row(change: AddressChange, people: Mapping[int, str]) -> AddressRow:
    return AddressRow(
        key=change.key,
        decision=change.decision,
        person=people[change.person_id],
        address=_on_one_line(change.address),
        changes=change.changes if change.decision == Decision.MODIFY else (),
        is_ticked=change.is_ticked,
    )


def _on_one_line(address: IncomingAddress) -> str:
    lines = (address.line1, address.line2, address.line3, address.line4)
    parts = (*lines, f"{address.postal_code} {address.town}".strip(), address.country)
    return ", ".join(part for part in parts if part)


@dataclass(frozen=True)
class RankChange:
    """« Responsable n° 2 : MARTIN Paul → DURAND Anne »."""

    rank: int
    before: str
    after: str

    @property
    def is_changed(self) -> bool:
        return self.before != self.after


@dataclass(frozen=True)
class GuardianshipRow:
    """The guardians of one pupil, rank by rank."""

    key: str
    decision: Decision
    pupil: str
    class_name: str
    ranks: list[RankChange]
    is_ticked: bool
    keeps_by_hand: bool
    is_unsure: bool


@dataclass(frozen=True)
class GuardianshipReview:
    """The pupils by block, and the mark of what they were made from."""

    to_modify: list[GuardianshipRow]
    to_keep: list[GuardianshipRow]
    # The links of the file that lead to no pupil of the school.
    lost: list[LostLink]
    fingerprint: str
    is_full: bool

    @property
    def boxes(self) -> int:
        return len(self.to_modify)

    @property
    def unsure(self) -> int:
        """How many pupils would change of every guardian on the word of a number."""
        return sum(row.is_unsure for row in self.to_modify)

    @property
    def proposed(self) -> frozenset[str]:
        """The boxes that are ticked, by key."""
        return frozenset(row.key for row in self.to_modify if row.is_ticked)

    @property
    def ticked(self) -> int:
        return len(self.proposed)


def guardianship_review(run: ImportRun, *, is_full: bool = True) -> GuardianshipReview:
    """Everything that the screen of the step shows before it is validated."""
    (changes, lost), guardians = compared_guardianships(run), names_of_guardians()
    pupils = {row[0]: row[1:] for row in _pupils()}
    rank = {pupil_id: position for position, pupil_id in enumerate(pupils)}
    in_order = sorted(changes, key=lambda change: rank[change.pupil_id])
    rows = [_guardianship_row(change, guardians, pupils) for change in in_order]
    return GuardianshipReview(
        to_modify=[row for row in rows if row.decision == Decision.MODIFY],
        to_keep=[row for row in rows if row.decision == Decision.KEEP],
        lost=lost,
        fingerprint=plan.fingerprint(changes),
        is_full=is_full,
    )


@dataclass(frozen=True)
class Unlinked:
    """The links of a file that lead to no pupil: of those whom it leaves without an account, and of the others.

    `has_no_pupil`: no link can lead anywhere, the pupils were not imported first.
    """

    left_out: list[LostLink]
    lost_links: list[LostLink]
    has_no_pupil: bool


def unlinked(guardians: Sequence[IncomingGuardian]) -> Unlinked:
    """Which of these guardians, and which of their children, the school's active pupils leave without a link."""
    children = Children(known_children())
    placed = plan.with_a_child(guardians, children)
    others = plan.lost_links((person for person in guardians if person.line in placed), children)
    return Unlinked(plan.left_out(guardians, children), others, children.are_none)


def unlinked_of(run: ImportRun) -> Unlinked:
    """The same of the file of a run."""
    return unlinked([person for person in incoming_people(run) if isinstance(person, IncomingGuardian)])


def _pupils() -> Sequence[tuple[int, str, str, str]]:
    labels = labels_by("pk", SchoolClass)
    rows = Account.objects.pupils().in_name_order().values_list("pk", "last_name", "first_name", "school_class")
    return [(pk, last_name, first_name, labels.get(class_id, "")) for pk, last_name, first_name, class_id in rows]


def _guardianship_row(
    change: GuardianshipChange, guardians: Mapping[int, str], pupils: Mapping[int, Sequence[str]]
) -> GuardianshipRow:
    last_name, first_name, class_name = pupils[change.pupil_id]
    pairs = zip_longest(change.before, change.after)
    return GuardianshipRow(
        key=change.key,
        decision=change.decision,
        pupil=f"{last_name} {first_name}",
        class_name=class_name,
        ranks=[
            RankChange(rank, _name(one, guardians), _name(two, guardians)) for rank, (one, two) in enumerate(pairs, 1)
        ],
        is_ticked=change.is_ticked,
        keeps_by_hand=bool(change.by_hand),
        is_unsure=bool(change.unsure),
    )


def _name(account_id: int | None, guardians: Mapping[int, str]) -> str:
    return NOBODY if account_id is None else guardians.get(account_id, NOBODY)


def names_of_guardians() -> dict[int, str]:
    """Every guardian of the school in the order of names, in one query whatever the file names."""
    rows = Account.objects.filter(profile=Profile.TUT).in_name_order().values_list("pk", "last_name", "first_name")
    return {pk: f"{last_name} {first_name}" for pk, last_name, first_name in rows}
