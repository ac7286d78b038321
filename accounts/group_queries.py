"""Which groups and which pupils an account works with."""

from django.db.models import Q

from accounts.models import Account, AccountQuerySet, GroupMembership, GroupTeaching
from accounts.queries import HAVE_EVERYTHING, classes_of
from schools.models import Group, GroupQuerySet


def groups_of(account: Account) -> GroupQuerySet:
    """The groups of the school an account works with: those given to a teacher, every one for the rest of the staff."""
    groups: GroupQuerySet = Group.objects.of_the_school().in_level_order()
    if account.profile in HAVE_EVERYTHING:
        return groups
    return groups.filter(pk__in=GroupTeaching.objects.filter(teacher=account).values("group"))


def pupils_of(account: Account) -> AccountQuerySet:
    """The active pupils an account works with: those of its classes and of its groups, in order of names."""
    pupils: AccountQuerySet = Account.objects.pupils().active().in_name_order()
    if account.profile in HAVE_EVERYTHING:
        return pupils
    members = GroupMembership.objects.filter(group__in=groups_of(account).order_by().values("pk")).values("pupil")
    classes = classes_of(account).order_by().values("pk")
    return pupils.filter(Q(school_class__in=classes) | Q(pk__in=members))
