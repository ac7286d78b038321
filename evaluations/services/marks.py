"""Marks are taken away or put back many at once, each with its line of history. The callers hold the évaluation."""

import uuid
from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet

from accounts.models import Account
from evaluations.models import Evaluation, Mark, MarkChange, Signature
from sacoche.kit.bulk import bulk_insert
from sacoche.kit.clock import now

# Gestures of the server, which no grid sends.
TAKEN_OUT, DELETED, RESTORED = "taken_out", "deleted", "restored"


def lock_evaluation(pk: int) -> Evaluation:
    """The évaluation as it is now, until the end of the transaction; whoever writes in it waits.

    Raises Evaluation.DoesNotExist when it is gone.
    """
    found: Evaluation = Evaluation.objects.live().select_for_update(no_key=True).get(pk=pk)
    return found


def signature_of(account: Account) -> Signature:
    """What marks that this account gives today are signed with."""
    known = Signature.objects.filter(account=account, label=account.author_label).order_by("pk").first()
    return known or Signature.objects.create(school_id=account.school_id, account=account, label=account.author_label)


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
    bulk_insert(MarkChange, lines, common=_done_by(actor, gesture, batch))
    marks.order_by().delete()
    return len(lines), batch


def put_marks_back(evaluation: Evaluation, *, actor: Account | None, batch: uuid.UUID) -> int:
    """Give an évaluation the marks that a batch took away, with their authors; how many came back."""
    lines = list(MarkChange.objects.filter(batch=batch, evaluation=evaluation).order_by("pk"))
    common = {
        "evaluation_id": evaluation.pk,
        "given_on": evaluation.given_on,
        "visible_on": evaluation.visible_on,
        "year": evaluation.year,
    }
    rows = [_mark(line) for line in lines]
    bulk_insert(Mark, rows, common=common)
    back = [_back(line) for line in lines]
    bulk_insert(MarkChange, back, common=_done_by(actor, RESTORED, uuid.uuid4()) | {"undoes": batch})
    return len(rows)


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


def _done_by(actor: Account | None, gesture: str, batch: uuid.UUID) -> dict[str, Any]:
    return {
        "at": now(),
        "actor_id": actor.pk if actor else None,
        "actor_label": actor.author_label if actor else "",
        "gesture": gesture,
        "batch": batch,
    }
