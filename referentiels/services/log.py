"""The only place that writes a tree: each of the five writings leaves its line in the history.

`gesture` opens the transaction of a service and locks its référentiels: two people write one after the other.
"""

import uuid
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from django.db import transaction
from django.db.models import F

from accounts.models import Account
from referentiels.enums import ChangeVerb, Sharing
from referentiels.models import Change, Item, ItemLink, Referentiel
from referentiels.nodes import Kind, Node, Values, children_kind, items_under, kind_of, nodes_of
from referentiels.services.remains import carry_over, take_out
from referentiels.services.telling import tell_of_changes
from sacoche.kit.clock import now


class Gone(Exception):
    """What was to be changed is no longer there; the message says in French what happened."""


@contextmanager
def gesture(
    referentiels: Sequence[Referentiel],
    author: Account | None,
    *,
    undoes: uuid.UUID | None = None,
    brought_by: str = "",
) -> Iterator["Gesture"]:
    """Lock référentiels, in one order for everybody, and give what writes in them; one transaction.

    `brought_by` says in words what an import comes from.

    Raises Gone when one of them has just been deleted.
    """
    keys = sorted({referentiel.pk for referentiel in referentiels})
    with transaction.atomic():
        locked = list(Referentiel.objects.filter(pk__in=keys).order_by("pk").select_for_update())
        if len(locked) != len(keys):
            raise Gone("Ce référentiel vient d'être supprimé.")
        writing = Gesture({each.pk: each for each in locked}, author, undoes, brought_by)
        yield writing
        writing.close()


class Gesture:
    """What one click writes, in the référentiels that it locked."""

    def __init__(
        self,
        referentiels: Mapping[int, Referentiel],
        author: Account | None,
        undoes: uuid.UUID | None,
        brought_by: str = "",
    ) -> None:
        self.id = uuid.uuid4()
        self.at = now()
        self._author, self._undoes, self._brought_by = author, undoes, brought_by
        # As they are under the lock, by key.
        self.locked = referentiels
        self._changes: list[Change] = []

    def close(self) -> None:
        """Write the lines of the history; the référentiels that changed have a new revision."""
        Change.objects.bulk_create(self._changes)
        touched = {change.referentiel_id for change in self._changes}
        Referentiel.objects.filter(pk__in=touched).update(revision=F("revision") + 1)
        # A copy that is changed is no longer only a copy: others may be interested.
        Referentiel.objects.filter(pk__in=touched, sharing=Sharing.COPIED).update(sharing=Sharing.PRIVATE)
        tell_of_changes(author=self._author, referentiels=self.locked, changes=self._changes)

    # ------------------------------------------------------------ the five writings

    def add(self, kind: Kind, referentiel: Referentiel, values: Values, *, key: int | None = None) -> Node:
        """A node with these values (those of `Kind.values`), at its rank; `key` is that of a node that comes back."""
        values = values | {"order": self._make_room(kind, values[kind.parent_id], values["order"])}
        columns = {name: value for name, value in values.items() if name != "entries"}
        node = kind.model(pk=key, school_id=referentiel.school_id, **columns)
        node.save(force_insert=True)
        self._link(node, values.get("entries", []))
        self._tell(ChangeVerb.ADD, kind, referentiel, node.pk, {}, values)
        return node

    def edit(self, node: Node, referentiel: Referentiel, after: Values) -> None:
        """Give values to a node; those that are already its own are left out, and nothing is told when all are."""
        kind = kind_of(node)
        present = kind.values(node)
        after = {name: value for name, value in after.items() if present[name] != value}
        if not after:
            return
        if "entries" in after:
            self._link(node, after["entries"])
        columns = {name: value for name, value in after.items() if name != "entries"}
        if columns:
            kind.model.objects.filter(pk=node.pk).update(**columns)
        self._tell(ChangeVerb.EDIT, kind, referentiel, node.pk, {name: present[name] for name in after}, after)

    def move(self, node: Node, referentiel: Referentiel, parent: int, order: int) -> None:
        """Put a node at a rank under a parent of its kind, in the same référentiel or in another one."""
        kind = kind_of(node)
        before = {kind.parent_id: getattr(node, kind.parent_id), "order": node.order}
        self._close_gap(kind, before[kind.parent_id], node)
        order = self._make_room(kind, parent, order, but=node.pk)
        after = {kind.parent_id: parent, "order": order}
        kind.model.objects.filter(pk=node.pk).update(**after)
        if before != after:
            self._tell(ChangeVerb.MOVE, kind, referentiel, node.pk, before, after)

    def delete(self, node: Node, referentiel: Referentiel) -> None:
        """Take a node away with all that it holds, each told by itself so that each can come back."""
        items = self._held_still(items_under(node))
        take_out(referentiel=referentiel, gesture=self.id, items=items)
        self._delete(node, referentiel)

    def merge(self, absorbed: Item, referentiel: Referentiel, kept: Item) -> None:
        """Give what an item holds to another one, then take it away."""
        self._held_still([absorbed, kept])
        carry_over(referentiel=referentiel, gesture=self.id, absorbed=absorbed, kept=kept)
        self._remove(absorbed, referentiel, ChangeVerb.MERGE, {"into": kept.pk, "into_name": kept.name})

    def _delete(self, node: Node, referentiel: Referentiel) -> None:
        inside = children_kind(kind_of(node))
        if inside is not None:
            for child in inside.model.objects.filter(**{inside.parent: node}).order_by("-order", "-pk"):
                self._delete(child, referentiel)
        self._remove(node, referentiel, ChangeVerb.DELETE, {})

    def _remove(self, node: Node, referentiel: Referentiel, verb: ChangeVerb, after: Values) -> None:
        kind = kind_of(node)
        values, key = kind.values(node), node.pk
        node.delete()
        self._close_gap(kind, values[kind.parent_id], None)
        self._tell(verb, kind, referentiel, key, values, after)

    def _held_still(self, items: Sequence[Item]) -> list[int]:
        """The keys of items that nobody gives anything to until the gesture ends: a key to one of them waits."""
        keys = [item.pk for item in items]
        return list(Item.objects.filter(pk__in=keys).order_by("pk").select_for_update().values_list("pk", flat=True))

    # ------------------------------------------------------------ what they share

    def _tell(
        self, verb: ChangeVerb, kind: Kind, referentiel: Referentiel, node: int, before: Values, after: Values
    ) -> None:
        self._changes.append(
            Change(
                school_id=referentiel.school_id,
                referentiel_id=referentiel.pk,
                gesture=self.id,
                made_at=self.at,
                author=self._author,
                author_label=self._author.author_label if self._author else "",
                verb=verb,
                kind=kind.code,
                node=node,
                before=before,
                after=after,
                undoes=self._undoes,
                brought_by=self._brought_by,
            )
        )

    def _link(self, node: Node, entries: Sequence[int]) -> None:
        """Make an item feed exactly these entries, in this order."""
        if isinstance(node, Item):
            node.socle_links.all().delete()
            ItemLink.objects.bulk_create(
                ItemLink(school_id=node.school_id, item=node, entry_id=entry) for entry in entries
            )

    def rank_after(self, kind: Kind, parent: int, before: int | None, but: int | None) -> int:
        """The rank that follows a sibling's, the first one when there is none; `but` is the node that is moving."""
        keys = [each.pk for each in self._siblings(kind, parent) if each.pk != but]
        return kind.first + (keys.index(before) + 1 if before in keys else 0)

    def _siblings(self, kind: Kind, parent: int) -> Any:
        return kind.model.objects.filter(**{kind.parent_id: parent}).order_by("order", "pk")

    def _close_gap(self, kind: Kind, parent: int, leaving: Node | None) -> None:
        """Number what stays under a parent without a hole."""
        staying = [each for each in self._siblings(kind, parent) if leaving is None or each.pk != leaving.pk]
        self._number(kind, staying, range(kind.first, kind.first + len(staying)))

    def _make_room(self, kind: Kind, parent: int, order: int, *, but: int | None = None) -> int:
        """Leave one rank free under a parent, and say which: that which is asked, or the last one."""
        present = [each for each in self._siblings(kind, parent) if each.pk != but]
        rank = min(max(order, kind.first), kind.first + len(present))
        before = rank - kind.first
        places = [*range(kind.first, rank), *range(rank + 1, rank + 1 + len(present) - before)]
        self._number(kind, present, places)
        return rank

    def _number(self, kind: Kind, nodes: Sequence[Node], orders: Sequence[int]) -> None:
        changed = []
        for node, order in zip(nodes, orders, strict=True):
            if node.order != order:
                node.order = order
                changed.append(node)
        kind.model.objects.bulk_update(changed, ["order"])


def locked_node(kind: Kind, referentiel: Referentiel, key: int) -> Node:
    """A node as it is now, under the lock of its référentiel. Raises Gone when it has been taken away."""
    node = nodes_of(referentiel, kind).filter(pk=key).first()
    if node is None:
        raise Gone(f"Ce {kind.code.label} n'est plus dans ce référentiel : quelqu'un vient de le retirer.")
    return node
