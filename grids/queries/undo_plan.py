"""What undoing a save would do, cell by cell: the preview reads it, the service obeys it."""

import datetime
import uuid
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from django.db.models import Max
from django.utils import timezone

from accounts.models import Account
from grids.alphabet import State, Value
from grids.models import Change
from grids.queries.saves import changes_in_sight
from grids.store import Key as StoreKey
from grids.subject import Subject, Thing
from sacoche.kit.access import may

_Key = tuple[int, int]  # pupil, then thing


class Stored(NamedTuple):
    """A decision as it is stored now."""

    pk: StoreKey
    state: Value
    on: datetime.date | None
    by: str


@dataclass(frozen=True)
class UndoneCell:
    """A cell to put back. `stored` is the decision that is there, None when the cell is blank."""

    change: Any
    thing: Thing
    pupil: str
    stored: Stored | None
    now: State
    back: State


@dataclass(frozen=True)
class LeftCell:
    """A cell left as it is, and why."""

    thing: Thing
    pupil: str
    why: str


@dataclass(frozen=True)
class GestureGroup:
    """One mass gesture of a save, as far as the history tells it: what it was and what it governed."""

    key: str
    label: str
    cells: int


@dataclass
class UndoPlan:
    """What undoing would do to each cell of a save, or of one gesture of it; `already` cells were undone before."""

    cells: list[UndoneCell] = field(default_factory=list)
    left: list[LeftCell] = field(default_factory=list)
    already: int = 0


def thing_of(subject: Subject, change: Change) -> Thing:
    """What a line of history is about."""
    return subject.thing_of(getattr(change, subject.thing_id))


def lines_of(account: Account, subject: Subject, batch: uuid.UUID) -> list[Any]:
    """Its lines of history, pupil after pupil in the order of names, in the order of the grid."""
    changes = changes_in_sight(account, subject).filter(batch=batch).select_related("pupil")
    return sorted(
        changes, key=lambda change: (change.pupil.sort_key, change.pupil_id, thing_of(subject, change).position)
    )


# --- The gestures of a save -------------------------------------------------------------------------------------------


def gesture_groups(subject: Subject, changes: Iterable[Any]) -> list[GestureGroup]:
    """The gestures of these lines: a line keeps its gesture, not its number, and a mass gesture is what it governs."""
    labels: dict[str, str] = {}
    sizes: dict[str, int] = {}
    for change in changes:
        key = gesture_key(subject, change)
        labels.setdefault(key, _gesture_label(subject, change))
        sizes[key] = sizes.get(key, 0) + 1
    return [GestureGroup(key, label, sizes[key]) for key, label in labels.items()]


def gesture_key(subject: Subject, change: Any) -> str:
    """The same for all the lines that one mass gesture made, and for all those clicked one by one."""
    thing, gestures = thing_of(subject, change), subject.gestures
    pupil = f"-{change.pupil_id}"
    part = "" if subject.pupils_are_rows else f"-{thing.part_id}"
    governed = {
        gestures.all_but_pupil.code: pupil,
        gestures.all_but_thing.code: f"-{thing.id}",
        gestures.of_pupil.code: part + pupil,
        gestures.of_thing.code: f"-{thing.id}",
        gestures.of_part.code: part,
    }
    return str(change.gesture) + governed.get(change.gesture, "")


def _gesture_label(subject: Subject, change: Any) -> str:
    thing, gestures = thing_of(subject, change), subject.gestures
    pupil, label = f" : {change.pupil.full_name}", f" : « {thing.label} »"
    governed = {
        gestures.all_but_pupil.code: pupil,
        gestures.all_but_thing.code: label,
        gestures.of_pupil.code: pupil if subject.pupils_are_rows else f"{pupil}, « {thing.part} »",
        gestures.of_thing.code: label,
        gestures.of_part.code: "" if subject.pupils_are_rows else f" : « {thing.part} »",
    }
    words = gestures.label(change.gesture)
    return words[0].upper() + words[1:] + governed.get(change.gesture, "")


# --- The plan ---------------------------------------------------------------------------------------------------------


def undo_plan(account: Account, subject: Subject, changes: Sequence[Any]) -> UndoPlan:
    """What undoing these lines of one save would do, for this account; a few queries whatever their number."""
    plan = UndoPlan()
    if not changes:
        return plan
    situation = _Situation(account, subject, changes)
    for change in changes:
        thing, pupil = thing_of(subject, change), change.pupil.full_name
        if situation.is_undone(change):
            plan.already += 1
        elif why := situation.refusal(change):
            plan.left.append(LeftCell(thing, pupil, why))
        else:
            plan.cells.append(_cell(subject, change, thing, situation.stored_under(change)))
    return plan


def _cell(subject: Subject, change: Any, thing: Thing, stored: Stored | None) -> UndoneCell:
    now, back = stored.state if stored else subject.blank, change.before
    states = subject.state(thing.id, now), subject.state(thing.id, back)
    return UndoneCell(change, thing, change.pupil.full_name, stored, *states)


class _Situation:
    """Everything that decides whether a line can be undone, read once for all of them."""

    def __init__(self, account: Account, subject: Subject, changes: Sequence[Any]) -> None:
        things = {getattr(change, subject.thing_id) for change in changes}
        cells = {"pupil__in": {change.pupil_id for change in changes}, f"{subject.key}__in": things}
        self._subject = subject
        self._is_allowed = may(account, subject.right)
        self._open_pupils = subject.open_pupils(account, [change.pupil for change in changes])
        self._closed = set(subject.closed(things))
        self._shut = set(subject.shut([self._key(change) for change in changes]))
        self._stored = _stored(subject, cells)
        self._last = _last_changes(subject, cells)

    def _key(self, change: Any) -> _Key:
        return change.pupil_id, getattr(change, self._subject.thing_id)

    def _words(self, change: Any, value: Value) -> str:
        return self._subject.state(getattr(change, self._subject.thing_id), value).label

    def stored_under(self, change: Any) -> Stored | None:
        return self._stored.get(self._key(change))

    def is_undone(self, change: Any) -> bool:
        """Whether the last thing that happened to the cell is the undoing of this very save."""
        last = self._last.get(self._key(change))
        return last is not None and last.undoes == change.batch

    def refusal(self, change: Any) -> str:
        """Why this line is left alone, in French; empty when it can be undone."""
        return next(filter(None, (check(change) for check in self._checks())), "")

    def _checks(self) -> Sequence[Callable[[Any], str]]:
        return self._not_allowed, self._gone, self._closed_now, self._changed_since, self._final, self._shut_now

    def _not_allowed(self, change: Any) -> str:
        if not self._is_allowed:
            return f"votre établissement ne vous laisse plus {self._subject.words.act}"
        if change.pupil_id not in self._open_pupils:
            return self._subject.words.outside_now
        return ""

    def _gone(self, change: Any) -> str:
        return "" if change.pupil.is_active else "ne fait plus partie de l'école"

    def _closed_now(self, change: Any) -> str:
        return self._subject.words.closed_now if self._key(change)[1] in self._closed else ""

    def _changed_since(self, change: Any) -> str:
        last, stored = self._last.get(self._key(change)), self.stored_under(change)
        state = stored.state if stored else self._subject.blank
        said = self._words(change, state)
        if last and last.pk != change.pk:
            when = timezone.localtime(last.at)
            return f"changé depuis par {last.actor_label or 'le serveur'}, le {when:%d/%m/%Y à %H:%M} : {said}"
        return f"changé depuis : {said}" if state != change.after else ""

    def _shut_now(self, change: Any) -> str:
        return self._subject.words.shut_now if self._key(change) in self._shut else ""

    def _final(self, change: Any) -> str:
        return self._subject.words.final_now if self._subject.is_final(change.after) else ""


def _stored(subject: Subject, cells: Mapping[str, object]) -> dict[_Key, Stored]:
    facts = ("pupil_id", subject.thing_id, "pk", "state", "decided_on", "author_label")
    rows = subject.store.decisions().filter(**cells).values_list(*facts)
    return {(pupil, thing): Stored(*decision) for pupil, thing, *decision in rows}


def _last_changes(subject: Subject, cells: Mapping[str, object]) -> dict[_Key, Any]:
    """The last line of each cell."""
    history = subject.store.history().filter(**cells)
    latest = history.order_by().values("pupil_id", subject.thing_id).annotate(latest=Max("pk")).values("latest")
    lines = subject.store.history().filter(pk__in=latest).order_by()
    return {(line.pupil_id, getattr(line, subject.thing_id)): line for line in lines}
