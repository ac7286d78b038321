"""A node of either tree in one shape, so that the three levels are compared by one rule."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from referentiels.enums import NodeKind
from referentiels.tree import Domaine, Item, Theme, Tree

LEVELS = (NodeKind.DOMAINE, NodeKind.THEME, NodeKind.ITEM)


@dataclass(frozen=True, slots=True)
class Place:
    """`code` names it: the key of what is there (« 12 »), the ranks of what comes in (« 0.2.1 »).

    `said` holds its values by the names that the database gives them; the links with the socle are `entries`.
    """

    kind: NodeKind
    code: str
    said: Mapping[str, Any]
    held: tuple["Place", ...] = ()
    # The name of what holds it, outermost first.
    path: tuple[str, ...] = ()
    parent: str = ""

    @property
    def name(self) -> str:
        return str(self.said["name"])

    def inside(self) -> Iterator["Place"]:
        """All that it holds, level after level."""
        for child in self.held:
            yield child
            yield from child.inside()


def all_of(places: tuple[Place, ...], kind: NodeKind) -> list[Place]:
    """The places of a kind, in the order of their tree."""
    return [each for place in places for each in (place, *place.inside()) if each.kind is kind]


def incoming(tree: Tree, silent: frozenset[str] = frozenset()) -> tuple[Place, ...]:
    """The places of a tree that comes in, without the values that it says nothing of (`silent`: « item.comment »).

    Links with the socle stay: of a tree that is silent about them, they are added and never taken away.
    """
    return tuple(_domaine(rank, domaine, silent) for rank, domaine in enumerate(tree.domaines))


def _domaine(rank: int, domaine: Domaine, silent: frozenset[str]) -> Place:
    code = str(rank)
    said = {"code": domaine.code, "reference": domaine.reference, "name": domaine.name}
    held = tuple(
        _theme(f"{code}.{under}", code, domaine.name, theme, silent) for under, theme in enumerate(domaine.themes)
    )
    return Place(NodeKind.DOMAINE, code, _without(said, NodeKind.DOMAINE, silent), held)


def _theme(code: str, parent: str, above: str, theme: Theme, silent: frozenset[str]) -> Place:
    path = (above, theme.name)
    held = tuple(
        Place(
            NodeKind.ITEM,
            f"{code}.{rank}",
            _without(item_said(item), NodeKind.ITEM, silent),
            path=path,
            parent=code,
        )
        for rank, item in enumerate(theme.items)
    )
    said = _without({"reference": theme.reference, "name": theme.name}, NodeKind.THEME, silent)
    return Place(NodeKind.THEME, code, said, held, (above,), parent)


def _without(said: dict[str, Any], kind: NodeKind, silent: frozenset[str]) -> dict[str, Any]:
    return {name: value for name, value in said.items() if name == "entries" or f"{kind}.{name}" not in silent}


def item_said(item: Item) -> dict[str, Any]:
    """What an item says; the order in which it was linked to the socle says nothing."""
    return {
        "reference": item.reference,
        "name": item.name,
        "abbreviation": item.abbreviation,
        "coefficient": item.coefficient,
        "is_requestable": item.requestable,
        "link": item.link,
        "comment": item.comment,
        "resources": item.resources,
        "entries": frozenset(item.socle),
    }
