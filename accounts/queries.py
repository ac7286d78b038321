"""What pages about people read."""

from accounts.enums import ASSIGNED, STAFF, Profile
from accounts.models import Account, TeachingAssignment
from sacoche.kit.access import restrictions_on
from schools.models import SchoolClass, SchoolClassQuerySet

ONLY_PP = "ONLY_PP"
# They have every class and group without being given any (spec « Connexion » §6.1).
HAVE_EVERYTHING = STAFF - ASSIGNED - {Profile.ADM}


def classes_of(account: Account) -> SchoolClassQuerySet:
    """The classes an account works with: those assigned to a teacher, every one for the rest of the staff."""
    classes: SchoolClassQuerySet = SchoolClass.objects.in_level_order()
    if account.profile in HAVE_EVERYTHING:
        return classes
    assigned = TeachingAssignment.objects.filter(teacher=account).values("school_class")
    return classes.filter(pk__in=assigned)


def classes_open_to(account: Account, right: str) -> SchoolClassQuerySet:
    """The classes where an account uses a right: his own, or where he is professeur principal when the school asks."""
    classes = classes_of(account)
    if ONLY_PP not in restrictions_on(account, right):
        return classes
    principal_of = TeachingAssignment.objects.filter(teacher=account, is_pp=True).values("school_class")
    return classes.filter(pk__in=principal_of)
