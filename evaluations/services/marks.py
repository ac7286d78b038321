"""Marks are taken away or put back many at once, each with its line of history. The callers hold the évaluation."""

import uuid
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from django.db.models import QuerySet

from accounts.models import Account, MatiereTeaching
from evaluations.models import PLANNED, Evaluation, Mark, MarkChange, Signature
from evaluations.models.marks import MATIERES_LENGTH
from evaluations.services.planned import give_back_requests, take_up_requests
from sacoche.kit.bulk import bulk_insert
from sacoche.kit.clock import now

# Gestures of the server, which no grid sends.
TAKEN_OUT, DELETED, RESTORED = "taken_out", "deleted", "restored"
# Of a pupil who evaluates himself; of a teacher who prepares what pupils asked for.
SELF, PREPARED = "self", "prepared"
# Of a new school year.
ENDED = "ended"
# Of a pupil who comes from another school.
RECEIVED = "received"
# Of a whole save of which nobody is told: a page sends it.
QUIET = "quiet"
GESTURES_OF_THE_SERVER = {
    TAKEN_OUT: "item ou élève retiré de l'évaluation",
    DELETED: "évaluation supprimée",
    RESTORED: "évaluation remise",
    SELF: "auto-évaluation",
    PREPARED: "case prévue (PA)",
    ENDED: "initialisation annuelle",
    RECEIVED: "résultats d'un autre établissement",
}


class Cell(NamedTuple):
    """A cell and the code wanted in it; empty to empty it."""

    pupil_id: int
    item_id: int
    code: str


def lock_evaluation(pk: int) -> Evaluation:
    """The évaluation as it is now, until the end of the transaction; whoever writes in it waits.

    Raises Evaluation.DoesNotExist when it is gone.
    """
    found: Evaluation = Evaluation.objects.live().select_for_update(no_key=True).get(pk=pk)
    return found


def signature_of(account: Account) -> Signature:
    """What marks that this account gives today are signed with: his name, and what he teaches today."""
    taught = MatiereTeaching.objects.filter(teacher=account).order_by("matiere__reference")
    matieres = " ".join(taught.values_list("matiere__reference", flat=True))[:MATIERES_LENGTH]
    today = {"account": account, "label": account.author_label, "matieres": matieres}
    known = Signature.objects.filter(**today).order_by("pk").first()
    return known or Signature.objects.create(school_id=account.school_id, **today)


def take_marks_away(
    marks: QuerySet[Mark],
    *,
    actor: Account | None,
    gesture: str,
    left: Callable[[Mark], str] = lambda mark: "",
) -> tuple[int, uuid.UUID]:
    """Delete these marks and keep what they were in the history; how many there were, and the number of the batch.

    `left` says what stands in the cell of a mark from then on.
    """
    batch = uuid.uuid4()
    held = marks.select_related("author").order_by("pupil_id", "item_id", "evaluation_id")
    lines = [_line(mark) | {"after": left(mark)} for mark in held]
    give_back_requests([(line["pupil_id"], line["item_id"]) for line in lines if line["before"] == PLANNED])
    bulk_insert(MarkChange, lines, common=done_by(actor, gesture, batch))
    marks.order_by().delete()
    return len(lines), batch


def put_marks_back(evaluation: Evaluation, *, actor: Account | None, batch: uuid.UUID) -> int:
    """Give an évaluation the marks that a batch took away, with their authors; how many came back."""
    lines = list(MarkChange.objects.filter(batch=batch, evaluation=evaluation).order_by("pk"))
    rows = [_mark(line) for line in lines]
    bulk_insert(Mark, rows, common=days_of(evaluation))
    planned = [{"pupil_id": row["pupil_id"], "item_id": row["item_id"]} for row in rows if row["code"] == PLANNED]
    take_up_requests(evaluation, planned)
    back = [_back(line) for line in lines]
    bulk_insert(MarkChange, back, common=done_by(actor, RESTORED, uuid.uuid4()) | {"undoes": batch})
    return len(rows)


def write_cells(evaluation: Evaluation, cells: Sequence[Cell], *, actor: Account, gesture: str) -> None:
    """Write these cells over what is there, signed by `actor`, each with its line of history; the others stay."""
    pupils, items = {cell.pupil_id for cell in cells}, {cell.item_id for cell in cells}
    there = Mark.objects.filter(evaluation=evaluation, pupil__in=pupils, item__in=items).select_related("author")
    held = {(mark.pupil_id, mark.item_id): mark for mark in there}
    changed = [cell for cell in cells if _code_at(held, cell) != cell.code]
    if not changed:
        return
    bulk_insert(
        MarkChange,
        [_written(evaluation, cell, held) for cell in changed],
        common=done_by(actor, gesture, uuid.uuid4()),
    )
    for cell in changed:
        Mark.objects.filter(evaluation=evaluation, pupil=cell.pupil_id, item=cell.item_id).delete()
    rows = [{"pupil_id": cell.pupil_id, "item_id": cell.item_id, "code": cell.code} for cell in changed if cell.code]
    bulk_insert(Mark, rows, common={**days_of(evaluation), "author_id": signature_of(actor).pk})


def _code_at(held: Mapping[tuple[int, int], Mark], cell: Cell) -> str:
    mark = held.get((cell.pupil_id, cell.item_id))
    return mark.code if mark else ""


def _written(evaluation: Evaluation, cell: Cell, held: Mapping[tuple[int, int], Mark]) -> dict[str, Any]:
    mark = held.get((cell.pupil_id, cell.item_id))
    place = {"pupil_id": cell.pupil_id, "item_id": cell.item_id, "evaluation_id": evaluation.pk}
    before = _line(mark) if mark else {"before": "", "before_on": None, "before_label": "", "before_author_id": None}
    return before | place | {"after": cell.code}


def days_of(evaluation: Evaluation) -> dict[str, Any]:
    """What each mark of an évaluation says of it."""
    return {
        "evaluation_id": evaluation.pk,
        "given_on": evaluation.given_on,
        "visible_on": evaluation.visible_on,
        "year": evaluation.year,
    }


def _line(mark: Mark) -> dict[str, Any]:
    return {
        "pupil_id": mark.pupil_id,
        "item_id": mark.item_id,
        "evaluation_id": mark.evaluation_id,
        "before": mark.code,
        "before_on": mark.given_on,
        "before_label": mark.author.label if mark.author else "",
        "before_author_id": mark.author_id,
    }


def _mark(line: MarkChange) -> dict[str, Any]:
    return {
        "pupil_id": line.pupil_id,
        "item_id": line.item_id,
        "author_id": line.before_author_id,
        "code": line.before,
    }


def _back(line: MarkChange) -> dict[str, Any]:
    return {
        "pupil_id": line.pupil_id,
        "item_id": line.item_id,
        "evaluation_id": line.evaluation_id,
        "before": "",
        "after": line.before,
    }


def done_by(actor: Account | None, gesture: str, batch: uuid.UUID) -> dict[str, Any]:
    """What the lines of history of one batch share."""
    return {
        "at": now(),
        "actor_id": actor.pk if actor else None,
        "actor_label": actor.author_label if actor else "",
        "gesture": gesture,
        "batch": batch,
    }
