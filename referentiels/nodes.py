"""The three kinds of places of a tree, as data: what holds them, what they say, where they are counted from."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from referentiels.enums import NodeKind
from referentiels.models import Domaine, Item, ItemLink, Referentiel, Theme

Node = Domaine | Theme | Item
Values = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of nodes. `parent` is the name of the key to what holds them; `fields` are the values people change."""

    code: NodeKind
    model: type[Node]
    parent: str
    fields: tuple[str, ...]
    # The order of the first one under its parent.
    first: int

    @property
    def parent_id(self) -> str:
        return f"{self.parent}_id"

    def values(self, node: Node) -> Values:
        """What a node says, where it stands, and the entries of the socle that it feeds."""
        said = {name: getattr(node, name) for name in (*self.fields, self.parent_id, "order")}
        return said | ({"entries": links_of(node)} if isinstance(node, Item) else {})


KINDS: Mapping[NodeKind, Kind] = {
    NodeKind.DOMAINE: Kind(NodeKind.DOMAINE, Domaine, "referentiel", ("code", "reference", "name"), first=1),
    NodeKind.THEME: Kind(NodeKind.THEME, Theme, "domaine", ("reference", "name"), first=1),
    NodeKind.ITEM: Kind(
        NodeKind.ITEM,
        Item,
        "theme",
        ("reference", "name", "abbreviation", "coefficient", "is_requestable", "link", "comment", "resources"),
        first=0,
    ),
}
_CHILDREN = {NodeKind.DOMAINE: KINDS[NodeKind.THEME], NodeKind.THEME: KINDS[NodeKind.ITEM]}
_PATHS = {NodeKind.DOMAINE: "", NodeKind.THEME: "domaine__", NodeKind.ITEM: "theme__domaine__"}


def kind_of(node: Node) -> Kind:
    return next(kind for kind in KINDS.values() if kind.model is type(node))


def children_kind(kind: Kind) -> Kind | None:
    """The kind of what such a node holds, None for items."""
    return _CHILDREN.get(kind.code)


def links_of(item: Item) -> list[int]:
    """The keys of the entries of the socle that an item feeds, in the order in which they were linked."""
    return list(item.socle_links.order_by("pk").values_list("entry_id", flat=True))


def nodes_of(referentiel: Referentiel, kind: Kind) -> Any:
    """The nodes of a kind in a référentiel, as a queryset."""
    return kind.model.objects.filter(**{f"{_PATHS[kind.code]}referentiel": referentiel})


def nodes_in(referentiels: Iterable[int], kind: Kind) -> Any:
    """The nodes of a kind in several référentiels, by their keys, as a queryset."""
    return kind.model.objects.filter(**{f"{_PATHS[kind.code]}referentiel__in": list(referentiels)})


def links_by_item(referentiels: Iterable[int]) -> dict[int, list[int]]:
    """The entries of the socle that each item of these référentiels feeds, in the order in which they were linked."""
    links: dict[int, list[int]] = {}
    rows = ItemLink.objects.filter(item__theme__domaine__referentiel__in=list(referentiels)).order_by("pk")
    for item, entry in rows.values_list("item", "entry"):
        links.setdefault(item, []).append(entry)
    return links


def referentiel_of(node: Node) -> Referentiel:
    """The référentiel that a node stands in."""
    if isinstance(node, Item):
        node = node.theme
    if isinstance(node, Theme):
        node = node.domaine
    return node.referentiel


def items_under(node: Node) -> list[Item]:
    """The items that a node holds: itself, when it is one."""
    if isinstance(node, Item):
        return [node]
    if isinstance(node, Theme):
        return list(node.items.all())
    return list(Item.objects.filter(theme__domaine=node))
