"""Writes on the school's structure: its levels and its classes. `actor` is an account, or None for a command."""

from typing import Any

from django.db import IntegrityError, transaction

from sacoche.kit.journal import record
from schools.models import Niveau, School, SchoolClass, SchoolNiveau


class NiveauInUse(Exception):
    """Classes stand on the level: it cannot be taken away from the school. `references` names them."""

    def __init__(self, references: list[str]) -> None:
        super().__init__(references)
        self.references = references


class NiveauUnfit(Exception):
    """The level is not one that the school uses, or it is a cycle, which holds no class."""


class ReferenceTaken(Exception):
    """Another class of the school has this reference."""


@transaction.atomic
def activate_niveau(*, actor: Any, school: School, niveau: Niveau) -> None:
    """Add a level to those that the school uses; nothing happens when it is there."""
    _, is_new = SchoolNiveau.objects.get_or_create(school=school, niveau=niveau)
    if is_new:
        record("schools.activate_niveau", actor=actor, school=school, niveau=niveau.reference)


@transaction.atomic
def deactivate_niveau(*, actor: Any, school: School, niveau: Niveau) -> None:
    """Take a level away; nothing happens when it is not there. Raises NiveauInUse while classes stand on it."""
    references = list(
        SchoolClass.objects.filter(niveau=niveau).order_by("reference").values_list("reference", flat=True)
    )
    if references:
        raise NiveauInUse(references)
    deleted, _ = SchoolNiveau.objects.filter(niveau=niveau).delete()
    if deleted:
        record("schools.deactivate_niveau", actor=actor, school=school, niveau=niveau.reference)


def create_class(
    *, actor: Any, school: School, niveau: Niveau, reference: str, name: str, long_name: str = ""
) -> SchoolClass:
    """The new class. Raises NiveauUnfit, or ReferenceTaken when another class of the school has the reference."""
    school_class = SchoolClass(school=school, niveau=niveau, reference=reference, name=name, long_name=long_name)
    _save_class(school_class, verb="schools.create_class", actor=actor)
    return school_class


def update_class(
    *, actor: Any, school_class: SchoolClass, niveau: Niveau, reference: str, name: str, long_name: str
) -> None:
    """Change a class; its pupils and teachers stay. Raises NiveauUnfit or ReferenceTaken like create_class."""
    school_class.niveau = niveau
    school_class.reference = reference
    school_class.name = name
    school_class.long_name = long_name
    _save_class(school_class, verb="schools.update_class", actor=actor)


def _save_class(school_class: SchoolClass, *, verb: str, actor: Any) -> None:
    try:
        with transaction.atomic():
            _refuse_unfit(school_class.niveau)
            school_class.save()
            record(verb, actor=actor, school=school_class.school, reference=school_class.reference)
    except IntegrityError as error:
        raise ReferenceTaken from error


def _refuse_unfit(niveau: Niveau) -> None:
    if not niveau.holds_classes or not SchoolNiveau.objects.filter(niveau=niveau).exists():
        raise NiveauUnfit


@transaction.atomic
def delete_class(*, actor: Any, school_class: SchoolClass) -> None:
    """Delete a class: its pupils stay, without a class; its links with teachers go."""
    record("schools.delete_class", actor=actor, school=school_class.school, reference=school_class.reference)
    school_class.delete()
