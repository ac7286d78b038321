"""How the school and its structure are backed up and restored."""

from typing import Any

from sacoche.kit.parts.saved import save, share
from schools.models import (
    Group,
    Matiere,
    Niveau,
    Period,
    PeriodDates,
    School,
    SchoolClass,
    SchoolLogo,
    SchoolNiveau,
    Zone,
)


def _own(niveaux: Any) -> Any:
    return niveaux.exclude(school=None)


share(Zone, "name", is_everywhere=False)
save(
    School,
    renewed={
        "number": "deux établissements d'un serveur n'ont pas le même numéro : celui qui restaure le choisit",
        "uai": "un UAI n'est qu'une fois sur un serveur : vide quand l'établissement est restauré à côté de lui-même",
    },
    holds={"access": "codes de profils, de droits, de connecteur ; noms, adresses et dates"},
)
save(SchoolLogo)
save(
    Niveau,
    rows=_own,
    others="ceux de la liste nationale sont les mêmes sur chaque serveur, retrouvés par leur référence",
    named=("reference",),
)
save(SchoolNiveau)
save(SchoolClass)
save(Group)
save(Period)
save(PeriodDates)
save(Matiere)
