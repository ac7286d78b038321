"""The life of « Venir de SACoche »: a backup received, read, taken whole or not at all, given up, undone."""

import datetime
import io
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from functools import partial
from typing import Any, BinaryIO

from django.db import IntegrityError, transaction

from accounts.enums import Profile
from accounts.hashers import SacocheHasher
from accounts.models import Account
from accounts.passwords import common_words
from evaluations.models import Evaluation
from imports.models import KeptTable, MoveIn, MoveStatus
from imports.sacoche.backup import open_backup
from imports.sacoche.emptying import SCHOOL_COLUMNS, empty_space, school_before
from imports.sacoche.fates import Fate
from imports.sacoche.faults import NotABackup
from imports.sacoche.moving.plan import Plan, plan_move
from imports.sacoche.moving.reading import Answers, OurNiveau, Ours
from imports.sacoche.seen import seen
from imports.sacoche.writing.kept import write_lines
from imports.sacoche.writing.whole import write_plan
from referentiels.models import Referentiel, SocleEntry
from sacoche.kit.clock import now, today
from sacoche.kit.journal import record
from sacoche.kit.slices import first_slice
from sacoche.kit.stored import discard, fetch, keys_left_since, store
from sacoche.kit.tenancy import all_schools, school_scope
from schools.models import Group, Niveau, School, SchoolClass
from schools.national_matieres import former_matieres, national_matieres
from socle.grids import grid_items
from socle.models import Language, Pilier

FILES, UPLOAD = "sacoche", "sauvegarde"
Progress = Callable[[int, int], None]
# A file is stored, then its row: what has no row by then never will.
_RECEIVING = datetime.timedelta(minutes=10)
# Of a hundred: reading, wrapping passwords, writing.
_READ, _WRAPPED = 20, 50


class NotEmpty(Exception):
    """The space already holds people, classes or référentiels; the message says which, in French."""


class MoveUnderWay(Exception):
    """A backup already waits to be confirmed."""


class MoveGone(Exception):
    """The move was confirmed, given up, or left too long; nothing can be done with it."""


class NotUndoable(Exception):
    """The move cannot be undone (any more); the message says why, in French."""


def _told_to_nobody(done: int, total: int) -> None:
    pass


# --- The space --------------------------------------------------------------------------------------------------------


def check_empty() -> None:
    """Raises NotEmpty when the open school holds anything that a backup brings."""
    held = [
        ("des comptes", Account.objects.exclude(profile=Profile.ADM)),
        ("des classes", SchoolClass.objects.all()),
        ("des groupes", Group.objects.all()),
        ("des référentiels", Referentiel.objects.all()),
        ("des évaluations", Evaluation.objects.all()),
    ]
    found = [words for words, rows in held if rows.exists()]
    if found:
        raise NotEmpty(
            f"« Venir de SACoche » se fait dans un espace vide : le vôtre a déjà {', '.join(found)}. Demandez un "
            "espace neuf à la personne qui s'occupe de ce serveur."
        )


def ours() -> Ours:
    """Our own lists, which a backup is compared with."""
    niveaux = Niveau.objects.values_list("reference", "label", "holds_classes")
    composantes = SocleEntry.objects.filter(version="2016", is_heading=False).values_list("cycle", "number")
    return Ours(
        niveaux={each[0]: OurNiveau(*each) for each in niveaux},
        matieres={each.reference: each.label for each in (*former_matieres().values(), *national_matieres().values())},
        socle_items=frozenset(item.id for item in grid_items()),
        socle_piliers=frozenset(Pilier.objects.values_list("pk", flat=True)),
        composantes=frozenset(composantes),
        languages=frozenset(Language.values),
        logins=frozenset(login.lower() for login in Account.objects.values_list("login", flat=True)),
        common_words=common_words(),
    )


# --- Receiving and reading --------------------------------------------------------------------------------------------


def receive(
    *, school: School, actor: Account, file_name: str, content: BinaryIO, reads_windows: bool = False
) -> MoveIn:
    """Keep the backup until it is read. Raises NotEmpty, MoveUnderWay, StorageFailed."""
    check_empty()
    purge_overdue(school=school)
    move = MoveIn(school=school, file_name=file_name[:200], holder=actor, holder_label=actor.display_name)
    move.answers = {"reads_windows": True} if reads_windows else {}
    store(FILES, move.key, UPLOAD, content)
    try:
        with transaction.atomic():
            move.save()
            record("imports.receive_move", actor=actor, school=school, file_name=move.file_name)
    except IntegrityError as error:
        discard(FILES, move.key)
        raise MoveUnderWay from error
    return move


def read(move: MoveIn, *, actor: Account | None, progress: Progress = _told_to_nobody) -> None:
    """Read the backup, and keep what the page tells of it. Raises NotABackup, having put the move away; MoveGone."""
    try:
        with _upload(move) as stream, planned(stream, Answers(**move.answers), progress) as plan, transaction.atomic():
            keep_seen(move, plan)
    except NotABackup as refusal:
        _refuse(move, actor, refusal)
        raise


def decide(move: MoveIn, answers: Answers) -> None:
    """Keep what was decided of the doubtful things."""
    # That was decided when the file was sent.
    kept = replace(answers, reads_windows=bool(move.answers.get("reads_windows")))
    MoveIn.objects.filter(pk=move.pk, status=MoveStatus.READ).update(answers=asdict(kept))
    move.answers = asdict(kept)


def keep_seen(move: MoveIn, plan: Plan) -> None:
    """What is told of the backup: its counts, and the lines of which something is told."""
    move.seen, move.version = seen(plan), plan.summary.version
    if MoveIn.objects.filter(pk=move.pk, status=MoveStatus.READ).update(seen=move.seen, version=move.version):
        write_lines(plan, move)


@contextmanager
def planned(stream: BinaryIO, answers: Answers, progress: Progress = _told_to_nobody) -> Iterator[Plan]:
    """The plan of a backup, which stays open: marks are read from it again. Raises NotABackup."""
    lists = ours()
    with open_backup(stream, reads_windows=answers.reads_windows) as backup:
        yield plan_move(backup, today=today(), answers=answers, ours=lists, progress=progress)


@contextmanager
def _upload(move: MoveIn) -> Iterator[BinaryIO]:
    stream = fetch(FILES, move.key, UPLOAD)
    if stream is None:
        raise MoveGone
    with stream:
        # A file of a storage of objects is read from the end too: whole in memory, it is some megabytes.
        yield stream if stream.seekable() else io.BytesIO(stream.read())


def _refuse(move: MoveIn, actor: Account | None, refusal: NotABackup) -> None:
    with transaction.atomic():
        if _close(move, MoveStatus.CANCELLED):
            reason = str(refusal)[:300]
            record("imports.refuse_move", actor=actor, school=move.school, file_name=move.file_name, reason=reason)
    discard(FILES, move.key)


def give_up(move: MoveIn, *, actor: Account) -> None:
    """Put the backup away: its file is deleted, nothing is written."""
    with transaction.atomic():
        if _close(move, MoveStatus.CANCELLED):
            record("imports.give_up_move", actor=actor, school=move.school, file_name=move.file_name)
    discard(FILES, move.key)


def _close(move: MoveIn, status: MoveStatus) -> bool:
    """Whether the move was still open; its lines go with it."""
    is_ours = bool(MoveIn.objects.filter(pk=move.pk, status=MoveStatus.READ).update(status=status, ended_at=now()))
    if is_ours:
        KeptTable.objects.filter(move_in=move).delete()
    return is_ours


# --- Taking -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Steps:
    """How a long work says how far it is, and holds its job while it writes."""

    progress: Progress = _told_to_nobody
    hold: Callable[[], None] = lambda: None


def apply(move: MoveIn, *, actor: Account | None, steps: Steps | None = None) -> None:
    """Take the backup of a move, all of it or nothing; its file is then deleted. Raises NotEmpty, NotABackup, MoveGone.

    Stopped at any moment, it leaves the space empty and may be begun again.
    """
    with _upload(move) as stream:
        take(move, stream, actor=actor, steps=steps or Steps())
    discard(FILES, move.key)


def take(move: MoveIn, stream: BinaryIO, *, actor: Account | None, steps: Steps) -> None:
    """The same from an open file, which the caller deletes."""
    check_empty()
    told = steps.progress
    with planned(stream, Answers(**move.answers), partial(_told_from, told, 0, _READ)) as plan:
        passwords = wrapped_passwords(plan, partial(_told_from, told, _READ, _WRAPPED))
        with _prepared(plan, move.school), transaction.atomic():
            school = School.objects.select_for_update(no_key=True).get(pk=move.school_id)
            check_empty()
            held = MoveIn.objects.select_for_update().filter(pk=move.pk, status=MoveStatus.READ).first()
            if held is None:
                raise MoveGone
            steps.hold()
            held.before = school_before(school)
            numbers = partial(_told_from, told, _WRAPPED, 100)
            write_plan(plan, move=held, school=school, actor=actor, passwords=passwords, progress=numbers)
            _finish(held, plan, actor, school)
    move.refresh_from_db()


@contextmanager
def _prepared(plan: Plan, school: School) -> Iterator[None]:
    """What rooms make outside the database is there while rows are written, and goes again when they are not."""
    try:
        plan.rooms.prepare(school, _told_to_nobody)
        yield
    except BaseException:
        plan.rooms.undo()
        raise


def _told_from(told: Progress, first: int, last: int, done: int, total: int) -> None:
    told(first + (last - first) * done // max(total, 1), 100)


def wrapped_passwords(plan: Plan, progress: Progress = _told_to_nobody) -> dict[int, str]:
    """The passwords of the backup as they will be stored, by account: slow on purpose, so before any transaction."""
    persons = [person for person in plan.people.persons.values() if person.digest]
    hasher = SacocheHasher()
    made: list[str] = []
    while len(made) < len(persons):
        progress(len(made), len(persons))
        made += first_slice(hasher.encode_digest, [person.digest for person in persons[len(made) :]])
    return {person.origin: encoded for person, encoded in zip(persons, made, strict=True)}


def _finish(move: MoveIn, plan: Plan, actor: Account | None, school: School) -> None:
    move.seen, move.version = seen(plan), plan.summary.version
    move.status, move.ended_at = MoveStatus.DONE, now()
    move.save()
    record(
        "imports.apply_move",
        actor=actor,
        school=school,
        file_name=move.file_name,
        version=f"{plan.summary.version:%d/%m/%Y}",
        people=len(plan.people.persons),
        marks=plan.evaluations.marks.total(),
        aside=plan.ledger.box(Fate.ASIDE),
    )


# --- Undoing ----------------------------------------------------------------------------------------------------------


def undo(move: MoveIn, *, actor: Account | None, steps: Steps | None = None) -> None:
    """Give the empty space back, as it was: everything goes, what was done in it since too. Raises NotUndoable."""
    steps = steps or Steps()
    with transaction.atomic():
        school = School.objects.select_for_update(no_key=True).get(pk=move.school_id)
        held = MoveIn.objects.select_for_update().get(pk=move.pk)
        if not held.is_undoable:
            raise NotUndoable("Cette reprise ne peut plus être annulée : elle a plus de sept jours, ou l'est déjà.")
        if actor and actor.pk not in held.before["accounts"]:
            raise NotUndoable(
                "Votre compte vient de la sauvegarde : il disparaîtrait. C'est à l'administrateur qui a ouvert cet "
                "espace d'annuler la reprise."
            )
        steps.hold()
        empty_space(held.before["accounts"], held.before["school"].get("logo", ""), progress=steps.progress)
        _put_back(school, held.before["school"])
        held.status, held.undone_at = MoveStatus.UNDONE, now()
        held.save()
        record("imports.undo_move", actor=actor, school=school, file_name=held.file_name)
    move.refresh_from_db()


def _put_back(school: School, values: Mapping[str, Any]) -> None:
    # A move of before this column was kept had not touched it.
    for column in SCHOOL_COLUMNS:
        setattr(school, column, values.get(column, getattr(school, column)))
    school.save()


# --- Forgetting -------------------------------------------------------------------------------------------------------


def purge_overdue(*, school: School | None = None) -> int:
    """Give up, in a school or in every one, the backups left for a day; return how many. Raises StorageFailed."""
    with all_schools():
        overdue = MoveIn.objects.filter(status=MoveStatus.READ, expires_at__lte=now()).select_related("school")
        moves = list(overdue.filter(school=school) if school else overdue)
    for move in moves:
        with school_scope(move.school), transaction.atomic():
            _close(move, MoveStatus.CANCELLED)
        discard(FILES, move.key)
    return len(moves)


def purge_moves() -> int:
    """The same, and what a process that died has stored without a row, or left behind one; return how many."""
    number = purge_overdue()
    with all_schools():
        waiting = {each.hex for each in MoveIn.objects.filter(status=MoveStatus.READ).values_list("uuid", flat=True)}
    orphans = [key for key in keys_left_since(FILES, now() - _RECEIVING) if key not in waiting]
    for key in orphans:
        discard(FILES, key)
    return number + len(orphans)
