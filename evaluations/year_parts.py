"""What a new school year does to the scale: nothing, a school keeps its own."""

from evaluations.models import ScaleChange, ScaleSettings, SymbolImage
from sacoche.kit.parts.year import Fate, each_year

each_year(ScaleSettings, Fate.KEPT, "échelle", "Codes, états et algorithme de calcul restent.")
each_year(ScaleChange, Fate.KEPT, "changements de l'échelle", "L'histoire reste entière.")
each_year(SymbolImage, Fate.KEPT, "images de codes de notation", "Elles restent avec l'échelle.")
