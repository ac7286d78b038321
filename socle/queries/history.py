"""The history of one cell: who changed it, when, from what to what, by which gesture."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from django.utils import timezone

from accounts.models import Account
from socle.models import Gesture, Item, Pilier, State, ValidationChange
from socle.subjects import Subject


class Signature(NamedTuple):
    """When a decision was taken, and by whom: both as they were written that day."""

    on: datetime.date | None
    by: str


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
    thing: Item | Pilier
    state: State
    decision: Signature | None
    lines: Sequence[HistoryLine]
    origin: tuple[State, Signature] | None


def cell_history(*, subject: Subject, pupil: Account, thing: Item | Pilier) -> CellHistory:
    """What happened to the decision on this pupil and this item or compétence; two queries."""
    cell = {"pupil": pupil, subject.name: thing}
    stored = subject.decisions.objects.filter(**cell).first()
    changes = list(ValidationChange.objects.filter(**cell).order_by("pk"))
    decision = Signature(stored.decided_on, stored.author_label) if stored else None
    # What each change left behind is what the next one found.
    left = [*(Signature(change.before_on, change.before_label) for change in changes[1:]), decision]
    lines = [_line(change, signature) for change, signature in zip(changes, left, strict=True)] if changes else []
    return CellHistory(
        pupil=pupil,
        thing=thing,
        state=State(stored.state) if stored else State.UNDECIDED,
        decision=decision,
        lines=lines[::-1],
        origin=_origin(changes),
    )


def _line(change: ValidationChange, left: Signature | None) -> HistoryLine:
    own = Signature(timezone.localdate(change.at), change.actor_label)
    has_decision = change.after != State.UNDECIDED and left is not None and left.on is not None
    return HistoryLine(
        at=change.at,
        who=change.actor_label,
        before=State(change.before),
        after=State(change.after),
        how=gesture_words(change),
        decision=left if has_decision and left != own else None,
    )


def gesture_words(change: ValidationChange) -> str:
    """What made the change; undoing a save is more than taking a click back."""
    return "annulation d'un enregistrement" if change.undoes else Gesture(change.gesture).label


def _origin(changes: Sequence[ValidationChange]) -> tuple[State, Signature] | None:
    if not changes or changes[0].before == State.UNDECIDED:
        return None
    return State(changes[0].before), Signature(changes[0].before_on, changes[0].before_label)
