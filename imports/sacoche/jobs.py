"""« Venir de SACoche » by a worker: a school of four years takes minutes, which no page should wait for."""

from collections.abc import Callable
from uuid import UUID

from django.urls import reverse

from accounts.models import Account
from documents.jobs.asking import ask, is_worked
from documents.jobs.kinds import JobKind, JobRefused, Outcome, Work, kinds
from documents.models import Job
from imports.models import MoveIn
from imports.sacoche import moves
from imports.sacoche.faults import NotABackup
from sacoche.kit.text import count

RIGHT = "imports.move_in"
_GONE = "Cette reprise n'attend plus : elle a été confirmée, abandonnée, ou laissée plus d'une journée."
_OUT_OF_A_HUNDRED = 100


def do_or_ask(kind: JobKind, move: MoveIn, *, actor: Account, title: str) -> Job | None:
    """Do the work now, or ask a worker for it when one is there. Raises TooManyJobs and what the work raises."""
    if is_worked():
        asked = {"move": str(move.uuid)}
        return ask(
            kind=kind, owner=actor, title=title, asked=asked, subject=f"move {move.key}", total=_OUT_OF_A_HUNDRED
        )
    _WORKS[kind.code](move, actor, moves.Steps())
    return None


def _read(move: MoveIn, actor: Account, steps: moves.Steps) -> Outcome:
    moves.read(move, actor=actor, progress=steps.progress)
    return Outcome("La sauvegarde est lue : rien n'est encore écrit.", reverse("imports:move_review", args=[move.uuid]))


def _apply(move: MoveIn, actor: Account, steps: moves.Steps) -> Outcome:
    moves.apply(move, actor=actor, steps=steps)
    marks = count(move.seen["figures"]["marks"], "résultat", "résultats")
    return Outcome(f"Votre établissement est là, avec {marks}.", reverse("imports:move_result", args=[move.uuid]))


def _undo(move: MoveIn, actor: Account, steps: moves.Steps) -> Outcome:
    moves.undo(move, actor=actor, steps=steps)
    return Outcome("L'espace est vide, comme avant la reprise.", reverse("imports:move"))


def _by_worker(work: Work, code: str) -> Outcome:
    """Each may be begun again from the start: nothing is written before its end."""
    move = MoveIn.objects.filter(uuid=UUID(work.asked["move"])).first()
    if move is None:
        raise JobRefused(_GONE)
    move.school = work.school
    try:
        return _WORKS[code](move, work.owner, moves.Steps(work.progress, work.hold))
    except moves.MoveGone:
        raise JobRefused(_GONE) from None
    except (NotABackup, moves.NotEmpty, moves.NotUndoable) as refusal:
        raise JobRefused(str(refusal)) from refusal


_WORKS: dict[str, Callable[[MoveIn, Account, moves.Steps], Outcome]] = {}


def _kind(code: str, work: Callable[[MoveIn, Account, moves.Steps], Outcome]) -> JobKind:
    _WORKS[code] = work

    def run(asked: Work) -> Outcome:
        return _by_worker(asked, code)

    return kinds.register(JobKind(code, 1, RIGHT, run))


READ = _kind("imports.read_move", _read)
APPLY = _kind("imports.apply_move", _apply)
UNDO = _kind("imports.undo_move", _undo)
