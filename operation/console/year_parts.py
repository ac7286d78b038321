"""What a new school year does to the tables of the console that speak of a school."""

from operation.console.models import SchoolFigures
from sacoche.kit.parts.year import Fate, each_year

each_year(SchoolFigures, Fate.KEPT, "chiffres de l'exploitant", "Ils se comptent à nouveau d'eux-mêmes.")
