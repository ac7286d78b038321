"""How the decisions of the socle are backed up and restored; its grids are national lists."""

from sacoche.kit.parts.saved import save, share
from socle.models import (
    Domaine,
    Item,
    ItemValidation,
    Palier,
    Pilier,
    PilierValidation,
    PupilLanguage,
    SchoolPalier,
    ValidationChange,
)

for national in (Palier, Pilier, Domaine, Item):
    share(national, "id")
save(SchoolPalier)
save(ItemValidation)
save(PilierValidation)
save(ValidationChange)
save(PupilLanguage)
