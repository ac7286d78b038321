"""What a new school year does to imports."""

from imports.models import ImportLine, ImportRun, ImportTrace, KeptTable, MoveIn, MoveStatus, RememberedLayout, Status
from sacoche.kit.parts.year import Fate, each_year

each_year(
    ImportRun,
    Fate.CLOSED,
    "imports en cours",
    "L'import en cours est abandonné ; ceux qui sont finis restent dans l'historique.",
    rows=lambda runs: runs.filter(status=Status.OPEN),
)
each_year(ImportLine, Fate.EMPTIED, "lignes de l'import en cours", "Elles partent avec l'import qui est abandonné.")
each_year(
    ImportTrace,
    Fate.EMPTIED,
    "ce qui permet d'annuler un import",
    "Un import de l'an passé ne s'annule plus.",
)
each_year(RememberedLayout, Fate.KEPT, "colonnes retenues", "Les dispositions de fichiers indiquées à la main restent.")
each_year(
    MoveIn,
    Fate.CLOSED,
    "reprises d'une sauvegarde de SACoche",
    "Celle qui attend est abandonnée ; celles qui sont faites restent dans l'historique.",
    rows=lambda moves: moves.filter(status=MoveStatus.READ),
)
each_year(KeptTable, Fate.KEPT, "données gardées de SACoche", "Ce qui attend d'avoir sa place ici reste lisible.")
