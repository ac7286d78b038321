"""What a new school year does to the socle: nothing, its decisions are those of a whole schooling."""

from sacoche.kit.parts.year import Fate, each_year
from socle.models import (
    ItemChange,
    ItemValidation,
    PilierChange,
    PilierValidation,
    PupilLanguage,
    SchoolPalier,
    SocleSettings,
)

each_year(SchoolPalier, Fate.KEPT, "paliers", "Les paliers choisis restent.")
each_year(SocleSettings, Fate.KEPT, "réglages de l'aide à la validation", "Ils restent comme vous les avez choisis.")
each_year(ItemValidation, Fate.KEPT, "validations d'items", "Elles suivent l'élève jusqu'à la fin de sa scolarité.")
each_year(
    PilierValidation, Fate.KEPT, "validations de compétences", "Elles suivent l'élève jusqu'à la fin de sa scolarité."
)
each_year(ItemChange, Fate.KEPT, "changements de l'histoire des items", "L'histoire reste entière.")
each_year(PilierChange, Fate.KEPT, "changements de l'histoire des compétences", "L'histoire reste entière.")
each_year(PupilLanguage, Fate.KEPT, "langues étrangères pour le socle", "Chaque élève garde la sienne.")
