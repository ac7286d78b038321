"""The whole tree of a référentiel, read in four queries whatever its size."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from referentiels.models import Domaine, Item, ItemLink, Referentiel, Theme
from referentiels.resources import that_travel
from referentiels.tree import Domaine as PlainDomaine
from referentiels.tree import Item as PlainItem
from referentiels.tree import SocleLink, Tree
from referentiels.tree import Theme as PlainTheme


def tree_of(referentiel: Referentiel) -> Tree:
    """The tree as plain data, in its order."""
    links = _gathered(
        (item, SocleLink(version, cycle, number))
        for item, version, cycle, number in ItemLink.objects.filter(item__theme__domaine__referentiel=referentiel)
        .order_by("pk")
        .values_list("item", "entry__version", "entry__cycle", "entry__number")
    )
    items = _gathered(
        (item.theme_id, plain_item(item, links[item.pk]))
        for item in Item.objects.filter(theme__domaine__referentiel=referentiel).order_by("order", "pk")
    )
    themes = _gathered(
        (theme.domaine_id, PlainTheme(theme.name, theme.reference, items[theme.pk]))
        for theme in Theme.objects.filter(domaine__referentiel=referentiel).order_by("order", "pk")
    )
    return Tree(
        tuple(
            PlainDomaine(domaine.code, domaine.name, domaine.reference, themes[domaine.pk])
            for domaine in Domaine.objects.filter(referentiel=referentiel).order_by("order", "pk")
        )
    )


def _gathered(pairs: Iterable[tuple[int, Any]]) -> defaultdict[int, tuple[Any, ...]]:
    """Children by the key of their parent, in the order in which they come."""
    lists: dict[int, list[Any]] = {}
    for parent, child in pairs:
        lists.setdefault(parent, []).append(child)
    return defaultdict(tuple, {parent: tuple(children) for parent, children in lists.items()})


def plain_item(item: Item, socle: tuple[SocleLink, ...]) -> PlainItem:
    """An item as plain data, with the entries that it feeds."""
    return PlainItem(
        item.name,
        item.coefficient,
        requestable=item.is_requestable,
        abbreviation=item.abbreviation,
        reference=item.reference,
        link=item.link,
        comment=item.comment,
        socle=socle,
        resources=that_travel(item.resources),
    )
