"""What changed in a référentiel since a page last looked: the domaines to show anew, and by whom.

A cursor is the number of the last line of history. Lines of one référentiel are written under its lock, so that a
lower number never comes after a higher one.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Max

from accounts.models import Account
from referentiels.enums import ChangeVerb, NodeKind
from referentiels.models import Change, Domaine, Item, Referentiel, Theme


@dataclass(frozen=True, slots=True)
class News:
    """`domaines` are those that changed and are still there; `order` is that of all of them."""

    cursor: int
    order: tuple[int, ...]
    domaines: frozenset[int]
    authors: tuple[str, ...]


def cursor_of(referentiel: Referentiel) -> int:
    """The number of the last change, 0 when there was none."""
    return Change.objects.filter(referentiel=referentiel).aggregate(last=Max("pk"))["last"] or 0


def news_since(referentiel: Referentiel, cursor: int, reader: Account) -> News | None:
    """What changed after a cursor, None when nothing did; `authors` are the others who changed it."""
    changes = list(Change.objects.filter(referentiel=referentiel, pk__gt=cursor).order_by("pk"))
    if not changes:
        return None
    others = dict.fromkeys(each.author_label for each in changes if each.author_id != reader.pk)
    order = tuple(Domaine.objects.filter(referentiel=referentiel).order_by("order", "pk").values_list("pk", flat=True))
    touched = _touched(changes) & set(order)
    return News(changes[-1].pk, order, frozenset(touched), tuple(others))


def _touched(changes: Iterable[Change]) -> set[int]:
    """The domaines that changes were made in; some may be gone."""
    domaines: set[int] = set()
    themes: set[int] = set()
    items: set[int] = set()
    for each in changes:
        said = [each.before, each.after]
        if each.kind == NodeKind.DOMAINE:
            domaines.add(each.node)
        elif each.kind == NodeKind.THEME:
            domaines |= _parents(said, "domaine_id")
            themes.add(each.node)
        else:
            themes |= _parents(said, "theme_id")
            if each.verb == ChangeVerb.EDIT:
                items.add(each.node)
    themes |= set(Item.objects.filter(pk__in=items).values_list("theme", flat=True))
    return domaines | set(Theme.objects.filter(pk__in=themes).values_list("domaine", flat=True))


def _parents(said: list[Any], name: str) -> set[int]:
    return {values[name] for values in said if name in values}
