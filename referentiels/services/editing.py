"""What people do to a tree: add, change, move, take away, the same change on many items."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from accounts.models import Account
from referentiels.enums import NodeKind
from referentiels.item_parts import held_in_words
from referentiels.models import Item, Referentiel, Theme
from referentiels.nodes import KINDS, Kind, Node, Values, items_under, nodes_of
from referentiels.queries.socle import rivals_of
from referentiels.services.log import Gesture, Gone, gesture, locked_node
from referentiels.tree import MAX_ITEMS
from sacoche.kit.journal import record
from sacoche.kit.text import count

_DEFAULTS: Mapping[NodeKind, Values] = {
    NodeKind.DOMAINE: {"code": "", "reference": "", "name": ""},
    NodeKind.THEME: {"reference": "", "name": ""},
    NodeKind.ITEM: {
        "reference": "",
        "name": "",
        "abbreviation": "",
        "coefficient": 1,
        "is_requestable": True,
        "link": "",
        "comment": "",
        "resources": [],
        "entries": [],
    },
}


class TooMany(Exception):
    """The tree would hold more than it can; the message says so in French."""


@dataclass(frozen=True, slots=True)
class Stale:
    """A value that somebody else changed meanwhile: what the page showed, what is there, what is asked."""

    name: str
    seen: Any
    present: Any
    wanted: Any


class ChangedMeanwhile(Exception):
    """Values changed since the page showed them; nothing was written, and the page shows both."""

    def __init__(self, stale: Sequence[Stale]) -> None:
        super().__init__("Quelqu'un vient de changer cela.")
        self.stale = stale


def add_nodes(
    *,
    author: Account | None,
    referentiel: Referentiel,
    kind: NodeKind,
    parent: int,
    nodes: Sequence[Values],
    order: int | None = None,
) -> list[Node]:
    """Add nodes one after the other under a parent, from a rank on or at its end; what they do not say is by default.

    `parent` is the key of the domaine of a thème, of the thème of an item, of the référentiel itself for a domaine.
    Raises Gone, and TooMany beyond what a référentiel holds.
    """
    what = KINDS[kind]
    with gesture([referentiel], author) as writing:
        _refuse_too_many(what, referentiel, len(nodes))
        _check_parent(what, referentiel, parent)
        rank = what.first + what.model.objects.filter(**{what.parent_id: parent}).count() if order is None else order
        return [
            writing.add(what, referentiel, {**_DEFAULTS[kind], **values, what.parent_id: parent, "order": rank + place})
            for place, values in enumerate(nodes)
        ]


def edit_node(
    *,
    author: Account | None,
    referentiel: Referentiel,
    kind: NodeKind,
    key: int,
    seen: Values,
    wanted: Values,
) -> None:
    """Give values to a node. `seen` is what the page showed of each.

    A value that somebody else changed since is not overwritten: raises ChangedMeanwhile, nothing is written. What
    others changed elsewhere in the same node stays. Raises Gone.
    """
    with gesture([referentiel], author) as writing:
        node = locked_node(KINDS[kind], referentiel, key)
        present = KINDS[kind].values(node)
        stale = [
            Stale(name, seen[name], present[name], value)
            for name, value in wanted.items()
            if value != seen[name] and present[name] not in (seen[name], value)
        ]
        if stale:
            raise ChangedMeanwhile(stale)
        writing.edit(node, referentiel, {name: value for name, value in wanted.items() if value != seen[name]})


def move_node(
    *,
    author: Account | None,
    source: Referentiel,
    target: Referentiel,
    kind: NodeKind,
    key: int,
    parent: int,
    order: int,
) -> None:
    """Put a node, with all that it holds, at a rank under a parent of `target`. Raises Gone, TooMany."""
    what = KINDS[kind]
    with gesture([source, target], author) as writing:
        node = locked_node(what, source, key)
        _check_parent(what, target, parent)
        if source.pk != target.pk:
            _refuse_too_many(KINDS[NodeKind.ITEM], target, len(items_under(node)))
        writing.move(node, target, parent, order)


def delete_nodes(*, author: Account | None, referentiel: Referentiel, kind: NodeKind, keys: Collection[int]) -> None:
    """Take nodes away with all that they hold. Raises Gone when one of them has been."""
    with gesture([referentiel], author) as writing:
        nodes = [locked_node(KINDS[kind], referentiel, key) for key in keys]
        items = sum(len(items_under(node)) for node in nodes)
        for node in nodes:
            writing.delete(node, referentiel)
        named = ", ".join(f"« {node.name} »" for node in nodes)
        _record("delete_nodes", author, referentiel, nodes=named, items=items)


class CannotMerge(Exception):
    """These items do not become one; the message says why in French."""


def merge_items(*, author: Account | None, referentiel: Referentiel, key: int, target: Referentiel, into: int) -> str:
    """Give what an item holds to another one, of `target`, and take it away; its name, for what is said.

    Raises Gone, CannotMerge for an item with itself.
    """
    if key == into:
        raise CannotMerge("Un item ne fusionne pas avec lui-même : choisissez-en un autre.")
    kind = KINDS[NodeKind.ITEM]
    with gesture([referentiel, target], author) as writing:
        absorbed, kept = locked_node(kind, referentiel, key), locked_node(kind, target, into)
        assert isinstance(absorbed, Item)
        assert isinstance(kept, Item)
        held = ", ".join(held_in_words([absorbed.pk])) or "rien n'y était rattaché"
        writing.merge(absorbed, referentiel, kept)
        _record("merge", author, referentiel, item=absorbed.name, into=kept.name, held=held)
    return str(absorbed.name)


def change_items(
    *, author: Account | None, referentiel: Referentiel, keys: Collection[int], values: Values, what: str = "réglages"
) -> int:
    """Give the same values to items (« Actions complémentaires »), and say how many changed; `what` is for the journal.

    Raises Gone.
    """
    return _on_items(author, referentiel, keys, lambda present: values, what=what)


def link_items(
    *, author: Account | None, referentiel: Referentiel, keys: Collection[int], entry: int, is_added: bool
) -> int:
    """Make items feed an entry of the socle, or no longer; say how many changed. Raises Gone."""
    rivals = rivals_of(entry)

    def entries(present: Values) -> Values:
        return {"entries": with_link(present["entries"], entry, rivals, is_added=is_added)}

    what = "un lien avec le socle ajouté" if is_added else "un lien avec le socle retiré"
    return _on_items(author, referentiel, keys, entries, what=what)


def set_links(*, author: Account | None, referentiel: Referentiel, cells: Mapping[tuple[int, int], bool]) -> int:
    """Link items to entries or no longer, by key of the item and of the entry: one gesture; how many items changed.

    Raises Gone.
    """
    rivals = {entry: rivals_of(entry) for entry in {entry for _item, entry in cells}}
    kind = KINDS[NodeKind.ITEM]
    changed = 0
    with gesture([referentiel], author) as writing:
        for key in sorted({item for item, _entry in cells}):
            item = locked_node(kind, referentiel, key)
            assert isinstance(item, Item)
            entries = present = kind.values(item)["entries"]
            for (one, entry), is_added in cells.items():
                if one == key:
                    entries = with_link(entries, entry, rivals[entry], is_added=is_added)
            writing.edit(item, referentiel, {"entries": entries})
            changed += entries != present
    return changed


def with_link(entries: Sequence[int], entry: int, rivals: Collection[int], *, is_added: bool) -> list[int]:
    """The entries of an item once it is linked to one more, or no longer; it leaves the rivals of the new one."""
    if not is_added:
        return [each for each in entries if each != entry]
    kept = [each for each in entries if each not in rivals]
    return kept if entry in kept else [*kept, entry]


def _on_items(
    author: Account | None, referentiel: Referentiel, keys: Collection[int], change: Any, *, what: str
) -> int:
    kind = KINDS[NodeKind.ITEM]
    with gesture([referentiel], author) as writing:
        items = list(nodes_of(referentiel, kind).filter(pk__in=keys).order_by("pk"))
        if len(items) != len(set(keys)):
            gone = len(set(keys)) - len(items)
            raise Gone(f"{count(gone, 'item vient', 'items viennent')} d'être retirés : rechargez la page.")
        changed = sum(_changed(writing, item, referentiel, change(kind.values(item))) for item in items)
        if changed:
            _record("bulk", author, referentiel, items=changed, what=what)
        return changed


def _changed(writing: Gesture, item: Item, referentiel: Referentiel, values: Values) -> bool:
    """Give values to an item; whether it said something else before."""
    present = KINDS[NodeKind.ITEM].values(item)
    writing.edit(item, referentiel, values)
    return any(present[name] != value for name, value in values.items())


def _check_parent(kind: Kind, referentiel: Referentiel, parent: int) -> None:
    """Raise Gone unless `parent` may hold nodes of this kind in this référentiel."""
    if kind.code is NodeKind.DOMAINE:
        if parent != referentiel.pk:
            raise Gone("Ce référentiel n'est plus celui de la page : rechargez-la.")
        return
    above = KINDS[NodeKind.DOMAINE] if kind.model is Theme else KINDS[NodeKind.THEME]
    locked_node(above, referentiel, parent)


def _refuse_too_many(kind: Kind, referentiel: Referentiel, more: int) -> None:
    present = nodes_of(referentiel, kind).count()
    if present + more > MAX_ITEMS:
        raise TooMany(f"Un référentiel compte {MAX_ITEMS} {kind.code.label}s au plus ; celui-ci en a {present}.")


def _record(verb: str, author: Account | None, referentiel: Referentiel, **details: Any) -> None:
    record(f"referentiels.{verb}", actor=author, school=referentiel.school, referentiel=str(referentiel), **details)
