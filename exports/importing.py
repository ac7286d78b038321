"""A file of validations of many pupils, imported by a worker: its report is kept for a day, for who sent it alone."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from typing import Any, BinaryIO

from django.urls import reverse

from accounts.models import Account
from documents.jobs.asking import ask, is_worked
from documents.jobs.kinds import JobKind, JobRefused, Outcome, Work, kinds
from documents.models import Job
from documents.notes import LIFETIME, read_note, write_note
from imports.validations import ImportReport, Origin, UnreadableFile, import_validations, origins
from imports.validations.report import PupilOutcome
from sacoche.kit.clock import now
from sacoche.kit.stored import discard, fetch, keys_left_since, store
from sacoche.kit.text import count
from socle.exchange import Problem, count_pupils

# Up to that many pupils, as for a file that is made, the page does it at once.
AT_ONCE = 300
# Where the file waits, by a key of its own; the kind of the note that holds the report.
FILES, CONTENT = "validations", "fichier"
_NOTE = "validations"
_LOST = "Le fichier reçu n'est plus sur le serveur : envoyez-le de nouveau."


def leave_to_worker(*, actor: Account, file: BinaryIO, name: str, origin: Origin) -> Job | None:
    """The job that imports the file, None when the page does it itself. Raises UnreadableFile, StorageFailed,
    TooManyJobs.
    """
    if not is_worked():
        return None
    pupils = count_pupils(file, name)
    file.seek(0)
    if pupils <= AT_ONCE:
        return None
    key = secrets.token_hex(16)
    store(FILES, key, CONTENT, file)
    # The end of a long name tells what kind of file it is.
    asked = {"key": key, "name": name[-200:], "origin": origin.code, "pupils": pupils}
    title = f"Import des validations de {count(pupils, 'élève', 'élèves')}"
    try:
        address = reverse("exports:validations")
        return ask(kind=IMPORT, owner=actor, title=title, asked=asked, total=pupils, address=address)
    except BaseException:
        discard(FILES, key)
        raise


def _import(work: Work) -> Outcome:
    """Read outside any transaction, then one, which ends the job: begun again, it starts from the file as it came."""
    key, name, origin = work.asked["key"], work.asked["name"], origins.get(work.asked["origin"])
    said: list[Outcome] = []

    def end(report: ImportReport) -> None:
        write_note(owner=work.owner, kind=_NOTE, value=_written_down(report, name, origin))
        said.append(Outcome(_sentence(report), reverse("exports:import_report")))
        work.conclude(said[0])

    try:
        with _received(key) as file:
            import_validations(
                school=work.school,
                actor=work.owner,
                file=file,
                name=name,
                origin=origin,
                progress=lambda done: work.progress(done, work.asked["pupils"]),
                before_end=end,
            )
    except UnreadableFile as error:
        discard(FILES, key)
        raise JobRefused(str(error)) from None
    discard(FILES, key)
    return said[0]


@contextmanager
def _received(key: str) -> Iterator[BinaryIO]:
    file = fetch(FILES, key, CONTENT)
    if file is None:
        raise JobRefused(_LOST)
    with file:
        yield file


def _sentence(report: ImportReport) -> str:
    if report.imported:
        written = count(report.imported, "validation importée", "validations importées")
        return f"{written} pour {count(len(report.modified), 'élève', 'élèves')} : voyez le bilan."
    return "Aucune validation n'a changé : le bilan dit pourquoi."


def _written_down(report: ImportReport, name: str, origin: Origin) -> dict[str, Any]:
    return {"file_name": name, "origin": origin.code, "report": asdict(report)}


def last_report(owner: Account) -> dict[str, Any] | None:
    """What the page of the report shows, None when it has had its day."""
    kept = read_note(owner=owner, kind=_NOTE)
    return kept and {
        "file_name": kept["file_name"],
        "origin": origins.get(kept["origin"]),
        "report": _read_back(kept["report"]),
    }


def _read_back(told: dict[str, Any]) -> ImportReport:
    pupils = {name: [PupilOutcome(**each) for each in told[name]] for name in ("modified", "unchanged", "ignored")}
    return ImportReport(**(told | pupils | {"problems": [Problem(**each) for each in told["problems"]]}))


def purge_received_files() -> int:
    """Delete the files whose job never came to them, or died once it was done; return how many. For the operator."""
    left = keys_left_since(FILES, now() - LIFETIME)
    for key in left:
        discard(FILES, key)
    return len(left)


IMPORT = kinds.register(JobKind("exports.import", 1, "exports.exchange_validations", _import))
