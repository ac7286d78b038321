"""Levels, classes and groups."""

from typing import Any

from django.db import IntegrityError, transaction

from sacoche.kit.journal import record
from schools.models import Group, Niveau, School, SchoolClass, SchoolNiveau


class NiveauInUse(Exception):
    """Classes or groups stand on the level: it cannot be taken away from the school. `references` names them."""

    def __init__(self, references: list[str]) -> None:
        super().__init__(references)
        self.references = references


class NiveauUnfit(Exception):
    """The level is not one that the school uses, or it is a cycle, which holds no class."""


class ReferenceTaken(Exception):
    """Another class, or another group, of the school has this reference."""


@transaction.atomic
def activate_niveau(*, actor: Any, school: School, niveau: Niveau) -> None:
    """Add a level to those that the school uses; nothing happens when it is there."""
    _, is_new = SchoolNiveau.objects.get_or_create(school=school, niveau=niveau)
    if is_new:
        record("schools.activate_niveau", actor=actor, school=school, niveau=niveau.reference)


@transaction.atomic
def deactivate_niveau(*, actor: Any, school: School, niveau: Niveau) -> None:
    """Take a level away; nothing happens when it is not there. Raises NiveauInUse while anything stands on it."""
    references = standing_on(niveau)
    if references:
        raise NiveauInUse(references)
    deleted, _ = SchoolNiveau.objects.filter(niveau=niveau).delete()
    if deleted:
        record("schools.deactivate_niveau", actor=actor, school=school, niveau=niveau.reference)


def standing_on(niveau: Niveau) -> list[str]:
    """The references of the classes, then of the groups, of a level."""
    return [
        reference
        for model in (SchoolClass, Group)
        for reference in model.objects.filter(niveau=niveau).order_by("reference").values_list("reference", flat=True)
    ]


def create_class(
    *, actor: Any, school: School, niveau: Niveau, reference: str, name: str, long_name: str = ""
) -> SchoolClass:
    """The new class. Raises NiveauUnfit, or ReferenceTaken when another class of the school has the reference."""
    school_class = SchoolClass(school=school, niveau=niveau, reference=reference, name=name, long_name=long_name)
    _save(school_class, verb="schools.create_class", actor=actor)
    return school_class


def update_class(
    *, actor: Any, school_class: SchoolClass, niveau: Niveau, reference: str, name: str, long_name: str
) -> None:
    """Change a class; its pupils and teachers stay. Raises NiveauUnfit or ReferenceTaken like create_class."""
    _fill(school_class, niveau, reference, name, long_name)
    _save(school_class, verb="schools.update_class", actor=actor)


@transaction.atomic
def delete_class(*, actor: Any, school_class: SchoolClass) -> None:
    """Delete a class: its pupils stay, without a class; its links with teachers and its dates go."""
    record("schools.delete_class", actor=actor, school=school_class.school, reference=school_class.reference)
    school_class.delete()


def create_group(
    *, actor: Any, school: School, niveau: Niveau, reference: str, name: str, long_name: str = ""
) -> Group:
    """The new group. Raises NiveauUnfit, or ReferenceTaken when another group of the school has the reference."""
    group = Group(school=school, niveau=niveau, reference=reference, name=name, long_name=long_name)
    _save(group, verb="schools.create_group", actor=actor)
    return group


def update_group(*, actor: Any, group: Group, niveau: Niveau, reference: str, name: str, long_name: str) -> None:
    """Change a group; its pupils and teachers stay. Raises NiveauUnfit or ReferenceTaken like create_group."""
    _fill(group, niveau, reference, name, long_name)
    _save(group, verb="schools.update_group", actor=actor)


@transaction.atomic
def delete_group(*, actor: Any, group: Group) -> None:
    """Delete a group: its pupils and its teachers stay, their links with it and its dates go."""
    record("schools.delete_group", actor=actor, school=group.school, name=group.name)
    group.delete()


def _fill(place: SchoolClass | Group, niveau: Niveau, reference: str, name: str, long_name: str) -> None:
    place.niveau = niveau
    place.reference = reference
    place.name = name
    place.long_name = long_name


def _save(place: SchoolClass | Group, *, verb: str, actor: Any) -> None:
    try:
        with transaction.atomic():
            _refuse_unfit(place.niveau)
            place.save()
            record(verb, actor=actor, school=place.school, reference=place.reference)
    except IntegrityError as error:
        raise ReferenceTaken from error


def _refuse_unfit(niveau: Niveau) -> None:
    if not niveau.holds_classes or not SchoolNiveau.objects.filter(niveau=niveau).exists():
        raise NiveauUnfit
