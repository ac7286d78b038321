"""What official documents hold of one person: what was written about a pupil."""

from typing import Any

from django.db.models import Q

from bilans.models import (
    Appreciation,
    AppreciationChange,
    ClassConfiguration,
    Configuration,
    DocumentStatus,
    Fault,
    Position,
)
from sacoche.kit.parts.person import Erased, about_nobody, person

about_nobody(Configuration, ClassConfiguration, DocumentStatus)

# What is being written is read by the family once it is printed, and then from the archive.
_ONCE_PRINTED = "Se lit dans les documents archivés ; ce qui n'est pas encore imprimé est en cours d'écriture."


def _about_her_text(account: Any) -> Q:
    return Q(appreciation__pupil=account)


person(
    Appreciation,
    "pupil",
    section="appreciations",
    label="appréciations des bilans officiels",
    fate=Erased.GONE,
    why=_ONCE_PRINTED,
)
person(
    AppreciationChange,
    whose=_about_her_text,
    section="histoire_des_appreciations",
    label="histoire des appréciations",
    fate=Erased.GONE,
    why=_ONCE_PRINTED,
)
person(
    Fault,
    whose=_about_her_text,
    section="fautes_signalees",
    label="fautes signalées dans des appréciations",
    fate=Erased.GONE,
    why="Des mots entre collègues sur l'orthographe d'un texte.",
)
person(
    Position,
    "pupil",
    section="moyennes_des_bilans",
    label="moyennes saisies, retirées ou arrêtées des bilans officiels",
    fate=Erased.GONE,
    why=_ONCE_PRINTED,
)
