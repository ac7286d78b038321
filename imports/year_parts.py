"""What a new school year does to imports."""

from typing import Any

from imports.models import (
    ImportLine,
    ImportRun,
    ImportTrace,
    KeptTable,
    MoveIn,
    MoveStatus,
    ReceivedResult,
    RememberedLayout,
    Status,
)
from imports.sacoche.moves import give_up
from imports.services import cancel
from sacoche.kit.parts.year import Closing, Fate, each_year


def _open(runs: Any, closing: Closing) -> Any:
    return runs.filter(status=Status.OPEN)


def _waiting(moves: Any, closing: Closing) -> Any:
    return moves.filter(status=MoveStatus.READ)


def _close_runs(runs: Any, actor: Any) -> int:
    held = list(runs)
    for run in held:
        cancel(run=run, actor=actor)
    return len(held)


def _close_moves(moves: Any, actor: Any) -> int:
    held = list(moves)
    for move in held:
        give_up(move, actor=actor)
    return len(held)


each_year(
    ImportRun,
    Fate.CLOSED,
    "imports en cours",
    "L'import en cours est abandonné ; ceux qui sont finis restent dans l'historique.",
    rows=_open,
    others="imports finis",
    end=_close_runs,
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
    rows=_waiting,
    end=_close_moves,
)
each_year(KeptTable, Fate.KEPT, "données gardées de SACoche", "Ce qui attend d'avoir sa place ici reste lisible.")
each_year(
    ReceivedResult,
    Fate.KEPT,
    "résultats reçus d'un autre établissement",
    "Repris ou gardés à part, ils restent lisibles.",
)
