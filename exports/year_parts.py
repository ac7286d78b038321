"""What a new school year does to the files made for people."""

from exports.models import GeneratedFile
from sacoche.kit.parts.year import Fate, each_year

each_year(GeneratedFile, Fate.KEPT, "fichiers à télécharger", "Ils s'effacent d'eux-mêmes au bout d'une heure.")
