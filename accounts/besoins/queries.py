"""The « groupes de besoin » that an account has, and those to whom it may lend them."""

from django.db.models import Prefetch, QuerySet

from accounts.models import Account, GroupMembership, GroupTeaching
from accounts.present import present
from schools.models import Group, GroupKind, GroupQuerySet


def besoins_of(account: Account) -> GroupQuerySet:
    """The « groupes de besoin » that the account made, in level order."""
    made = GroupTeaching.objects.filter(teacher=account, is_owner=True).values("group")
    groups: GroupQuerySet = Group.objects.filter(kind=GroupKind.BESOIN, pk__in=made).in_level_order()
    return groups


def besoins_lent_to(account: Account) -> GroupQuerySet:
    """Those that colleagues made and lend to the account."""
    lent = GroupTeaching.objects.filter(teacher=account, is_owner=False).values("group")
    groups: GroupQuerySet = Group.objects.filter(kind=GroupKind.BESOIN, pk__in=lent).in_level_order()
    return groups


def with_people(groups: GroupQuerySet) -> GroupQuerySet:
    """The groups with their active pupils (`present`) and who has them (`holders`)."""
    members = GroupMembership.objects.filter(present("pupil")).select_related("pupil")
    holders = GroupTeaching.objects.select_related("teacher").order_by("-is_owner", "teacher__sort_key")
    found: GroupQuerySet = groups.prefetch_related(
        Prefetch("memberships", queryset=members.order_by("pupil__sort_key", "pupil_id"), to_attr="present"),
        Prefetch("teachings", queryset=holders, to_attr="holders"),
    )
    return found


def colleagues_of(account: Account) -> QuerySet[Account]:
    """Those to whom a group may be lent."""
    teachers: QuerySet[Account] = Account.objects.teachers().active().in_name_order()
    return teachers.exclude(pk=account.pk)
