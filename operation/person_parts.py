"""What this room remembers holds of one person."""

from operation.models import Backup, Erasure, Restoration, YearChange
from sacoche.kit.parts.person import Erased, about_nobody, person

# Who asked for a backup is a member of staff, as he was called.
about_nobody(Backup, Restoration)
# A receipt names nobody.
about_nobody(Erasure)
person(
    YearChange,
    "actor",
    section="initialisations",
    label="initialisations annuelles faites",
    fate=Erased.SIGNED,
    columns={"annee": "opens", "le": "started_at"},
)
