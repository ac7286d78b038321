"""How imports are backed up and restored: their history is, one that is under way is not."""

from collections.abc import Mapping
from typing import Any

from accounts.models import Account
from imports.models import (
    ImportLine,
    ImportRun,
    ImportTrace,
    KeptTable,
    MoveIn,
    MoveStatus,
    ReceivedResult,
    RememberedLayout,
)
from sacoche.kit.parts.saved import Follow, Hidden, leave_out, save


def _accounts_before(values: Mapping[str, Any], follow: Follow) -> Mapping[str, Any]:
    """The accounts that were there before a move: « Annuler » keeps them."""
    before = values["before"]
    return {"before": before | {"accounts": [follow(Account, number) for number in before.get("accounts", ())]}}


save(
    ImportRun,
    rows=lambda runs: runs.over(),
    others="un import en cours tient à des fichiers et à une heure : il se recommence",
    renewed={"uuid": "il nomme un dossier de ce serveur et n'y est qu'une fois"},
    holds={
        "steps": "codes des étapes",
        "summary": "des nombres, des références de classes, des noms et des motifs",
    },
)
save(RememberedLayout, holds={"mapping": "l'en-tête de chaque colonne"})
leave_out(ImportLine, "les lignes d'un import en cours, qui se recommence")
leave_out(ImportTrace, "elle nomme des lignes par leur numéro, qui change : un import d'avant ne s'annule plus")
save(
    MoveIn,
    rows=lambda moves: moves.exclude(status=MoveStatus.READ),
    others="une reprise qui attend tient à un fichier et à une heure : elle se recommence",
    renewed={"uuid": "il nomme un dossier de ce serveur et n'y est qu'une fois"},
    holds={
        "seen": "des nombres, des tables, des phrases",
        "answers": "des choix et des références de niveaux",
    },
    hidden=Hidden(("before",), (Account,), _accounts_before),
)
save(KeptTable)
save(ReceivedResult)
