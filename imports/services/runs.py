"""The life of an import: its file received and read, who holds it, its end."""

import datetime
import logging
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from typing import Any

from django.db import IntegrityError, transaction

from accounts.enums import Profile
from accounts.models import Account
from documents.models import KeptFile
from documents.notes import drop_notes
from imports import plan, queries
from imports.brought.extraction import Extraction
from imports.enums import Audience
from imports.models import (
    UNDOABLE,
    ImportLine,
    ImportRun,
    ImportTrace,
    LineKind,
    RememberedLayout,
    Status,
    a_day_from_now,
)
from imports.plan.staging import people_of, person_values, structure_values
from imports.review.answers import ReviewAnswer, StalePlan
from sacoche.kit.bulk import bulk_insert
from sacoche.kit.clock import now
from sacoche.kit.journal import record
from sacoche.kit.stored import StorageFailed, discard, discard_file, keys_left_since, read, store
from sacoche.kit.tenancy import all_schools
from schools.models import School

FILES = "imports"
UPLOAD = "fichier"
# What is kept of a run that is over: the counts of what it wrote.
_TOLD_AFTERWARDS = ("classes", "groups", "users", "links", "addresses", "guardianships", "undo")
# Why it ended before its last step: the name of who gave it up, or what its file was refused for.
END = "end"
_log = logging.getLogger(__name__)
# A file is written, then its run: what has no run by then never will.
_RECEIVING = datetime.timedelta(minutes=10)


class ImportUnderWay(Exception):
    """The school already has an open import: `run`."""

    def __init__(self, run: ImportRun) -> None:
        super().__init__(str(run.uuid))
        self.run = run


class RunGone(Exception):
    """The run was finished, cancelled or left alone too long: nothing can be done with it."""


# --- The file ---------------------------------------------------------------------------------------------------------


def stage_upload(
    *,
    school: School,
    actor: Account | None,
    source_code: str,
    source_label: str,
    file_name: str,
    data: bytes,
    steps: Iterable[str],
    audience: Audience = Audience.PUPILS,
    is_full: bool = True,
) -> ImportRun:
    """Keep a file until its extraction, and open the run. Raises ImportUnderWay when the school has one open."""
    purge_overdue_runs(school=school)
    run = ImportRun(
        school=school,
        source_code=source_code,
        audience=audience,
        file_name=file_name[-200:],
        steps=list(steps),
        is_full=is_full,
        holder=actor,
        holder_label=actor.full_name if actor else "",
    )
    store(FILES, run.key, UPLOAD, data)
    try:
        with transaction.atomic():
            run.save()
            record("imports.receive", actor=actor, school=school, file_name=run.file_name, source=source_label)
    except IntegrityError as error:
        discard(FILES, run.key)
        under_way = queries.open_run()
        if under_way is None:
            raise
        raise ImportUnderWay(under_way) from error
    return run


def read_upload(run: ImportRun) -> bytes | None:
    """The bytes of the file, None once it was extracted or deleted."""
    return read(FILES, run.key, UPLOAD)


def stage_extraction(*, run: ImportRun, extraction: Extraction) -> None:
    """Stage what the file says; the file itself is deleted. A second call changes nothing.

    A file whose columns somebody told is kept until a step is written: read again, it takes the place of what it said.
    """
    with transaction.atomic():
        run = locked(run)
        if run.has_done("extraction") and not _is_read_otherwise(run, extraction):
            return
        if run.has_done("extraction"):
            ImportLine.objects.filter(run=run).delete()
        people = people_of(extraction, Audience(run.audience))
        _stage(run, LineKind.CLASS, map(structure_values, extraction.classes))
        _stage(run, LineKind.GROUP, map(structure_values, extraction.groups))
        _stage(run, LineKind.USER, map(person_values, people))
        found = extraction_summary(extraction, Audience(run.audience))
        columns = {"columns": dict(extraction.told_columns)} if extraction.told_columns else {}
        run.summary = {"extraction": found, "uai": extraction.uai} | columns
        advance(run, "extraction")
    if not extraction.told_columns:
        _delete_upload(run)


def _is_read_otherwise(run: ImportRun, extraction: Extraction) -> bool:
    """Whether the columns were told again, before any step was written."""
    is_last = run.done == run.number_of("extraction")
    return is_last and bool(extraction.told_columns) and extraction.told_columns != run.summary.get("columns")


def _delete_upload(run: ImportRun) -> None:
    _quietly(discard_file, FILES, run.key, UPLOAD)


def remember_layout(*, source_code: str, mapping: Mapping[str, str]) -> None:
    """Keep what somebody told of the columns of a source, in the place of what was told before."""
    RememberedLayout.objects.update_or_create(source_code=source_code, defaults={"mapping": dict(mapping)})


def keep_file(*, run: ImportRun, extraction: Extraction, content: bytes) -> None:
    """Keep a list of codes for the exports that need it, in the place of the one before."""
    said = {"file_name": run.file_name, "uai": extraction.uai, "year": extraction.year}
    KeptFile.objects.update_or_create(source_code=run.source_code, defaults=said | {"content": zlib.compress(content)})


def extraction_summary(extraction: Extraction, audience: Audience = Audience.PUPILS) -> dict[str, Any]:
    """What the screen of the step tells: how many of each thing the file brings, and its lines left out."""
    problems = [[problem.line, problem.message] for problem in extraction.problems]
    return _people_found(extraction, audience) | _structure_found(extraction, audience) | {"problems": problems}


def _people_found(extraction: Extraction, audience: Audience) -> dict[str, int]:
    if audience == Audience.STAFF:
        directors = sum(person.profile == Profile.DIR for person in extraction.staff)
        return {"teachers": len(extraction.staff) - directors, "directors": directors}
    if audience == Audience.GUARDIANS:
        links, addresses = extraction.link_count, extraction.address_count
        return {"guardians": len(extraction.guardians), "addresses": addresses, "links": links}
    if audience == Audience.NOBODY:
        return {"matieres": len(extraction.matieres)} if extraction.matieres else {}
    return {"pupils": len(extraction.pupils)}


def _structure_found(extraction: Extraction, audience: Audience) -> dict[str, int]:
    if audience == Audience.GUARDIANS:
        return {}
    groups = {"groups": len(extraction.groups)} if extraction.groups else {}
    return {"classes": len(extraction.classes)} | groups


def _stage(run: ImportRun, kind: LineKind, values: Iterable[dict[str, Any]]) -> None:
    rows = ({"kind": kind, "position": position, "incoming": incoming} for position, incoming in enumerate(values))
    bulk_insert(ImportLine, rows, common={"run_id": run.pk})


@transaction.atomic
def confirm_whole_school(*, run: ImportRun) -> None:
    """The file brings few of the people, and the person says that it is the whole school: the usual boxes are ticked.

    Too late once a step is written.
    """
    run = locked(run)
    if run.steps.index("extraction") == run.done - 1:
        run.summary["is_whole"] = True
        run.save(update_fields=["summary"])


def choose_view(*, run: ImportRun, is_full: bool) -> None:
    """Show what does not change, or not, from now on."""
    if run.is_full != is_full:
        run.is_full = is_full
        run.save(update_fields=["is_full"])


def refuse_file(*, run: ImportRun, reason: str) -> None:
    """The file cannot be used: the run ends as if it had been cancelled, and keeps the reason for who asks again."""
    _close(run=run, status=Status.CANCELLED, end={"reason": reason})


# --- A step being applied ---------------------------------------------------------------------------------------------


@contextmanager
def or_stale() -> Iterator[None]:
    """One transaction; what another page wrote at the same moment makes the answer out of date, not an error."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        raise StalePlan from error


def to_apply(run: ImportRun, step_code: str) -> ImportRun | None:
    """The run, locked, when the step is the next one; None when it was applied before. Raises RunGone."""
    run = locked(run)
    if run.has_done(step_code):
        return None
    if run.next_step != step_code:
        raise StalePlan
    return run


def refuse_stale(changes: Iterable[plan.Change], answer: ReviewAnswer) -> None:
    """Raise StalePlan when the answer was made from another state of the school."""
    if plan.fingerprint(changes) != answer.fingerprint:
        raise StalePlan


def locked(run: ImportRun) -> ImportRun:
    """The run as it is now, held for this transaction. Raises RunGone when it is over."""
    found: ImportRun = ImportRun.objects.select_for_update(of=("self",)).get(pk=run.pk)
    found.school = run.school
    if not found.is_open and not found.is_finished:
        raise RunGone
    return found


def advance(run: ImportRun, step_code: str) -> None:
    """The step is done: the next one can be gone to, for one more day."""
    run.done = run.number_of(step_code)
    run.expires_at = a_day_from_now()
    run.save(update_fields=["done", "expires_at", "summary"])
    if step_code != "extraction" and run.summary.get("columns"):
        # Too late to tell the columns again.
        transaction.on_commit(partial(_delete_upload, run))


def replace_people(run: ImportRun, lines: Iterable[dict[str, Any]]) -> None:
    """Keep these people in the place of those who were staged."""
    ImportLine.objects.filter(run=run, kind=LineKind.USER).delete()
    rows = ({"position": rank} | line for rank, line in enumerate(lines))
    bulk_insert(ImportLine, rows, common={"run_id": run.pk, "kind": LineKind.USER})


# --- Who holds the run, and its end -----------------------------------------------------------------------------------


@transaction.atomic
def take_over(*, run: ImportRun, actor: Account) -> None:
    """Go on with an import that another administrator began."""
    run = locked(run)
    if run.holder_id == actor.pk:
        return
    former = run.holder.full_name if run.holder else "une commande du serveur"
    run.holder = actor
    run.holder_label = actor.full_name
    run.save(update_fields=["holder", "holder_label"])
    record("imports.take_over", actor=actor, school=run.school, former_holder=former)


def cancel(*, run: ImportRun, actor: Account | None) -> None:
    """Give up: what was applied stays, everything else that the run holds is deleted. Harmless when it is over."""
    end = {"by": actor.display_name} if actor else {}
    _close(run=run, status=Status.CANCELLED, end=end, told=partial(record, "imports.cancel", actor=actor))


def finish(*, run: ImportRun, actor: Account | None) -> None:
    """The last step: delete the temporary files. Harmless when it is over; raises RunGone before the step."""
    if run.next_step not in ("nettoyage", ""):
        raise RunGone
    _close(run=run, status=Status.FINISHED, told=partial(record, "imports.finish", actor=actor))


def _close(
    *,
    run: ImportRun,
    status: Status,
    end: Mapping[str, str] | None = None,
    told: Callable[..., None] | None = None,
) -> bool:
    """Delete what the run holds, and say whether it was still open; `told` writes its line of journal."""
    is_ours = _end(run, status, end or {}, told)
    # What somebody else ended may have left files too, written while this waited for the run.
    _quietly(discard, FILES, run.key)
    return is_ours


@transaction.atomic
def _end(run: ImportRun, status: Status, end: Mapping[str, str], told: Callable[..., None] | None) -> bool:
    held = ImportRun.objects.select_for_update(of=("self",)).get(pk=run.pk)
    if held.status != Status.OPEN:
        return False
    ImportLine.objects.filter(run=held).delete()
    drop_notes(subject=held.key)
    held.status = status
    held.ended_at = now()
    held.summary = {name: held.summary[name] for name in _TOLD_AFTERWARDS if name in held.summary}
    if end:
        held.summary[END] = dict(end)
    if status == Status.FINISHED:
        held.done = len(held.steps)
    held.save(update_fields=["status", "done", "ended_at", "summary"])
    if told:
        told(school=run.school, file_name=run.file_name)
    return True


def purge_overdue_runs(*, school: School) -> int:
    """End the imports of this school that were left alone for a day; says how many."""
    overdue = list(ImportRun.objects.filter(school=school).overdue())
    return sum(_close(run=run, status=Status.EXPIRED) for run in overdue)


def purge_expired() -> int:
    """End the imports of every school that were left alone for a day. For the operator's command.

    What would undo those that can no longer be undone goes too.
    """
    with all_schools():
        ended = sum(purge_overdue_runs(school=school) for school in School.objects.order_by("number"))
        ImportTrace.objects.filter(run__ended_at__lte=now() - UNDOABLE).delete()
        _delete_orphan_files()
    return ended


def _delete_orphan_files() -> None:
    """Delete the files of runs that were never saved: the server was stopped between the two."""
    keys = {uuid.hex for uuid in ImportRun.objects.filter(status=Status.OPEN).values_list("uuid", flat=True)}
    for key in keys_left_since(FILES, now() - _RECEIVING):
        if key not in keys:
            discard(FILES, key)


def _quietly(delete: Callable[..., None], *names: str) -> None:
    """Delete from the storage what a row no longer names; what cannot be now goes with the next purge."""
    try:
        delete(*names)
    except StorageFailed:
        _log.warning("files of an import could not be deleted: the purge will try again")
