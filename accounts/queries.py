"""What pages about people read."""

from accounts.enums import Profile
from accounts.models import Account, TeachingAssignment
from schools.models import SchoolClass, SchoolClassQuerySet

_ALL_CLASSES = (Profile.DIR, Profile.DOC, Profile.EDU)


def classes_of(account: Account) -> SchoolClassQuerySet:
    """The classes an account works with: every one for DIR, DOC and EDU, those assigned for a teacher."""
    classes: SchoolClassQuerySet = SchoolClass.objects.in_level_order()
    if account.profile in _ALL_CLASSES:
        return classes
    assigned = TeachingAssignment.objects.filter(teacher=account).values("school_class")
    return classes.filter(pk__in=assigned)
