"""What goes with a référentiel, counted before it is deleted."""

from django.db.models import QuerySet

from referentiels.item_parts import held_in_words
from referentiels.models import Domaine, Item, ItemLink, Referentiel, Theme
from referentiels.nodes import Node
from sacoche.kit.text import count
from schools.losses import Loss


def losses_of_referentiel(referentiel: Referentiel) -> list[Loss]:
    """Its items, and their links to the socle."""
    gone = _losses(Item.objects.filter(theme__domaine__referentiel=referentiel))
    return [*gone[:1], *_history(gone), *gone[1:]]


def losses_of_node(node: Node) -> list[Loss]:
    """What goes with a domaine, a thème or an item: its items and their links to the socle."""
    if isinstance(node, Domaine):
        themes = node.themes.count()
        said = [Loss(count(themes, "thème disparaîtra.", "thèmes disparaîtront."), ())] if themes else []
        return [*said, *_losses(Item.objects.filter(theme__domaine=node))]
    if isinstance(node, Theme):
        return _losses(node.items.all())
    # The first one is the item itself.
    return _losses(Item.objects.filter(pk=node.pk))[1:]


def _losses(items: "QuerySet[Item]") -> list[Loss]:
    names = list(items.order_by("theme__domaine__order", "theme__order", "order", "pk").values_list("name", flat=True))
    links = ItemLink.objects.filter(item__in=items).count()
    said = []
    if names:
        said.append(Loss(count(len(names), "item disparaîtra.", "items disparaîtront."), tuple(names)))
    if links:
        said.append(Loss(count(links, "lien avec le socle disparaîtra.", "liens avec le socle disparaîtront."), ()))
    return [*said, *held_losses(items)]


def held_losses(items: "QuerySet[Item]") -> list[Loss]:
    """What the rooms above keep about items: « Avec ce qui s'y rattache : 37 résultats de 4 élèves, 1 demande. »."""
    held = held_in_words(items)
    return [Loss(f"Avec ce qui s'y rattache : {', '.join(held)}.", ())] if held else []


def _history(gone: list[Loss]) -> list[Loss]:
    """A deleted référentiel cannot be brought back: its history goes too."""
    return [Loss("L'histoire de ses changements disparaîtra : rien ne pourra le remettre.", ())] if gone else []
