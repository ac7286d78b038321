"""How what the engine of grids stores for itself is backed up."""

from grids.models import PresentPage
from sacoche.kit.parts.saved import leave_out

leave_out(PresentPage, "elle dit qui a une grille ouverte à la seconde")
