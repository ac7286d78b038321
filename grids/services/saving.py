"""Saving the clicks of a grid: one transaction, what changed alone, never over somebody else's decision."""

import datetime
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from django.db import transaction
from django.db.models import Max

from accounts.models import Account
from grids.alphabet import Value
from grids.services.cells import CellChange, Key, Stored, Verdict, lock_stored, sort_out
from grids.services.refusals import RefusedSave, check_things, lock_pupils_open_to
from grids.services.writing import write_batch
from grids.subject import Subject
from sacoche.kit.clock import today
from sacoche.kit.journal import record
from sacoche.kit.watching.figures import SAVES
from schools.models import School


class LastChange(NamedTuple):
    """The last line of history of a cell: when, and by whom."""

    at: datetime.datetime
    actor_label: str


@dataclass(frozen=True, slots=True)
class Conflict:
    """A cell not written: somebody changed it after it was displayed, or what is stored is final."""

    change: CellChange
    stored: Value
    at: datetime.datetime | None
    on: datetime.date | None
    author_label: str
    is_final: bool


@dataclass(frozen=True)
class SaveOutcome:
    """What a save did. `already` are the cells where somebody had stored the wanted state: they keep his name."""

    saved: int
    already: Sequence[tuple[CellChange, Stored | None]]
    conflicts: Sequence[Conflict]
    decided_on: datetime.date | None
    author_label: str


def save_cells(
    *,
    subject: Subject,
    actor: Account,
    school: School,
    changes: Sequence[CellChange],
    number: uuid.UUID | None = None,
) -> SaveOutcome:
    """Write the cells that `actor` changed, dated today and signed by him; cells not changed keep date and author.

    A cell stored otherwise than it was displayed is not written but reported as a conflict; so is one whose stored
    decision is final, whatever was displayed. Every written cell leaves a line of history. Raises RefusedSave, having
    written nothing, when a pupil or a thing may not be decided on.

    `number` is drawn by the page that saves. What was already written under it counts as saved, whatever became of it
    since: a page whose answer was lost asks again, and must not enter in conflict with itself.
    """
    with transaction.atomic():
        subject.begin(actor)
        lock_pupils_open_to(actor, subject, {change.pupil_id for change in changes})
        check_things(subject, {change.about_id for change in changes})
        done = _written_under(number, subject, actor) if number else set()
        left = [change for change in changes if change.key not in done]
        verdict = sort_out(subject, actor, left, lock_stored(subject, [change.key for change in left]))
        if verdict.written:
            batch = write_batch(actor, subject, verdict, batch=number)
            record(subject.verb, actor=actor, school=school, count=verdict.written, batch=str(batch))
        conflicts = _explain(subject, verdict)
    SAVES.labels("saved").inc(verdict.written)
    SAVES.labels("conflict").inc(len(conflicts))
    return SaveOutcome(
        saved=verdict.written + len(changes) - len(left),
        already=verdict.already,
        conflicts=conflicts,
        decided_on=today() if subject.store.is_dated else None,
        author_label=actor.author_label,
    )


def _written_under(number: uuid.UUID, subject: Subject, actor: Account) -> set[Key]:
    """The cells already written by the save of this number, which must be the same person's."""
    lines = subject.store.history().filter(batch=number)
    if lines.exclude(actor=actor).exists():
        raise RefusedSave("Cet enregistrement porte le numéro d'un autre : rien n'a été enregistré. Rechargez la page.")
    return set(lines.values_list("pupil_id", subject.thing_id))


def _explain(subject: Subject, verdict: Verdict) -> list[Conflict]:
    """Who changed these cells and when: the decision says it, and the history for a decision taken away."""
    last = _last_changes(subject, [change for change, _ in (*verdict.conflicts, *verdict.kept)])
    found = [_conflict(subject, change, decision, last.get(change.key)) for change, decision in verdict.conflicts]
    kept = [_conflict(subject, change, decision, last.get(change.key)) for change, decision in verdict.kept]
    return [*found, *(replace(each, is_final=True) for each in kept)]


def _conflict(subject: Subject, change: CellChange, decision: Stored | None, last: LastChange | None) -> Conflict:
    if decision is None:
        stored, on, author_label = subject.blank, None, last.actor_label if last else ""
    else:
        stored, on, author_label = decision.state, decision.decided_on, decision.author_label
    at = last.at if last else None
    return Conflict(change, stored, at=at, on=on, author_label=author_label, is_final=False)


def _last_changes(subject: Subject, changes: Sequence[CellChange]) -> dict[Key, LastChange]:
    if not changes:
        return {}
    about = {f"{subject.key}__in": {change.about_id for change in changes}}
    history = subject.store.history().filter(pupil__in={change.pupil_id for change in changes}, **about)
    latest = history.order_by().values("pupil_id", subject.thing_id).annotate(latest=Max("pk")).values("latest")
    lines = subject.store.history().filter(pk__in=latest).values_list("pupil_id", subject.thing_id, "at", "actor_label")
    return {(pupil, thing): LastChange(at, by) for pupil, thing, at, by in lines}
