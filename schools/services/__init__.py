"""Writes on the school's structure. `actor` is an account, or None for a command."""

from schools.services.structure import (
    NiveauInUse,
    NiveauUnfit,
    ReferenceTaken,
    activate_niveau,
    create_class,
    create_group,
    deactivate_niveau,
    delete_class,
    delete_group,
    standing_on,
    update_class,
    update_group,
)

__all__ = [
    "NiveauInUse",
    "NiveauUnfit",
    "ReferenceTaken",
    "activate_niveau",
    "create_class",
    "create_group",
    "deactivate_niveau",
    "delete_class",
    "delete_group",
    "standing_on",
    "update_class",
    "update_group",
]
