"""The people that are compared: accounts of the school, and what makes each audience of its own."""

import datetime
from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from operator import attrgetter
from typing import Any, NamedTuple, Protocol

from accounts.present import is_present
from imports.brought.extraction import IncomingGuardian, IncomingPupil, IncomingStaff
from imports.plan.decisions import FieldChange
from imports.plan.kinship import Kinship
from imports.plan.who import is_other_writing

Incoming = IncomingPupil | IncomingStaff | IncomingGuardian

# The fields that are compared, with their names on screens.
COMPARED = {
    "sconet_id": "Id Sconet",
    "elenoet": "N° Sconet",
    "reference": "Référence",
    "profile": "Profil",
    "gender": "Civilité",
    "last_name": "Nom",
    "first_name": "Prénom",
    "birth_date": "Date de naissance",
    "email": "Adresse e-mail",
}


@dataclass(frozen=True)
class KnownPerson:
    """An account, active or not; `class_reference` is empty without a class."""

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
    profile: str = ""
    email: str = ""
    is_by_hand: bool = False
    # His own choice: no file changes it.
    is_email_own: bool = False
    # The UAI of the last file that named him: a space may hold several schools (cité scolaire).
    uai: str = ""

    @property
    def full_name(self) -> str:
        return f"{self.last_name} {self.first_name}"

    @property
    def is_leaving(self) -> bool:
        """Whether the day of his exit is written already, and still to come."""
        return self.is_active and self.left_on is not None


Keys = Callable[[Any], Iterable[Hashable]]


class Agreement(NamedTuple):
    """What two homonyms may have in common: the keys of somebody of the file, and those of an account."""

    of_person: Keys
    of_account: Keys


class Rules(Protocol):
    """What the decisions on people depend on, besides the people themselves."""

    @property
    def finds_renamings(self) -> bool:
        """Whether somebody who arrives and somebody who leaves may be one person, misspelt."""

    def is_named(self, person: Any) -> bool:
        """Whether the file gives him what makes him one of the school: a class, a child."""

    def is_placed(self, person: Any) -> bool:
        """Whether the school has that class, or that child."""

    def stays(self, person: Any, known: KnownPerson) -> bool:
        """Whether somebody whom the file names, without what makes him one of the school, is left there."""

    def changes(self, known: KnownPerson, person: Any) -> Iterator[FieldChange]:
        """The fields that differ; what the file leaves empty never counts."""

    def agreements(self) -> Sequence[Agreement]:
        """What says that two homonyms are one, besides birth date and class, the surest first."""

    def may_be_one(self) -> Agreement:
        """What two homonyms must have in common to be paired in their order, when nothing else tells them apart."""


@dataclass(frozen=True)
class PupilRules:
    """A pupil is of the school by his class; who has left by `day` is not. `classes` are their references.

    Some files have pupils without a class, who are of the school all the same, and stay in the class they have; so
    does, until the day of his exit, whoever has one still to come.
    """

    classes: Collection[str]
    day: datetime.date = datetime.date.min
    finds_renamings: bool = True

    def is_named(self, person: IncomingPupil) -> bool:
        is_here = person.class_reference or person.is_class_optional or person.exit_on
        return bool(is_here) and not self._has_left(person)

    def is_placed(self, person: IncomingPupil) -> bool:
        is_free = person.is_class_optional and not person.class_reference
        return (is_free or person.class_reference in self.classes) and not self._has_left(person)

    def stays(self, person: IncomingPupil, known: KnownPerson) -> bool:
        # Only the day of an exit says that he leaves: a class may be missing, or damaged, in the file.
        return person.exit_on is None

    def changes(self, known: KnownPerson, person: IncomingPupil) -> Iterator[FieldChange]:
        yield from field_changes(known, person)
        class_reference = person.class_reference if person.class_reference in self.classes else ""
        if person.class_reference and class_reference != known.class_reference:
            yield FieldChange("class_reference", "Classe", known.class_reference, class_reference)
        is_told = person.exit_on or person.tells_exit
        if is_told and person.exit_on != known.left_on and known.is_active:
            yield FieldChange("left_on", "Sortie", shown(known.left_on), shown(person.exit_on) or "aucune")

    def agreements(self) -> Sequence[Agreement]:
        return ()

    def may_be_one(self) -> Agreement:
        # Whoever is whose, what each has acquired would go with him into another class.
        return Agreement(_class_of, _class_of)

    def _has_left(self, person: IncomingPupil) -> bool:
        return not is_present(person.exit_on, self.day)


@dataclass(frozen=True)
class StaffRules:
    """Whoever the file names is of the school."""

    finds_renamings: bool = False

    def is_named(self, person: IncomingStaff) -> bool:
        return True

    def is_placed(self, person: IncomingStaff) -> bool:
        return True

    def stays(self, person: IncomingStaff, known: KnownPerson) -> bool:
        return True

    def changes(self, known: KnownPerson, person: IncomingStaff) -> Iterator[FieldChange]:
        return field_changes(known, person)

    def agreements(self) -> Sequence[Agreement]:
        return ()

    def may_be_one(self) -> Agreement:
        return Agreement(_anybody, _anybody)


@dataclass(frozen=True)
class GuardianRules:
    """A guardian is of the school by an active child. `lines` are those of the file who have one."""

    lines: Collection[int] = field(default_factory=frozenset)
    kinship: Kinship = field(default_factory=Kinship)
    finds_renamings: bool = False

    def is_named(self, person: IncomingGuardian) -> bool:
        return person.line in self.lines

    def is_placed(self, person: IncomingGuardian) -> bool:
        return person.line in self.lines

    def stays(self, person: IncomingGuardian, known: KnownPerson) -> bool:
        # The file calls his children otherwise: he answers for them all the same.
        return self.kinship.has_active_children(known.id)

    def changes(self, known: KnownPerson, person: IncomingGuardian) -> Iterator[FieldChange]:
        return field_changes(known, person)

    def agreements(self) -> Sequence[Agreement]:
        kinship = self.kinship
        children = Agreement(kinship.children_of, lambda known: kinship.pupils_of.get(known.id, ()))
        return children, Agreement(kinship.address_of, lambda known: kinship.home_of(known.id))

    def may_be_one(self) -> Agreement:
        # An account that shows a child is not for whoever comes with the name alone.
        return Agreement(_anybody, lambda known: () if self.kinship.has_children(known.id) else (True,))


def _class_of(person: Any) -> Iterable[Hashable]:
    return (person.class_reference,)


def _anybody(person: Any) -> Iterable[Hashable]:
    return (True,)


def field_changes(known: KnownPerson, person: Incoming) -> Iterator[FieldChange]:
    """The fields of both that differ; what the file leaves empty, or does not have, never counts."""
    names, values = _COMPARED_IN[type(person)]
    for name, before, after in zip(names, values(known), values(person), strict=True):
        if not after or after == before or (name == "email" and known.is_email_own):
            continue
        if not (name in ("elenoet", "reference") and is_other_writing(before, after)):
            yield FieldChange(name, COMPARED[name], shown(before), shown(after))


def compared_values(person: Any, fields: Sequence[str]) -> tuple[Any, ...]:
    """What he has in these compared fields; without any, the names of those of which the file says something."""
    if fields:
        return tuple(getattr(person, name) for name in fields)
    names, values = _COMPARED_IN[type(person)]
    return tuple(name for name, value in zip(names, values(person), strict=True) if value)


def _compared(kind: type[Any]) -> tuple[Sequence[str], Callable[[Any], tuple[Any, ...]]]:
    """The fields of people of this kind that are compared, and what reads them all at once."""
    names = [name for name in COMPARED if name in kind.__dataclass_fields__]
    return names, attrgetter(*names)


_COMPARED_IN: dict[type[Any], tuple[Sequence[str], Callable[[Any], tuple[Any, ...]]]] = {
    kind: _compared(kind) for kind in (IncomingPupil, IncomingStaff, IncomingGuardian)
}


def shown(value: object) -> str:
    """The value as screens write it."""
    if isinstance(value, datetime.date):
        return f"{value:%d/%m/%Y}"
    return str(value or "")
