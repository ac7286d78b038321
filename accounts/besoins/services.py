"""Writes on « groupes de besoin »: a teacher saves one, lends it, deletes it."""

from collections.abc import Collection, Sequence

from django.db import transaction

from accounts.besoins.followed import Cell, keep_cells
from accounts.besoins.queries import colleagues_of
from accounts.models import Account, GroupMembership, GroupTeaching
from sacoche.kit.journal import record
from schools.models import Group, GroupKind


@transaction.atomic
def save_besoin(
    *,
    actor: Account,
    group: Group,
    colleagues: Collection[Account],
    pupils: Collection[Account] = (),
    cells: Sequence[Cell] = (),
) -> None:
    """Save a group of the actor's own, new or changed, lent to these colleagues and to no other.

    `pupils` join those it has: a new group may be made with them, from the results of `cells`.
    """
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
    if pupils:
        known = set(group.memberships.values_list("pupil_id", flat=True))
        joining = [GroupMembership(pupil=each, group=group) for each in pupils if each.pk not in known]
        GroupMembership.objects.bulk_create(joining)
        record("accounts.fill_besoin", actor=actor, school=group.school, name=group.name, pupils=len(joining))
    if cells:
        keep_cells(group, cells)


@transaction.atomic
def delete_besoin(*, actor: Account, group: Group) -> None:
    """Delete a group of the actor's own: pupils and colleagues only lose the group."""
    record("accounts.delete_besoin", actor=actor, school=group.school, name=group.name)
    group.delete()
