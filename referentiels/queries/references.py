"""The displayed references of items, to say what a move made of them."""

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
