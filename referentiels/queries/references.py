"""The displayed references of items, to say what a move made of them."""

from typing import Any

from django.db.models import Case, CharField, F, Q, Value, When
from django.db.models.functions import Cast, Concat

from referentiels.models import Domaine, Item, Theme
from referentiels.nodes import Node, referentiel_of
from referentiels.queries.pages import rows_of


def references_under(node: Node) -> dict[int, str]:
    """The displayed reference of each item that a node holds, by key, in their order."""
    rows = rows_of(referentiel_of(node), only=[_domaine(node)])
    return {
        row.item.pk: row.reference
        for domaine in rows
        for theme in domaine.themes
        for row in theme.items
        if isinstance(node, Domaine) or (theme.theme.pk == node.pk and isinstance(node, Theme)) or row.item == node
    }


def _domaine(node: Node) -> int:
    if isinstance(node, Item):
        node = node.theme
    return node.domaine_id if isinstance(node, Theme) else node.pk


def renamed(before: dict[int, str], after: dict[int, str]) -> str:
    """« 5.A10 → 5.B12, 5.A11 → 5.B13 »; empty when no reference changed."""
    changed = [f"{was} → {after[key]}" for key, was in before.items() if after.get(key, was) != was]
    return ", ".join(changed[:12]) + (f" et {len(changed) - 12} autres" if len(changed) > 12 else "")


def with_references(rows: Any, item: str = "") -> Any:
    """The rows of a queryset with the displayed reference of their item (`reference_shown`), in one query.

    `item` is the path to the item, empty when the rows are items: the same rule as `displayed_reference`.
    """
    start = f"{item}__" if item else ""
    theme, domaine = f"{start}theme__", f"{start}theme__domaine__"
    own = Q(**{f"{domaine}reference": "", f"{theme}reference": "", f"{start}reference": ""})
    ranks = [Cast(f"{theme}order", CharField()), Cast(f"{start}order", CharField())]
    niveau = f"{domaine}referentiel__niveau__reference"
    by_rank = Concat(niveau, Value("."), f"{domaine}code", *ranks, output_field=CharField())
    by_own = Concat(
        _or(f"{domaine}reference", F(f"{domaine}code")),
        _or(f"{theme}reference", ranks[0]),
        _or(f"{start}reference", ranks[1]),
        output_field=CharField(),
    )
    return rows.annotate(reference_shown=Case(When(own, then=by_rank), default=by_own, output_field=CharField()))


def _or(path: str, instead: Any) -> Case:
    """A reference of the school's own, or what stands for it when it has none."""
    return Case(When(**{path: ""}, then=instead), default=F(path), output_field=CharField())
