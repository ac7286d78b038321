"""Puts a tree read from a file, or copied from another référentiel, under an empty one."""

from collections.abc import Iterable, Mapping

from django.db import transaction

from referentiels.models import Domaine, Item, ItemLink, Referentiel, Theme
from referentiels.resources import kept
from referentiels.tree import Item as PlainItem
from referentiels.tree import SocleLink, Tree

FIRST = 1  # of domaines and thèmes
FIRST_ITEM = 0


@transaction.atomic
def fill(*, referentiel: Referentiel, tree: Tree, entries: Mapping[SocleLink, int]) -> None:
    """Write the tree under `referentiel`, which has none; the order of its parts is that of the tree.

    `entries` are the keys of the entries of the socle (`socle.entries_by_link`); the tree names no other.
    """
    school = {"school_id": referentiel.school_id}
    domaines = Domaine.objects.bulk_create(
        Domaine(
            **school, referentiel=referentiel, order=order, code=each.code, reference=each.reference, name=each.name
        )
        for order, each in enumerate(tree.domaines, FIRST)
    )
    themes = Theme.objects.bulk_create(
        Theme(**school, domaine=domaine, order=order, reference=each.reference, name=each.name)
        for domaine, plain in zip(domaines, tree.domaines, strict=True)
        for order, each in enumerate(plain.themes, FIRST)
    )
    items = Item.objects.bulk_create(
        _item(theme, order, each)
        for theme, plain in zip(themes, tree.themes, strict=True)
        for order, each in enumerate(plain.items, FIRST_ITEM)
    )
    _link(items, tree.items, entries)


def _item(theme: Theme, order: int, item: PlainItem) -> Item:
    return Item(
        school_id=theme.school_id,
        theme=theme,
        order=order,
        reference=item.reference,
        name=item.name,
        abbreviation=item.abbreviation,
        coefficient=item.coefficient,
        is_requestable=item.requestable,
        link=item.link,
        comment=item.comment,
        resources=kept(item.resources),
    )


def _link(items: Iterable[Item], plain: Iterable[PlainItem], entries: Mapping[SocleLink, int]) -> None:
    ItemLink.objects.bulk_create(
        ItemLink(school_id=item.school_id, item=item, entry_id=entries[link])
        for item, each in zip(items, plain, strict=True)
        for link in each.socle
    )
