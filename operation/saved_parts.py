"""What a backup does with the tables of this room, and with those of Django itself."""

from typing import Any

from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session

from operation.models import Backup, Erasure, RegisterSettings, Restoration, YearChange
from sacoche.kit.parts.saved import leave_out, save


def _ended(changes: Any) -> Any:
    return changes.exclude(ended_at=None)


save(
    YearChange,
    rows=_ended,
    others="une initialisation en cours se recommence",
    holds={"counts": "des nombres, par table"},
)
save(RegisterSettings)
save(Erasure, holds={"counts": "des nombres, par catégorie"})
leave_out(Session, "une sauvegarde ne rend à personne une session ouverte")
for unused in (ContentType, Permission, Group, Group.permissions.through):
    leave_out(unused, "Django la remplit pour lui-même ; les droits d'ici sont des déclarations du code")
leave_out(Backup, "chaque serveur note les siennes")
leave_out(Restoration, "elle tient à un fichier de ce serveur, et à une heure")
