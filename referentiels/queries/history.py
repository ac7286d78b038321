"""The history of one node."""

from referentiels.enums import NodeKind
from referentiels.models import Change, Referentiel


def changes_of(referentiel: Referentiel, kind: NodeKind, key: int) -> list[Change]:
    """What happened to a node, the latest first: the last fifty changes."""
    return list(Change.objects.filter(referentiel=referentiel, kind=kind, node=key).order_by("-pk")[:50])
