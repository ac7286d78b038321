"""What a new school year does to the school and its structure."""

from typing import Any

from sacoche.kit.parts.year import Closing, Fate, each_year
from schools.models import Group, Matiere, Niveau, Period, PeriodDates, School, SchoolClass, SchoolLogo, SchoolNiveau


def _of_the_year(dates: Any, closing: Closing) -> Any:
    return dates.filter(starts_on__lt=closing.before)


each_year(School, Fate.KEPT, "établissement", "Son identité, ses réglages et ses autorisations restent.")
each_year(SchoolLogo, Fate.KEPT, "logo", "Le logo reste.")
each_year(Niveau, Fate.KEPT, "niveaux de l'établissement", "Ceux que l'établissement a créés restent.")
each_year(SchoolNiveau, Fate.KEPT, "niveaux", "Les niveaux choisis restent.")
each_year(
    SchoolClass,
    Fate.KEPT,
    "classes",
    "Les classes restent : l'import de rentrée propose les nouvelles, et de retirer celles qui n'existent plus.",
)
each_year(
    Group,
    Fate.EMPTIED,
    "groupes",
    "Les groupes et les groupes de besoin sont supprimés : ceux de l'année viennent de l'import de rentrée.",
)
each_year(Period, Fate.KEPT, "périodes", "Les périodes restent, sans leurs dates.")
each_year(
    PeriodDates,
    Fate.EMPTIED,
    "dates de périodes",
    "Les dates de l'an passé sont supprimées : donnez celles de la nouvelle année.",
    rows=_of_the_year,
)
each_year(Matiere, Fate.KEPT, "matières", "Les matières restent.")
