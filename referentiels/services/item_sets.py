"""Writes on « regroupements d'items »: a name, items in and out, whom it is shared with, its end."""

from collections.abc import Collection

from django.db import IntegrityError, transaction

from accounts.models import Account
from referentiels.models import Item, ItemSet, ItemSetMember, ItemSetShare
from sacoche.kit.journal import record


class NameTaken(Exception):
    """Its owner has another regroupement of that name."""


def save_set(
    *, actor: Account, item_set: ItemSet, readers: Collection[Account] = (), writers: Collection[Account] = ()
) -> None:
    """Save a regroupement of the actor's own, shared with these colleagues and no other, to see or to change.

    A colleague in both lists changes it. Raises NameTaken.
    """
    is_new = item_set.pk is None
    item_set.owner = actor
    try:
        with transaction.atomic():
            item_set.save()
            if is_new:
                record("referentiels.create_set", actor=actor, school=actor.school, name=item_set.name)
            _share(actor, item_set, dict.fromkeys(readers, False) | dict.fromkeys(writers, True))
    except IntegrityError as error:
        raise NameTaken from error


def _share(actor: Account, item_set: ItemSet, wanted: dict[Account, bool]) -> None:
    # One who has left is not among those who are offered: what he had stays for the day he comes back.
    present = {
        share.account_id: share.may_change
        for share in ItemSetShare.objects.filter(item_set=item_set, account__in=Account.objects.active())
    }
    if present == {account.pk: may_change for account, may_change in wanted.items()}:
        return
    ItemSetShare.objects.filter(item_set=item_set, account__in=list(present)).delete()
    ItemSetShare.objects.filter(item_set=item_set, account__in=list(wanted)).delete()
    ItemSetShare.objects.bulk_create(
        ItemSetShare(school_id=item_set.school_id, item_set=item_set, account=account, may_change=may_change)
        for account, may_change in wanted.items()
    )
    whom = ", ".join(f"{account.full_name} ({'modifier' if may else 'voir'})" for account, may in wanted.items())
    record(
        "referentiels.share_set",
        actor=actor,
        school=actor.school,
        name=item_set.name,
        whom=whom or "plus personne",
    )


@transaction.atomic
def change_items(*, item_set: ItemSet, added: Collection[int], removed: Collection[int]) -> None:
    """Put items in and take items out; what a colleague puts in at the same time stays.

    Items that are no longer there are left out.
    """
    locked = ItemSet.objects.select_for_update().get(pk=item_set.pk)
    members = ItemSetMember.objects.filter(item_set=locked)
    members.filter(item__in=removed).delete()
    held = set(members.values_list("item_id", flat=True))
    there = Item.objects.filter(pk__in=added).exclude(pk__in=held).values_list("pk", flat=True)
    ItemSetMember.objects.bulk_create(
        ItemSetMember(school_id=locked.school_id, item_set=locked, item_id=key) for key in there
    )
    ItemSet.objects.filter(pk=locked.pk).update(chosen_count=members.count())


@transaction.atomic
def delete_set(*, actor: Account, item_set: ItemSet) -> None:
    """A regroupement goes; its items stay in their référentiels."""
    items = ItemSetMember.objects.filter(item_set=item_set).count()
    record("referentiels.delete_set", actor=actor, school=item_set.school, name=item_set.name, items=items)
    item_set.delete()
