"""What a new school year does to its own memory."""

from operation.models import YearChange
from sacoche.kit.parts.year import Fate, each_year

each_year(YearChange, Fate.KEPT, "initialisations annuelles", "Ce que chacune a fait reste lisible.")
