"""Import a validations file: the pupils recognised, and of each decision the newer of the two kept.

The file is read whole before anything is written, into a nameless file of the server: one transaction then writes
what is new, and memory does not grow with the school.
"""

import datetime
import json
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import IO, BinaryIO

from django.db import transaction

from accounts.models import Account
from grids.services import lock_pupils
from imports.validations.recognising import recognise
from imports.validations.report import ImportReport, PupilOutcome, sort_outcomes
from imports.validations.writing import Key, Writer
from sacoche.kit.journal import record
from sacoche.kit.private import temporary_folder
from sacoche.kit.registry import Registry
from schools.models import School
from socle.exchange import Decision as FileDecision
from socle.exchange import PupilRecord, UnreadableFile, open_document, read
from socle.models import Pilier

MAX_PUPILS = 20_000


@dataclass(frozen=True)
class Origin:
    """Where a file comes from; `default_author` signs the decisions that name no author."""

    code: str
    label: str
    default_author: str


origins: Registry[Origin] = Registry("validation origins")
origins.register(Origin("sacoche", "en provenance de SACoche", "import_sacoche"))
origins.register(
    Origin("compatible", "en provenance de logiciels compatibles (Gibii, Pronote, etc.)", "import_compatible"),
)


def import_validations(
    *,
    school: School,
    actor: Account | None,
    file: BinaryIO,
    name: str,
    origin: Origin,
    progress: Callable[[int], None] = lambda _pupils: None,
    before_end: Callable[[ImportReport], None] = lambda _report: None,
) -> ImportReport:
    """Import the file sent under `name`; `actor` is None for a command of the server.

    `progress` is told how many pupils are read, `before_end` the report, in the transaction that writes. A decision is
    written when there is none, or when the one of the file is strictly later, whatever the state and even over a
    validated compétence. Raises UnreadableFile, having written nothing.
    """
    report = ImportReport()
    with tempfile.TemporaryFile("w+", encoding="utf-8", dir=temporary_folder()) as staged:
        outcomes = _stage(staged, file, name, origin, report, progress)
        with transaction.atomic():
            pupil_ids = recognise(outcomes)
            lock_pupils({pupil_id for pupil_id in pupil_ids if pupil_id})
            writer = Writer(actor)
            imported = writer.write(staged, pupil_ids)
            report.unlocked = _unlocked_lines(writer.unlocked)
            sort_outcomes(report, outcomes, pupil_ids, imported)
            if imported:
                counts = {"decisions": imported.total(), "pupils": len(imported)}
                record("imports.validations", actor=actor, school=school, **counts)
            before_end(report)
    return report


def _stage(
    staged: IO[str],
    file: BinaryIO,
    name: str,
    origin: Origin,
    report: ImportReport,
    progress: Callable[[int], None],
) -> list[PupilOutcome]:
    """Read the whole file: its decisions go to `staged`, one line a pupil, its problems to the report."""
    outcomes: list[PupilOutcome] = []
    with open_document(file, name) as document:
        for entry in read(document, default_author=origin.default_author):
            if isinstance(entry, PupilRecord):
                # No account has a name that long: the rest would only fill memory.
                outcomes.append(PupilOutcome(entry.last_name[:200], entry.first_name[:200], entry.sconet_id))
                staged.write(f"[{','.join(map(_staged, entry.decisions))}]\n")
                progress(len(outcomes))
            else:
                report.note(entry)
            if len(outcomes) > MAX_PUPILS:
                raise UnreadableFile(
                    f"Ce fichier contient plus de {MAX_PUPILS} élèves : importez-le en plusieurs fois."
                )
    return outcomes


# A class is validated on a few days by a few people: the same facts come back thousands of times.
@lru_cache(maxsize=4096)
def _staged(decision: FileDecision) -> str:
    return json.dumps(decision, default=datetime.date.isoformat)


def _unlocked_lines(keys: Sequence[Key]) -> list[str]:
    pupils = Account.objects.in_bulk({pupil_id for pupil_id, _pilier_id in keys})
    piliers = Pilier.objects.in_bulk({pilier_id for _pupil_id, pilier_id in keys})
    return [f"{pupils[pupil_id].full_name} : {piliers[pilier_id]}" for pupil_id, pilier_id in keys]
