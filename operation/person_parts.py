"""What this room remembers holds of one person."""

from operation.models import Backup, Erasure, RegisterSettings, Restoration, YearChange
from sacoche.kit.parts.person import Erased, about_nobody, person

# Who asked for a backup is a member of staff, as he was called.
about_nobody(Backup, Restoration)
# A receipt names nobody.
about_nobody(Erasure)
# The school's own officers, by their functions.
about_nobody(RegisterSettings)
person(
    YearChange,
    "actor",
    section="initialisations",
    label="initialisations annuelles faites",
    fate=Erased.SIGNED,
    columns={"annee": "opens", "le": "started_at"},
)
