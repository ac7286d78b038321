"""Writes on who teaches which class, and who is its professeur principal. Doing twice is harmless."""

from django.db import transaction

from accounts.models import Account, TeachingAssignment
from sacoche.kit.journal import record
from schools.models import SchoolClass


class NotAssigned(Exception):
    """A professeur principal must first have the class."""


@transaction.atomic
def assign_teacher(*, actor: Account | None, teacher: Account, school_class: SchoolClass) -> None:
    """Give a class to a teacher."""
    _, is_new = TeachingAssignment.objects.get_or_create(
        school=teacher.school, teacher=teacher, school_class=school_class
    )
    if is_new:
        _record("accounts.assign", actor, teacher, school_class)


@transaction.atomic
def unassign_teacher(*, actor: Account | None, teacher: Account, school_class: SchoolClass) -> None:
    """Take a class from a teacher; he is no longer its professeur principal either."""
    deleted, _ = TeachingAssignment.objects.filter(teacher=teacher, school_class=school_class).delete()
    if deleted:
        _record("accounts.unassign", actor, teacher, school_class)


@transaction.atomic
def set_professeur_principal(
    *, actor: Account | None, teacher: Account, school_class: SchoolClass, is_pp: bool
) -> None:
    """Make a teacher professeur principal of a class that he has, or no longer. Raises NotAssigned."""
    links = TeachingAssignment.objects.filter(teacher=teacher, school_class=school_class)
    if not links.exists():
        raise NotAssigned
    if links.exclude(is_pp=is_pp).update(is_pp=is_pp):
        _record("accounts.set_pp" if is_pp else "accounts.unset_pp", actor, teacher, school_class)


def _record(code: str, actor: Account | None, teacher: Account, school_class: SchoolClass) -> None:
    record(code, actor=actor, school=teacher.school, person=teacher.full_name, school_class=school_class.name)
