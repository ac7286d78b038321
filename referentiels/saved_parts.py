"""How référentiels are backed up and restored; the versions of the socle come with the product."""

from collections.abc import Mapping
from typing import Any

from referentiels.models import (
    Change,
    Domaine,
    HostedReferentiel,
    Item,
    ItemLink,
    ItemSet,
    ItemSetMember,
    ItemSetShare,
    NodeKind,
    Referentiel,
    Remains,
    ResourceFile,
    SchoolVersion,
    SocleEntry,
    SocleVersion,
    Theme,
)
from referentiels.nodes import KINDS, Kind
from sacoche.kit.parts.saved import Follow, Hidden, leave_out, save, share


def _rewritten(values: Mapping[str, Any], follow: Follow) -> Mapping[str, Any]:
    """The node of a change, what held it and the entries that it fed: undone once restored, it comes back there."""
    kind = KINDS[NodeKind(values["kind"])]
    said = {name: _said(values[name], kind, follow) for name in ("before", "after")}
    return {"node": follow(kind.model, values["node"]), **said}


def _said(told: Mapping[str, Any], kind: Kind, follow: Follow) -> dict[str, Any]:
    said = dict(told)
    if kind.parent_id in said:
        above: Any = kind.model._meta.get_field(kind.parent).related_model
        said[kind.parent_id] = follow(above, said[kind.parent_id])
    if "into" in said:
        said["into"] = follow(kind.model, said["into"])
    if "entries" in said:
        said["entries"] = [follow(SocleEntry, entry) for entry in said["entries"]]
    return said


def _without_origin(values: Mapping[str, Any], follow: Follow) -> Mapping[str, Any]:
    """The référentiel that a copy was made of is another school's: on another server its number is somebody else's.

    Where the copy comes from stays told in words.
    """
    return {"origin_key": None}


share(SocleVersion, "code")
share(SocleEntry, "version", "cycle", "number", "is_heading")
save(Referentiel, hidden=Hidden(("origin_key",), (), _without_origin))
save(SchoolVersion)
save(ResourceFile, folder="ressources")
save(Domaine)
save(Theme)
save(Item, holds={"resources": "des textes et des adresses ; un fichier y est nommé par sa clé, qui ne change pas"})
save(ItemLink)
save(ItemSet)
save(ItemSetMember)
save(ItemSetShare)
save(
    Change,
    hidden=Hidden(("node", "before", "after"), (Referentiel, Domaine, Theme, Item, SocleEntry), _rewritten),
)
leave_out(
    Remains,
    "Ce qu'« Annuler » remettrait avec un item supprimé depuis moins de trente jours : après une restauration, l'item "
    "revient seul.",
)
leave_out(HostedReferentiel, "l'hébergeur la propose à tous les établissements : chaque serveur a la sienne")
