"""The structure of a school holds nobody."""

from sacoche.kit.parts.person import about_nobody
from schools.models import Group, Matiere, Niveau, Period, PeriodDates, School, SchoolClass, SchoolLogo, SchoolNiveau

about_nobody(School, SchoolLogo, Niveau, SchoolNiveau, SchoolClass, Group, Period, PeriodDates, Matiere)
