"""« Regroupements d'items »: those that one may take items of, and what each holds."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from accounts.models import Account
from referentiels.models import Item, ItemSet, ItemSetMember, ItemSetShare, Referentiel
from referentiels.queries.pages import DomaineRow, rows_of


@dataclass(frozen=True, slots=True)
class SetRow:
    """A regroupement as one sees it: how many items it holds, how many were taken out of their référentiel since."""

    item_set: ItemSet
    count: int
    is_own: bool
    may_change: bool

    @property
    def missing(self) -> int:
        return max(0, self.item_set.chosen_count - self.count)


@dataclass(frozen=True, slots=True)
class Held:
    """The items of a regroupement that stand in one référentiel: each with the reference that pages show."""

    referentiel: Referentiel
    items: tuple[tuple[Item, str], ...]


def sets_open_to(account: Account) -> list[SetRow]:
    """Those of an account, then those that colleagues share with it, by name: three queries."""
    concerned = Q(owner=account) | Q(pk__in=ItemSetShare.objects.filter(account=account).values("item_set"))
    changed = set(ItemSetShare.objects.filter(account=account, may_change=True).values_list("item_set_id", flat=True))
    found = ItemSet.objects.filter(concerned).select_related("owner").annotate(held=Count("members"))
    rows = [
        SetRow(each, each.held, each.owner_id == account.pk, each.owner_id == account.pk or each.pk in changed)
        for each in found.order_by("name", "pk")
    ]
    return sorted(rows, key=lambda row: not row.is_own)


def set_open_to(account: Account, key: int) -> SetRow | None:
    """One of them, None when the account sees no such one."""
    return next((row for row in sets_open_to(account) if row.item_set.pk == key), None)


def items_of(item_set: ItemSet) -> list[int]:
    """The keys of the items of a regroupement, in the order of their référentiels and of their trees."""
    return [item.pk for held in held_by(item_set) for item, _reference in held.items]


def held_by(item_set: ItemSet) -> list[Held]:
    """What a regroupement holds, référentiel after référentiel, each in the order of its tree."""
    keys = set(ItemSetMember.objects.filter(item_set=item_set).values_list("item_id", flat=True))
    concerned = Referentiel.objects.filter(domaines__themes__items__in=keys).in_order().distinct()
    return [Held(each, tuple(_chosen(rows_of(each), keys))) for each in concerned]


def _chosen(rows: Iterable[DomaineRow], keys: set[int]) -> Iterable[tuple[Item, str]]:
    for domaine in rows:
        for theme in domaine.themes:
            yield from ((row.item, row.reference) for row in theme.items if row.item.pk in keys)


def sharing_of(item_set: ItemSet, *, may_change: bool) -> QuerySet[ItemSetShare]:
    """The shares that let colleagues change a regroupement, or only see it."""
    shares: QuerySet[ItemSetShare] = ItemSetShare.objects.filter(item_set=item_set, may_change=may_change)
    return shares
