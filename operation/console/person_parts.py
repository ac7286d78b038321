"""What the console keeps of a school holds nobody: numbers."""

from operation.console.models import SchoolFigures
from sacoche.kit.parts.person import about_nobody

about_nobody(SchoolFigures)
