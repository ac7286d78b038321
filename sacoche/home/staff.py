"""The home page of staff: their classes, and what remains to decide in each."""

from dataclasses import dataclass
from typing import Any

from django.db.models import BigIntegerField, Count, DateField, Exists, OuterRef, Q

from accounts.enums import Profile
from accounts.models import Account, TeachingAssignment
from accounts.present import present
from accounts.queries import HAVE_EVERYTHING, ONLY_PP, classes_given_to
from sacoche.kit.access import may, restrictions_on
from sacoche.kit.clock import today
from sacoche.kit.prepared import Given, Prepared
from schools.models import SchoolClass, SchoolClassQuerySet
from socle.queries import BlueCount, blue_cells_by_class


@dataclass(frozen=True)
class ClassTile:
    """A class of the reader: its pupils, and what remains to decide (None when no palier ends in its level)."""

    school_class: SchoolClass
    pupils: int
    is_pp: bool
    can_validate: bool
    blue: BlueCount | None


def staff_home(account: Account) -> list[ClassTile]:
    """The classes of a teacher or of the director, with the blue cells that remain in each."""
    classes = _classes(account)
    blue = blue_cells_by_class(classes)
    validated = _validated_classes(account, classes)
    return [
        ClassTile(
            school_class=each,
            pupils=each.pupil_count,
            is_pp=each.is_principal,
            can_validate=each.pk in validated,
            blue=blue.get(each.pk),
        )
        for each in classes
    ]


def _classes(account: Account) -> list[Any]:
    """His classes, each with its number of pupils and whether he is its professeur principal."""
    read = _every_class if account.profile in HAVE_EVERYTHING else _given_classes
    return read(school=account.school_id, account=account.pk, day=today())


def _counted(classes: SchoolClassQuerySet) -> SchoolClassQuerySet:
    is_present = Q(pupils__profile=Profile.ELV) & present("pupils", on=Given("day", DateField()))
    principal = TeachingAssignment.objects.filter(teacher=_ACCOUNT, is_pp=True, school_class=OuterRef("pk"))
    return classes.filter(school=Given("school", BigIntegerField())).annotate(
        pupil_count=Count("pupils", filter=is_present), is_principal=Exists(principal)
    )


_ACCOUNT = Given("account", BigIntegerField())
_every_class = Prepared(lambda: _counted(SchoolClass.objects.in_level_order()))
_given_classes = Prepared(lambda: _counted(classes_given_to(_ACCOUNT)))


def _validated_classes(account: Account, classes: list[Any]) -> set[int]:
    if not may(account, "socle.validate_items"):
        return set()
    is_reserved = ONLY_PP in restrictions_on(account, "socle.validate_items")
    return {each.pk for each in classes if each.is_principal or not is_reserved}
