"""Undoing a save, or one gesture of it: the decisions that were there come back, with their date and their author."""

import datetime
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from accounts.models import Account
from grids.gestures import BY_THE_SERVER, UNDO
from grids.models import Change
from grids.queries.saves import Save
from grids.queries.undo_plan import UndoneCell, UndoPlan, gesture_key, lines_of, undo_plan
from grids.services.refusals import lock_pupils
from grids.subject import Subject
from sacoche.kit.clock import local, now
from sacoche.kit.journal import record
from schools.models import School


@dataclass(frozen=True)
class UndoOutcome:
    """What an undo did: how many cells came back, how many were left alone; `batch` is the undo's own."""

    restored: int
    left: int
    batch: uuid.UUID


def undo_save(*, actor: Account, school: School, save: Save, gesture: str = "") -> UndoOutcome:
    """Put back every cell of `save` that nobody touched since; `gesture` (a gesture_key) keeps those of one gesture.

    The plan is made again behind the locks that every writer takes: what changed between the preview and this moment
    is left alone. Done twice, the second finds nothing to put back. An undo is itself a save, which can be undone.
    """
    batch = uuid.uuid4()
    with transaction.atomic():
        subject = save.subject
        subject.begin(actor)
        lock_pupils(_pupils_of(save))
        lines = lines_of(actor, subject, save.batch)
        plan = undo_plan(actor, subject, [line for line in lines if gesture in ("", gesture_key(subject, line))])
        if plan.cells:
            _put_back(actor, plan, save, batch)
            restored = len(plan.cells)
            record(
                subject.undo_verb,
                actor=actor,
                school=school,
                count=restored,
                author=save.who,
                day=f"{local(save.at):%d/%m/%Y}",
                undone=str(save.batch),
                batch=str(batch),
            )
    return UndoOutcome(restored=len(plan.cells), left=len(plan.left), batch=batch)


def _pupils_of(save: Save) -> set[int]:
    lines = save.subject.store.history().filter(batch=save.batch)
    return set(lines.order_by().values_list("pupil", flat=True).distinct())


def _put_back(actor: Account, plan: UndoPlan, save: Save, batch: uuid.UUID) -> None:
    subject = save.subject
    authors = _authors(subject, plan.cells)
    _write_history(actor, subject, plan.cells, save, batch)
    _take_away(subject, [cell for cell in plan.cells if cell.back.code == subject.blank])
    _give_back(subject, [cell for cell in plan.cells if cell.back.code != subject.blank], authors)


def _take_away(subject: Subject, cells: Sequence[UndoneCell]) -> None:
    if cells:
        subject.store.delete([cell.stored.pk for cell in cells if cell.stored])


def _give_back(subject: Subject, cells: Sequence[UndoneCell], authors: Mapping[int, int | None]) -> None:
    if not cells:
        return
    subject.store.give_back(
        [_former(subject, cell) for cell in cells],
        [cell.change for cell in cells],
        [authors.get(cell.change.pk) for cell in cells],
    )


def _former(subject: Subject, cell: UndoneCell) -> dict[str, Any]:
    """The decision that the line undone had replaced."""
    return {
        "pupil_id": cell.change.pupil_id,
        subject.thing_id: cell.thing.id,
        "state": cell.back.code,
        "decided_on": cell.change.before_on,
        "author_label": cell.change.before_label,
    }


def _authors(subject: Subject, cells: Sequence[UndoneCell]) -> dict[int, int | None]:
    """The account behind the label of each decision given back, by line undone, as the history knows it.

    It is that of the last line before which gave this state under this name. A decision that came by a file is nobody's
    account, and so stays that of its label alone.
    """
    signed = (
        subject.store.history()
        .filter(
            **{
                "pupil__in": {cell.change.pupil_id for cell in cells},
                f"{subject.key}__in": {cell.thing.id for cell in cells},
            },
            undoes=None,
            actor__isnull=False,
        )
        .exclude(gesture__in=BY_THE_SERVER)
    )
    by_cell: dict[tuple[int, int], list[Change]] = {}
    for line in signed.order_by("pk"):
        by_cell.setdefault((line.pupil_id, getattr(line, subject.thing_id)), []).append(line)
    found = {}
    for cell in cells:
        for line in by_cell.get((cell.change.pupil_id, cell.thing.id), []):
            if _signed(line, cell.change):
                found[cell.change.pk] = line.actor_id
    return found


def _signed(line: Any, undone: Any) -> bool:
    """Whether this line made the decision that the line undone had replaced."""
    return line.pk < undone.pk and line.after == undone.before and line.actor_label == undone.before_label


def _write_history(actor: Account, subject: Subject, cells: Sequence[UndoneCell], save: Save, batch: uuid.UUID) -> None:
    common: dict[str, Any] = {
        "gesture": UNDO,
        "at": now(),
        "actor_id": actor.pk,
        "actor_label": actor.author_label,
        "batch": batch,
        "undoes": save.batch,
    }
    found = [cell.stored and cell.stored.pk for cell in cells]
    subject.store.write_history([_line(subject, cell) for cell in cells], found, common)


def _line(subject: Subject, cell: UndoneCell) -> dict[str, Any]:
    found: tuple[datetime.date | None, str] = (cell.stored.on, cell.stored.by) if cell.stored else (None, "")
    return {
        "pupil_id": cell.change.pupil_id,
        subject.thing_id: cell.thing.id,
        "before": cell.now.code,
        "after": cell.back.code,
        "before_on": found[0],
        "before_label": found[1],
    }
