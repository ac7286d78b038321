"""How the decisions of the socle are backed up and restored; its grids are national lists."""

from sacoche.kit.parts.saved import save, share
from socle.models import (
    Domaine,
    Item,
    ItemChange,
    ItemValidation,
    Palier,
    Pilier,
    PilierChange,
    PilierValidation,
    PupilLanguage,
    SchoolPalier,
    SocleSettings,
)

for national in (Palier, Pilier, Domaine, Item):
    share(national, "id")
save(SchoolPalier)
save(SocleSettings)
save(ItemValidation)
save(PilierValidation)
save(ItemChange)
save(PilierChange)
save(PupilLanguage)
