"""What imports hold of one person: the lines and the traces of the files that named her."""

import json
import zlib
from typing import Any

from django.db.models import Q

from accounts.erasing import names_of, without_names
from imports.models import ImportLine, ImportRun, ImportTrace, KeptTable, MoveIn, ReceivedResult, RememberedLayout
from sacoche.kit.parts.person import Erased, about_nobody, person

about_nobody(RememberedLayout)


def _nobody(account: Any) -> Q:
    return Q(pk=None)


def _forget_runs(account: Any) -> int:
    names = names_of(account)
    changed = [run for run in ImportRun.objects.all() if without_names(run.summary, names) != run.summary]
    for run in changed:
        run.summary = without_names(run.summary, names)
        run.save(update_fields=["summary"])
    return len(changed)


def _forget_lines(account: Any) -> int:
    """Lines of the import under way, of her account or that name her."""
    named = _named_in(ImportLine.objects.only("incoming"), account, "incoming")
    number: int = ImportLine.objects.filter(Q(account=account) | Q(pk__in=named)).delete()[0]
    return number


def _forget_traces(account: Any) -> int:
    """An import that named her can no longer be undone: that would bring her back."""
    found = {
        trace.run_id
        for trace in ImportTrace.objects.all()
        if _names_in(trace.rows, account) or (trace.model == "accounts.Account" and _has_key(trace.rows, account.pk))
    }
    number: int = ImportTrace.objects.filter(run__in=found).delete()[0]
    return number


def _has_key(rows: Any, pk: int) -> bool:
    return any(row[0] == pk for row in rows)


def _forget_moves(account: Any) -> int:
    names = names_of(account)
    number = 0
    for move in MoveIn.objects.all():
        told = {name: without_names(getattr(move, name), names) for name in ("seen", "answers", "before")}
        if any(getattr(move, name) != value for name, value in told.items()):
            MoveIn.objects.filter(pk=move.pk).update(**told)
            number += 1
    return number


def _forget_kept(account: Any) -> int:
    """Lines of a former SACoche that name her."""
    number = 0
    for table in KeptTable.objects.all():
        lines = zlib.decompress(table.content).decode().splitlines()
        kept = [line for line in lines if not _names_in(line, account)]
        if len(kept) < len(lines):
            number += len(lines) - len(kept)
            table.content = zlib.compress("\n".join(kept).encode())
            table.row_count = len(kept)
            table.save(update_fields=["content", "row_count"])
    return number


def _names_in(value: Any, account: Any) -> bool:
    """Whether a JSON value, or its text, holds both her names."""
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    folded = text.casefold()
    return all(name.casefold() in folded for name in (account.last_name, account.first_name) if name)


def _named_in(rows: Any, account: Any, column: str) -> list[int]:
    return [row.pk for row in rows if _names_in(getattr(row, column), account)]


person(
    ImportRun,
    "holder",
    "credentials_by",
    section="imports",
    label="imports faits",
    fate=Erased.SIGNED,
    columns={"fichier": "file_name", "le": "created_at", "fini_le": "ended_at"},
    erase=_forget_runs,
)
person(
    ImportLine,
    "account",
    section="lignes_d_import",
    label="lignes de l'import en cours",
    fate=Erased.GONE,
    columns={"genre": "kind", "decision": "decision"},
    erase=_forget_lines,
)
person(
    ImportTrace,
    section="traces_d_imports",
    label="ce qui permet d'annuler un import",
    whose=_nobody,
    fate=Erased.GONE,
    why="Des valeurs d'avant un import, effacées au bout de sept jours ; celles d'aujourd'hui sont données ailleurs.",
    erase=_forget_traces,
)
person(
    MoveIn,
    "holder",
    section="reprises_de_sacoche",
    label="reprises d'une sauvegarde de SACoche",
    fate=Erased.SIGNED,
    columns={"fichier": "file_name", "le": "created_at"},
    erase=_forget_moves,
)
person(
    KeptTable,
    section="donnees_de_sacoche",
    label="données gardées de SACoche",
    whose=_nobody,
    fate=Erased.GONE,
    why="Des lignes d'un ancien logiciel, qui attendent d'avoir leur place : l'administrateur les a dans leur page.",
    erase=_forget_kept,
)
person(
    ReceivedResult,
    "pupil",
    section="resultats_recus",
    label="résultats reçus d'un autre établissement",
    fate=Erased.GONE,
    columns={
        "vient_de": "source",
        "date": "given_on",
        "matiere": "matiere",
        "niveau": "niveau",
        "item": "name",
        "reference": "reference",
        "code": "code",
        "valeur": "value",
        "evaluation": "title",
    },
)
