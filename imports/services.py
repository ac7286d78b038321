"""The verbs of an import: each is one transaction, safe to repeat, and refuses what is out of date.

Files are parsed and passwords hashed by the callers, before the transaction begins.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from typing import Any

from django.db import IntegrityError, transaction

from accounts.enums import Gender, Profile
from accounts.models import Account, stored_sort_key
from imports import plan, queries
from imports.answers import ClassAnswer, ClassForm, IncompleteForms, ReviewAnswer, StalePlan
from imports.extraction import Extraction, IncomingPupil
from imports.models import LIFETIME, OPEN_STAGES, ImportLine, ImportRun, LineKind, Stage, a_day_from_now
from imports.plan import ClassChange, Decision, UserChange
from imports.queries import NO_PASSWORD
from imports.staging import class_values, pupil_values
from sacoche.kit.bulk import bulk_insert
from sacoche.kit.clock import now, today
from sacoche.kit.files import delete_private_dir, private_dir, private_keys_left_since, write_private
from sacoche.kit.journal import record
from sacoche.kit.tenancy import all_schools
from schools.models import Niveau, School, SchoolClass
from schools.queries import class_niveaux
from socle.services import lock_pupils

FILES = "imports"
UPLOAD = "fichier"
NAME_LENGTH = 20


class ImportUnderWay(Exception):
    """The school already has an open import: `run`."""

    def __init__(self, run: ImportRun) -> None:
        super().__init__(str(run.uuid))
        self.run = run


class RunGone(Exception):
    """The run was finished, cancelled or left alone too long: nothing can be done with it."""


@contextmanager
def _or_stale() -> Iterator[None]:
    """One transaction; what another page wrote at the same moment makes the answer out of date, not an error."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        raise StalePlan from error


# --- Step 1 -----------------------------------------------------------------------------------------------------------


def stage_upload(
    *, school: School, actor: Account | None, source_code: str, source_label: str, file_name: str, data: bytes
) -> ImportRun:
    """Keep a file until its extraction, and open the run. Raises ImportUnderWay when the school has one open."""
    purge_overdue_runs(school=school)
    run = ImportRun(school=school, source_code=source_code, file_name=file_name[-200:], holder=actor)
    write_private(private_dir(FILES, run.key) / UPLOAD, data)
    try:
        with transaction.atomic():
            run.save()
            record("imports.receive", actor=actor, school=school, file_name=run.file_name, source=source_label)
    except IntegrityError as error:
        delete_private_dir(FILES, run.key)
        under_way = queries.open_run()
        if under_way is None:
            raise
        raise ImportUnderWay(under_way) from error
    return run


def read_upload(run: ImportRun) -> bytes | None:
    """The bytes of the file, None once it was extracted or deleted."""
    try:
        return (private_dir(FILES, run.key) / UPLOAD).read_bytes()
    except FileNotFoundError:
        return None


# --- Step 2 -----------------------------------------------------------------------------------------------------------


def stage_extraction(*, run: ImportRun, extraction: Extraction) -> None:
    """Stage what the file says; the file itself is deleted. A second call changes nothing."""
    with transaction.atomic():
        run = _locked(run)
        if run.stage != Stage.RECEIVED:
            return
        people = [*extraction.pupils, *extraction.without_class]
        bulk_insert(ImportLine, _staged(run, LineKind.CLASS, map(class_values, extraction.classes)))
        bulk_insert(ImportLine, _staged(run, LineKind.USER, map(pupil_values, people)))
        run.summary["extraction"] = extraction_summary(extraction)
        _advance(run, Stage.EXTRACTED)
    (private_dir(FILES, run.key) / UPLOAD).unlink(missing_ok=True)


def extraction_summary(extraction: Extraction) -> dict[str, Any]:
    """What the screen of the step tells."""
    return {
        "pupils": len(extraction.pupils),
        "classes": len(extraction.classes),
        "problems": [[problem.line, problem.message] for problem in extraction.problems],
    }


def _staged(run: ImportRun, kind: LineKind, values: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for position, incoming in enumerate(values):
        yield {"run_id": run.pk, "kind": kind, "position": position, "incoming": incoming}


@transaction.atomic
def confirm_whole_school(*, run: ImportRun) -> None:
    """The file brings few of the pupils, and the person says that it is the whole school: the usual boxes are ticked.

    Too late once the classes are written.
    """
    run = _locked(run)
    if run.stage == Stage.EXTRACTED:
        run.summary["is_whole"] = True
        run.save(update_fields=["summary"])


def refuse_file(*, run: ImportRun) -> None:
    """The file cannot be used: the run ends as if it had been cancelled."""
    _close(run=run, stage=Stage.CANCELLED)


# --- Step 3 -----------------------------------------------------------------------------------------------------------


@_or_stale()
def apply_classes(*, run: ImportRun, actor: Account | None, answer: ClassAnswer) -> None:
    """Create and delete the ticked classes. A second call changes nothing.

    Raises StalePlan when the answer was made from another state of the school, IncompleteForms when a class to add
    lacks its level or its name.
    """
    run = _locked(run)
    if run.has_reached(Stage.CLASSES_APPLIED):
        return
    changes = queries.planned_classes(run, queries.incoming_pupils(run))
    if plan.fingerprint(changes) != answer.fingerprint:
        raise StalePlan
    ticked = [change for change in changes if change.decision in plan.WRITING and change.key in answer.ticked]
    _create_classes(run, [change for change in ticked if change.decision == Decision.ADD], answer)
    _delete_classes([change for change in ticked if change.decision == Decision.REMOVE])
    summary = run.summary["classes"] = class_summary(changes, answer.ticked)
    _replace_lines(run, LineKind.CLASS, _class_lines(changes, answer))
    references = ", ".join(_reference(change) for change in ticked) or "–"
    told = {"references": references, "added": summary["added"], "removed": summary["removed"]}
    record("imports.apply_classes", actor=actor, school=run.school, **told)
    _advance(run, Stage.CLASSES_APPLIED)


def _create_classes(run: ImportRun, changes: Sequence[ClassChange], answer: ClassAnswer) -> None:
    niveaux = class_niveaux(run.school).in_bulk()
    check_class_forms(changes, answer.forms, niveaux.values())
    SchoolClass.objects.bulk_create(
        SchoolClass(
            niveau=niveaux[answer.forms[change.key].niveau_id],
            reference=change.incoming.reference,
            name=answer.forms[change.key].name,
            long_name=change.incoming.long_name,
        )
        for change in changes
        if change.incoming
    )


def check_class_forms(
    changes: Iterable[ClassChange], forms: Mapping[str, ClassForm], niveaux: Iterable[Niveau]
) -> None:
    """Raise IncompleteForms when a class to add lacks one of these levels, or a name that fits. Reads nothing."""
    known = {niveau.pk for niveau in niveaux}
    added = [change for change in changes if change.decision == Decision.ADD]
    errors = {change.key: error for change in added if (error := _form_error(forms.get(change.key), known))}
    if errors:
        raise IncompleteForms(errors)


def _form_error(form: ClassForm | None, niveaux: set[int]) -> str:
    if form is None or form.niveau_id not in niveaux:
        return "Choisissez un niveau."
    if not form.name:
        return "Donnez un nom à cette classe."
    if len(form.name) > NAME_LENGTH:
        return f"Le nom complet a {NAME_LENGTH} caractères au plus."
    return ""


def _delete_classes(changes: Sequence[ClassChange]) -> None:
    """Their pupils stay, without a class; their links with teachers go."""
    leaving = [change.known.id for change in changes if change.known]
    lock_pupils(Account.objects.pupils().filter(school_class__in=leaving).order_by().values_list("pk", flat=True))
    SchoolClass.objects.filter(pk__in=leaving).delete()


def class_summary(changes: Sequence[ClassChange], ticked: Collection[str] | None = None) -> dict[str, int]:
    """The arithmetic line of the step: classes before, added, removed, after. `ticked`: by default those proposed."""
    done = [change for change in changes if (change.is_ticked if ticked is None else change.key in ticked)]
    before = sum(change.known is not None for change in changes)
    counts = plan.counts(done)
    added, removed = counts[Decision.ADD], counts[Decision.REMOVE]
    return {"before": before, "added": added, "removed": removed, "after": before + added - removed}


def _class_lines(changes: Sequence[ClassChange], answer: ClassAnswer) -> Iterator[dict[str, Any]]:
    ids = dict(SchoolClass.objects.order_by().values_list("reference", "pk"))
    for change in changes:
        form = answer.forms.get(change.key)
        yield {
            "incoming": class_values(change.incoming) if change.incoming else None,
            "decision": change.decision.value,
            "is_ticked": change.key in answer.ticked,
            "before": {"reference": change.known.reference} if change.known else {},
            "after": {"niveau": form.niveau_id, "name": form.name} if form else {},
            "school_class_id": ids.get(_reference(change)),
        }


def _reference(change: ClassChange) -> str:
    source = change.incoming or change.known
    assert source is not None
    return source.reference


# --- Step 4 -----------------------------------------------------------------------------------------------------------


@_or_stale()
def apply_users(*, run: ImportRun, actor: Account | None, answer: ReviewAnswer) -> None:
    """Write the ticked decisions on pupils. A second call changes nothing.

    New accounts get their login, and no password yet. Raises StalePlan when the answer was made from another state.
    """
    run = _locked(run)
    if run.has_reached(Stage.USERS_APPLIED):
        return
    # Accounts of a school are made one at a time, here and on the pages that open a single one.
    # no_key: whoever writes a row that refers to the school or to a class need not wait, and may hold a pupil.
    School.objects.select_for_update(no_key=True).get(pk=run.school_id)
    # No class may go while pupils are put into it.
    list(SchoolClass.objects.select_for_update(of=("self",), no_key=True).order_by("pk").values_list("pk"))
    changes = queries.planned_users(run)
    if plan.fingerprint(changes) != answer.fingerprint:
        raise StalePlan
    proposed = {change.key for change in changes}
    changes = plan.separate(changes, answer.separated)
    chosen = answer.ticked | ({change.key for change in changes} - proposed)
    ticked = [change for change in changes if change.decision in plan.WRITING and change.key in chosen]
    lock_pupils(change.known.id for change in ticked if change.known)
    created = _write_users(ticked)
    counts = plan.counts(ticked)
    run.summary["users"] = user_summary(changes, counts)
    _replace_lines(run, LineKind.USER, _user_lines(changes, chosen, created))
    record("imports.apply_users", actor=actor, school=run.school, **_told(counts))
    _advance(run, Stage.USERS_APPLIED)


def _write_users(ticked: Sequence[UserChange]) -> dict[str, int]:
    """Write the decisions; the ids of the new accounts by key."""
    classes = dict(SchoolClass.objects.order_by().values_list("reference", "pk"))
    by_decision: dict[Decision, list[UserChange]] = {decision: [] for decision in Decision}
    for change in ticked:
        by_decision[change.decision].append(change)
    _retire(by_decision[Decision.REMOVE])
    kept = (Decision.RENAME, Decision.MODIFY, Decision.REINTEGRATE)
    _modify([change for decision in kept for change in by_decision[decision]], classes)
    back = [change.known.id for change in by_decision[Decision.REINTEGRATE] if change.known]
    Account.objects.filter(pk__in=back).update(left_on=None)
    return _create(by_decision[Decision.ADD], classes)


def _create(changes: Sequence[UserChange], classes: Mapping[str, int]) -> dict[str, int]:
    pupils = {change.key: change.incoming for change in changes if change.incoming}
    logins = queries.new_logins(list(pupils.values()))
    bulk_insert(Account, (_new_account(pupil, logins[pupil], classes) for pupil in pupils.values()))
    ids = dict(Account.objects.pupils().order_by().values_list("login", "pk"))
    return {key: ids[logins[pupil]] for key, pupil in pupils.items()}


def _new_account(pupil: IncomingPupil, login: str, classes: Mapping[str, int]) -> dict[str, Any]:
    return {
        "profile": Profile.ELV.value,
        "login": login,
        "password": NO_PASSWORD,
        "last_name": pupil.last_name,
        "first_name": pupil.first_name,
        "sort_key": stored_sort_key(pupil.last_name, pupil.first_name),
        "gender": pupil.gender or Gender.UNKNOWN.value,
        "birth_date": pupil.birth_date,
        "sconet_id": pupil.sconet_id,
        "elenoet": pupil.elenoet,
        "reference": pupil.reference,
        "school_class_id": classes[pupil.class_reference],
    }


def _modify(changes: Sequence[UserChange], classes: Mapping[str, int]) -> None:
    """Write the fields that differ: classes by class (everybody moves in September), the rest by account."""
    movers: dict[str, list[int]] = {}
    others: dict[int, dict[str, Any]] = {}
    for change in changes:
        assert change.known is not None
        assert change.incoming is not None
        for field in change.changes:
            if field.field == "class_reference":
                movers.setdefault(field.after, []).append(change.known.id)
            elif field.field in plan.COMPARED:
                others.setdefault(change.known.id, {})[field.field] = getattr(change.incoming, field.field)
    for reference, ids in movers.items():
        Account.objects.filter(pk__in=ids).update(school_class_id=classes.get(reference))
    _update_fields(others)


def _update_fields(values_by_id: Mapping[int, Mapping[str, Any]]) -> None:
    accounts = list(Account.objects.filter(pk__in=values_by_id).order_by("pk"))
    for account in accounts:
        for name, value in values_by_id[account.pk].items():
            setattr(account, name, value)
        account.refresh_sort_key()
    Account.objects.bulk_update(accounts, [*plan.COMPARED, "sort_key"], batch_size=100)


def _retire(changes: Sequence[UserChange]) -> None:
    """Outside from today; nothing of theirs is deleted."""
    Account.objects.filter(pk__in=[change.known.id for change in changes if change.known]).update(left_on=today())


def user_summary(changes: Sequence[UserChange], counts: Mapping[Decision, int]) -> dict[str, int]:
    """The line of the step: accounts before, written, after. `counts`: how many of each decision were applied."""
    known = [change.known for change in changes if change.known]
    active = sum(account.is_active for account in known)
    added, removed, back = counts[Decision.ADD], counts[Decision.REMOVE], counts[Decision.REINTEGRATE]
    return {
        "active_before": active,
        "inactive_before": len(known) - active,
        "modified": counts[Decision.RENAME] + counts[Decision.MODIFY] + back,
        "added": added,
        "removed": removed,
        "active_after": active + added + back - removed,
        "inactive_after": len(known) - active - back + removed,
    }


def _told(counts: Mapping[Decision, int]) -> dict[str, int]:
    modified = counts[Decision.RENAME] + counts[Decision.MODIFY] + counts[Decision.REINTEGRATE]
    return {"added": counts[Decision.ADD], "modified": modified, "removed": counts[Decision.REMOVE]}


def _user_lines(
    changes: Sequence[UserChange], chosen: Collection[str], created: Mapping[str, int]
) -> Iterator[dict[str, Any]]:
    for change in changes:
        yield {
            "incoming": pupil_values(change.incoming) if change.incoming else None,
            "decision": change.decision.value,
            "is_ticked": change.decision in plan.WRITING and change.key in chosen,
            "before": {field.field: field.before for field in change.changes},
            "after": {field.field: field.after for field in change.changes},
            "account_id": change.known.id if change.known else created.get(change.key),
        }


# --- Who holds the run, and its end -----------------------------------------------------------------------------------


@transaction.atomic
def take_over(*, run: ImportRun, actor: Account) -> None:
    """Go on with an import that another administrator began."""
    run = _locked(run)
    if run.holder_id == actor.pk:
        return
    former = run.holder.full_name if run.holder else "une commande du serveur"
    run.holder = actor
    run.save(update_fields=["holder"])
    record("imports.take_over", actor=actor, school=run.school, former_holder=former)


def cancel(*, run: ImportRun, actor: Account | None) -> None:
    """Give up: what was applied stays, everything else that the run holds is deleted. Harmless when it is over."""
    if _close(run=run, stage=Stage.CANCELLED):
        record("imports.cancel", actor=actor, school=run.school, file_name=run.file_name)


def finish(*, run: ImportRun, actor: Account | None) -> None:
    """The last step: delete the temporary files. Harmless when it is over; raises RunGone before the users' step."""
    if not run.has_reached(Stage.USERS_APPLIED):
        raise RunGone
    if _close(run=run, stage=Stage.FINISHED):
        record("imports.finish", actor=actor, school=run.school, file_name=run.file_name)


def _close(*, run: ImportRun, stage: Stage) -> bool:
    """Delete what the run holds, on disk first, and say whether it was still open.

    The disk comes again at the end: passwords may have been written while this waited for the run.
    """
    delete_private_dir(FILES, run.key)
    with transaction.atomic():
        transaction.on_commit(partial(delete_private_dir, FILES, run.key))
        run = ImportRun.objects.select_for_update(of=("self",)).get(pk=run.pk)
        if run.stage in (Stage.FINISHED, Stage.CANCELLED, Stage.EXPIRED):
            return False
        ImportLine.objects.filter(run=run).delete()
        run.stage = stage
        run.summary = {}
        run.save(update_fields=["stage", "summary"])
    return True


def purge_overdue_runs(*, school: School) -> int:
    """End the imports of this school that were left alone for a day; says how many."""
    overdue = list(ImportRun.objects.filter(school=school).overdue())
    return sum(_close(run=run, stage=Stage.EXPIRED) for run in overdue)


def purge_expired() -> int:
    """End the imports of every school that were left alone for a day. For the operator's command."""
    with all_schools():
        ended = sum(purge_overdue_runs(school=school) for school in School.objects.order_by("number"))
        _delete_orphan_files()
    return ended


def _delete_orphan_files() -> None:
    """Delete the files of runs that were never saved: the server was stopped between the two."""
    keys = {uuid.hex for uuid in ImportRun.objects.filter(stage__in=OPEN_STAGES).values_list("uuid", flat=True)}
    eldest = (now() - LIFETIME).timestamp()
    for key in private_keys_left_since(FILES, eldest):
        if key not in keys:
            delete_private_dir(FILES, key)


# --- Common -----------------------------------------------------------------------------------------------------------


def _locked(run: ImportRun) -> ImportRun:
    """The run as it is now, held for this transaction. Raises RunGone when it is over."""
    locked: ImportRun = ImportRun.objects.select_for_update(of=("self",)).select_related("school").get(pk=run.pk)
    if not locked.is_open and locked.stage != Stage.FINISHED:
        raise RunGone
    return locked


def _advance(run: ImportRun, stage: Stage) -> None:
    run.stage = stage
    run.expires_at = a_day_from_now()
    run.save(update_fields=["stage", "expires_at", "summary"])


def _replace_lines(run: ImportRun, kind: LineKind, lines: Iterable[dict[str, Any]]) -> None:
    """Keep the decisions in the place of what was staged."""
    ImportLine.objects.filter(run=run, kind=kind).delete()
    rows = ({"run_id": run.pk, "kind": kind, "position": rank} | line for rank, line in enumerate(lines))
    bulk_insert(ImportLine, rows)
