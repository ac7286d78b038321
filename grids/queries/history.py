"""The history of one cell: who changed it, when, from what to what, by which gesture."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db import models
from django.utils import timezone

from accounts.models import Account
from grids.alphabet import State
from grids.gestures import UNDO_OF_A_SAVE
from grids.subject import Subject


class Signature(NamedTuple):
    """When a decision was taken, and by whom: both as they were written that day."""

    on: datetime.date | None
    by: str


_NOBODY = Signature(None, "")


@dataclass(frozen=True)
class HistoryLine:
    """One change. `decision` is the signature of the decision that it left, when it is not that of the change itself.

    An import writes decisions that others took earlier; an undo gives the former ones back.
    """

    at: datetime.datetime
    who: str
    before: State
    after: State
    how: str
    decision: Signature | None


@dataclass(frozen=True)
class CellHistory:
    """A cell as it is, and its changes, the latest first.

    `origin` is the decision that was there before the first change known, if there was one.
    """

    pupil: Account
    thing: models.Model
    state: State
    decision: Signature | None
    lines: Sequence[HistoryLine]
    origin: tuple[State, Signature] | None


def cell_history(*, subject: Subject, pupil: Account, thing: models.Model) -> CellHistory:
    """What happened to the decision on this pupil and this thing; two queries."""
    cell: dict[str, Any] = {"pupil": pupil, subject.key: thing}
    stored = subject.store.decisions().filter(**cell).values_list("state", "decided_on", "author_label").first()
    changes = list(subject.store.history().filter(**cell).order_by("pk"))
    decision = Signature(stored[1], stored[2]) if stored else None
    # What each change left behind is what the next one found.
    is_dated = subject.store.is_dated
    left = [*(Signature(each.before_on if is_dated else None, each.before_label) for each in changes[1:]), decision]
    lines = (
        [_line(subject, change, signature) for change, signature in zip(changes, left, strict=True)] if changes else []
    )
    return CellHistory(
        pupil=pupil,
        thing=thing,
        state=subject.state(thing.pk, stored[0] if stored else subject.blank),
        decision=decision,
        lines=lines[::-1],
        origin=_origin(subject, changes),
    )


def _line(subject: Subject, change: Any, left: Signature | None) -> HistoryLine:
    thing_id = getattr(change, subject.thing_id)
    own = Signature(timezone.localdate(change.at) if subject.store.is_dated else None, change.actor_label)
    has_decision = change.after != subject.blank and left is not None and left != _NOBODY
    return HistoryLine(
        at=change.at,
        who=change.actor_label,
        before=subject.state(thing_id, change.before),
        after=subject.state(thing_id, change.after),
        how=gesture_words(subject, change),
        decision=left if has_decision and left != own else None,
    )


def gesture_words(subject: Subject, change: Any) -> str:
    """What made the change; undoing a save is more than taking a click back."""
    return UNDO_OF_A_SAVE if change.undoes else subject.gestures.label(change.gesture)


def _origin(subject: Subject, changes: Sequence[Any]) -> tuple[State, Signature] | None:
    if not changes or changes[0].before == subject.blank:
        return None
    thing_id = getattr(changes[0], subject.thing_id)
    return subject.state(thing_id, changes[0].before), Signature(changes[0].before_on, changes[0].before_label)
