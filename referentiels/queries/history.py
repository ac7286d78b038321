"""The history of one node."""

from django.db.models import Q

from referentiels.enums import ChangeVerb, NodeKind
from referentiels.models import Change, Referentiel


def changes_of(referentiel: Referentiel, kind: NodeKind, key: int) -> list[Change]:
    """What happened to a node, the latest first: the last fifty changes, those that merged another one into it too."""
    concerned = Q(referentiel=referentiel, node=key) | Q(verb=ChangeVerb.MERGE, after__into=key)
    return list(Change.objects.filter(concerned, kind=kind).order_by("-pk")[:50])
