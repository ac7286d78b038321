"""What référentiels hold about accounts, for a merge: who made each change, their regroupements d'items."""

from accounts.merging.merge import Merge, hold, move_links
from referentiels.models import Change, ItemSet, ItemSetShare
from referentiels.tree import SET_NAME_LENGTH


def _move_sets(merge: Merge) -> None:
    """Both keep their regroupements; of two with one name, that of the other account says so. None is lent to its own
    owner.
    """
    taken = set(ItemSet.objects.filter(owner=merge.kept).values_list("name", flat=True))
    for item_set in ItemSet.objects.filter(owner=merge.other):
        name, rank = item_set.name, 2
        while name in taken:
            name, rank = f"{item_set.name[: SET_NAME_LENGTH - 5]} ({rank})", rank + 1
        taken.add(name)
        ItemSet.objects.filter(pk=item_set.pk).update(owner=merge.kept, name=name)
    ItemSetShare.objects.filter(item_set__owner=merge.kept, account__in=[merge.kept, merge.other]).delete()


hold(Change, "author")
hold(ItemSet, "owner", move=_move_sets, label="regroupements d'items")
hold(
    ItemSetShare,
    "account",
    move=move_links(ItemSetShare, holder="account", to="item_set", flags=("may_change",)),
    label="regroupements d'items partagés",
)
