"""« Groupes de besoin »: groups that a teacher makes for himself, and lends to colleagues."""

from collections.abc import Collection

from django.db import transaction
from django.db.models import Prefetch, Q, QuerySet

from accounts.models import Account, GroupMembership, GroupTeaching
from sacoche.kit.clock import today
from sacoche.kit.journal import record
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
    is_active = Q(pupil__left_on=None) | Q(pupil__left_on__gt=today())
    present = GroupMembership.objects.filter(is_active).select_related("pupil").order_by("pupil__sort_key", "pupil_id")
    holders = GroupTeaching.objects.select_related("teacher").order_by("-is_owner", "teacher__sort_key")
    found: GroupQuerySet = groups.prefetch_related(
        Prefetch("memberships", queryset=present, to_attr="present"),
        Prefetch("teachings", queryset=holders, to_attr="holders"),
    )
    return found


def colleagues_of(account: Account) -> QuerySet[Account]:
    """Those to whom a group may be lent."""
    teachers: QuerySet[Account] = Account.objects.teachers().active().in_name_order()
    return teachers.exclude(pk=account.pk)


@transaction.atomic
def save_besoin(*, actor: Account, group: Group, colleagues: Collection[Account]) -> None:
    """Save a group of the actor's own, new or changed, lent to these colleagues and to no other."""
    verb = "accounts.update_besoin" if group.pk else "accounts.create_besoin"
    group.kind = GroupKind.BESOIN
    group.reference = ""
    group.save()
    GroupTeaching.objects.get_or_create(school=group.school, teacher=actor, group=group, defaults={"is_owner": True})
    lent = GroupTeaching.objects.filter(group=group, is_owner=False)
    # A colleague who has left was not among those offered: his link stays for the day he comes back.
    lent.filter(teacher__in=colleagues_of(actor)).exclude(teacher__in=colleagues).delete()
    held = set(lent.values_list("teacher_id", flat=True))
    links = [GroupTeaching(teacher=each, group=group) for each in colleagues if each.pk not in held]
    GroupTeaching.objects.bulk_create(links)
    record(verb, actor=actor, school=group.school, name=group.name)


@transaction.atomic
def delete_besoin(*, actor: Account, group: Group) -> None:
    """Delete a group of the actor's own: pupils and colleagues only lose the group."""
    record("accounts.delete_besoin", actor=actor, school=group.school, name=group.name)
    group.delete()
