"""« Voir au … »: the tree as it was at a moment, made of the present one by taking the changes back, the last first."""

import datetime
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from referentiels.enums import ChangeVerb, NodeKind
from referentiels.models import Change, Domaine, Item, Referentiel, Theme
from referentiels.nodes import KINDS, Kind, Values, links_by_item, nodes_in
from referentiels.queries.pages import DomaineRow, ItemRow, ThemeRow, displayed_reference
from referentiels.queries.socle import parts_offered

_REMOVED = (ChangeVerb.DELETE, ChangeVerb.MERGE)


class _Past:
    """Nodes by kind and key, and the keys under each parent in their order."""

    def __init__(self, referentiels: Iterable[int]) -> None:
        self.nodes: dict[tuple[NodeKind, int], Values] = {}
        self.under: defaultdict[tuple[NodeKind, int], list[int]] = defaultdict(list)
        links = links_by_item(referentiels)
        for kind in KINDS.values():
            for node in nodes_in(referentiels, kind).order_by("order", "pk"):
                values = {name: getattr(node, name) for name in (*kind.fields, kind.parent_id)}
                if kind.model is Item:
                    values["entries"] = links.get(node.pk, [])
                self.nodes[kind.code, node.pk] = values
                self.under[kind.code, values[kind.parent_id]].append(node.pk)

    def take_back(self, change: Change) -> None:
        """Make the trees what they were before a change; of a node that is gone with its référentiel, nothing."""
        kind = KINDS[NodeKind(change.kind)]
        place = (kind.code, change.node)
        if change.verb in _REMOVED:
            self._put(kind, change.node, dict(change.before))
        elif place not in self.nodes:
            return
        elif change.verb == ChangeVerb.EDIT:
            self.nodes[place].update(change.before)
        else:
            values = self._leave(kind, change.node)
            if change.verb == ChangeVerb.MOVE:
                self._put(kind, change.node, values | change.before)

    def _put(self, kind: Kind, key: int, values: Values) -> None:
        rank = values.pop("order") - kind.first
        self.nodes[kind.code, key] = values
        self.under[kind.code, values[kind.parent_id]].insert(rank, key)

    def _leave(self, kind: Kind, key: int) -> Values:
        values = self.nodes.pop((kind.code, key))
        self.under[kind.code, values[kind.parent_id]].remove(key)
        return values

    def children(self, kind: Kind, parent: int) -> list[Any]:
        """The nodes of a kind under a parent, each as a row that is written nowhere."""
        return [
            kind.model(pk=key, order=order, **_columns(self.nodes[kind.code, key]))
            for order, key in enumerate(self.under[kind.code, parent], kind.first)
        ]

    def entries(self, item: int) -> list[int]:
        return list(self.nodes[NodeKind.ITEM, item].get("entries", []))


def _columns(values: Values) -> Values:
    return {name: value for name, value in values.items() if name != "entries"}


def rows_at(referentiel: Referentiel, moment: datetime.datetime) -> list[DomaineRow]:
    """The tree of a référentiel as it was at a moment, for a page that is only read."""
    since = Change.objects.filter(made_at__gt=moment)
    # What was moved from one to another has left lines in the history of the second alone.
    others = since.filter(verb=ChangeVerb.MOVE).values_list("referentiel", flat=True)
    concerned = {referentiel.pk, *others}
    past = _Past(concerned)
    for change in since.filter(referentiel__in=concerned).order_by("-pk"):
        past.take_back(change)
    return _drawn(past, referentiel)


def _drawn(past: _Past, referentiel: Referentiel) -> list[DomaineRow]:
    said = {choice.key: choice for part in parts_offered() for choice in part.choices}
    niveau = referentiel.niveau.reference

    def item_row(domaine: Domaine, theme: Theme, item: Item) -> ItemRow:
        shown = [said[entry] for entry in past.entries(item.pk) if entry in said]
        reference = displayed_reference(niveau, domaine, theme, item)
        return ItemRow(item, reference, tuple(each.words for each in shown), tuple(each.mark for each in shown))

    def theme_row(domaine: Domaine, theme: Theme) -> ThemeRow:
        items = past.children(KINDS[NodeKind.ITEM], theme.pk)
        reference = theme.reference or f"{domaine.code}{theme.order}"
        return ThemeRow(theme, reference, tuple(item_row(domaine, theme, item) for item in items))

    return [
        DomaineRow(
            domaine,
            domaine.reference or domaine.code,
            tuple(theme_row(domaine, theme) for theme in past.children(KINDS[NodeKind.THEME], domaine.pk)),
        )
        for domaine in past.children(KINDS[NodeKind.DOMAINE], referentiel.pk)
    ]
