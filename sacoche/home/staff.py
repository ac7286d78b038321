"""The home page of staff: their classes, and what remains to decide in each."""

from dataclasses import dataclass

from django.db.models import Count, Q

from accounts.enums import Profile
from accounts.models import Account, TeachingAssignment
from accounts.present import present
from accounts.queries import ONLY_PP, classes_of
from sacoche.kit.access import may, restrictions_on
from schools.models import SchoolClass
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
    is_present = Q(pupils__profile=Profile.ELV) & present("pupils")
    classes = list(classes_of(account).annotate(pupil_count=Count("pupils", filter=is_present)))
    blue = blue_cells_by_class(classes)
    principal_of = set(
        TeachingAssignment.objects.filter(teacher=account, is_pp=True).values_list("school_class_id", flat=True)
    )
    validated = _validated_classes(account, classes, principal_of)
    return [
        ClassTile(
            school_class=c,
            pupils=c.pupil_count,
            is_pp=c.pk in principal_of,
            can_validate=c.pk in validated,
            blue=blue.get(c.pk),
        )
        for c in classes
    ]


def _validated_classes(account: Account, classes: list[SchoolClass], principal_of: set[int]) -> set[int]:
    if not may(account, "socle.validate_items"):
        return set()
    is_reserved = ONLY_PP in restrictions_on(account, "socle.validate_items")
    return principal_of if is_reserved else {each.pk for each in classes}
