"""« Annuler »: the contrary of a gesture, change after change, the last first.

What somebody else changed since is left as it is, and named.
"""

import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from accounts.models import Account
from referentiels.enums import ChangeVerb, NodeKind
from referentiels.item_parts import hold_something
from referentiels.models import Change, Item, Referentiel
from referentiels.nodes import KINDS, Kind, Node, Values, children_kind, kind_of, nodes_of, referentiel_of
from referentiels.services.log import Gesture, gesture
from referentiels.services.remains import put_back
from sacoche.kit.journal import record
from sacoche.kit.text import count


@dataclass(frozen=True, slots=True)
class Undone:
    """How many changes were taken back, and the names of what had changed since."""

    taken_back: int
    left: tuple[str, ...]


def undone_in_words(undone: Undone) -> str:
    """« 3 changements annulés. Laissé, car changé depuis : Comparer. »."""
    said = f"{count(undone.taken_back, 'changement annulé', 'changements annulés')}."
    return f"{said} Laissé, car changé depuis : {', '.join(undone.left)}." if undone.left else said


def undo(*, author: Account | None, referentiel: Referentiel, gesture_id: uuid.UUID) -> Undone:
    """Take a gesture back in this référentiel. Undoing twice does nothing the second time: it is all left."""
    changes = list(Change.objects.filter(referentiel=referentiel, gesture=gesture_id).order_by("-pk"))
    with gesture(_concerned(referentiel, changes), author, undoes=gesture_id) as writing:
        done = [_CONTRARY[ChangeVerb(change.verb)](writing, referentiel, change) for change in changes]
        missing = put_back(referentiel=referentiel, gesture=gesture_id)
        record("referentiels.undo", actor=author, school=referentiel.school, referentiel=str(referentiel))
    left = dict.fromkeys(_name(change) for change, is_done in zip(changes, done, strict=True) if not is_done)
    return Undone(sum(done), (*left, *_missing_in_words(missing)))


def _missing_in_words(missing: Mapping[int, int]) -> list[str]:
    """« 2 résultats ou demandes de « Comparer » », of the items that came back without all that they held."""
    names = dict(Item.objects.filter(pk__in=missing).values_list("pk", "name"))
    return [
        f"{count(number, 'ligne', 'lignes')} de « {names[item]} » (résultats, demandes…)"
        for item, number in missing.items()
        if number
    ]


def _concerned(referentiel: Referentiel, changes: Sequence[Change]) -> list[Referentiel]:
    """The référentiel, and those that nodes were moved from: they are locked too."""
    parents = [(KINDS[_kind(each)], each.before) for each in changes if each.verb == ChangeVerb.MOVE]
    above = [_above(kind).objects.filter(pk=before[kind.parent_id]).first() for kind, before in parents]
    return [referentiel, *(node if isinstance(node, Referentiel) else referentiel_of(node) for node in above if node)]


def _name(change: Change) -> str:
    """What a change is about, in words: its name, or its kind and number once it is gone."""
    said = change.after.get("name") or change.before.get("name")
    node = _node(change.referentiel, change)
    return str(said or (node.name if node else f"{change.get_kind_display()} n° {change.node}"))


def _node(referentiel: Referentiel, change: Change) -> Node | None:
    found: Node | None = nodes_of(referentiel, KINDS[_kind(change)]).filter(pk=change.node).first()
    return found


def _kind(change: Change) -> NodeKind:
    return NodeKind(change.kind)


def _above(kind: Kind) -> Any:
    """The model of what holds nodes of a kind."""
    return kind.model._meta.get_field(kind.parent).related_model


def _take_away(writing: Gesture, referentiel: Referentiel, change: Change) -> bool:
    """An addition goes, unless it was changed, moved or filled since, or serves already."""
    node = _node(referentiel, change)
    if node is None or _says(node, change.after) != change.after or _holds_something(node):
        return False
    writing.delete(node, referentiel)
    return True


def _put_back_values(writing: Gesture, referentiel: Referentiel, change: Change) -> bool:
    """The values from before, those that are still what the change made them."""
    node = _node(referentiel, change)
    if node is None:
        return False
    present = _says(node, change.after)
    back = {name: change.before[name] for name, value in change.after.items() if present[name] == value}
    writing.edit(node, referentiel, back)
    return len(back) == len(change.after)


def _put_back_place(writing: Gesture, referentiel: Referentiel, change: Change) -> bool:
    """The place from before, in this référentiel or in the one that it came from, unless it has moved again."""
    kind, node = KINDS[_kind(change)], _node(referentiel, change)
    parent = change.before[kind.parent_id]
    if node is None or getattr(node, kind.parent_id) != change.after[kind.parent_id]:
        return False
    if not _has_parent(change, parent):
        return False
    writing.move(node, referentiel, parent, change.before["order"])
    return True


def _bring_back(writing: Gesture, referentiel: Referentiel, change: Change) -> bool:
    """A deletion comes back under its own key, if what held it is still there."""
    kind = KINDS[_kind(change)]
    if _node(referentiel, change) is not None or not _has_parent(change, change.before[kind.parent_id]):
        return False
    writing.add(kind, referentiel, dict(change.before), key=change.node)
    return True


_CONTRARY: Mapping[ChangeVerb, Callable[[Gesture, Referentiel, Change], bool]] = {
    ChangeVerb.ADD: _take_away,
    ChangeVerb.EDIT: _put_back_values,
    ChangeVerb.MOVE: _put_back_place,
    ChangeVerb.DELETE: _bring_back,
    ChangeVerb.MERGE: _bring_back,
}


def _says(node: Node, names: Values) -> Values:
    """The present values of a node, of the same names; a rank may have been pushed by others: it is not looked at."""
    present = kind_of(node).values(node)
    return {name: names["order"] if name == "order" else present[name] for name in names}


def _holds_something(node: Node) -> bool:
    inside = children_kind(kind_of(node))
    if inside is None:
        return hold_something([node.pk])
    return bool(inside.model.objects.filter(**{inside.parent: node}).exists())


def _has_parent(change: Change, parent: int) -> bool:
    """Whether what held a node is still there, in any référentiel of the school."""
    return bool(_above(KINDS[_kind(change)]).objects.filter(pk=parent).exists())
