"""What the tree and the page of lines share: names become nodes, and one sentence says so."""

from collections.abc import Sequence
from typing import Any

from accounts.models import Account
from referentiels.enums import NodeKind
from referentiels.models import Referentiel
from referentiels.nodes import Node
from referentiels.queries.codes import free_codes
from referentiels.services.editing import add_nodes
from sacoche.kit.text import count


def add_named(
    author: Account,
    referentiel: Referentiel,
    kind: NodeKind,
    parent: int,
    names: Sequence[str],
    order: int | None = None,
) -> list[Node]:
    """Add nodes of these names. Raises Gone, TooMany."""
    values: list[dict[str, Any]] = [{"name": name} for name in names]
    if kind is NodeKind.DOMAINE:
        codes = free_codes(referentiel)
        values = [one | {"code": codes.pop(0) if codes else "Z"} for one in values]
    return add_nodes(author=author, referentiel=referentiel, kind=kind, parent=parent, nodes=values, order=order)


def add_and_say(author: Account, referentiel: Referentiel, kind: NodeKind, parent: int, names: Sequence[str]) -> str:
    """Add nodes at the end, and say « 20 items ajoutés. ». Raises Gone, TooMany."""
    return added_in_words(kind, len(add_named(author, referentiel, kind, parent, names)))


def added_in_words(kind: NodeKind, number: int) -> str:
    """« 1 thème ajouté. », « 20 items ajoutés. »."""
    return f"{count(number, f'{kind.label} ajouté', f'{kind.label}s ajoutés')}."
