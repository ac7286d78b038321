"""What undoing a save would do, cell by cell: the preview reads it, the service obeys it."""

import datetime
import uuid
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from django.db.models import Max
from django.utils import timezone

from accounts.models import Account
from accounts.queries import open_pupils
from sacoche.kit.access import may
from socle.models import Gesture, State, ValidationChange
from socle.queries.choices import active_paliers
from socle.queries.saves import Save, changes_in_sight, saves_in_sight, saves_shown
from socle.queries.things import Thing, thing_of
from socle.subjects import Subject

_UNDECIDED = State.UNDECIDED.value
_Key = tuple[int, int]  # pupil, then item or compétence


class Stored(NamedTuple):
    """A decision as it is stored now."""

    pk: int
    state: int
    on: datetime.date
    by: str


@dataclass(frozen=True)
class UndoneCell:
    """A cell to put back. `stored` is the decision that is there, None when the cell is blue."""

    change: ValidationChange
    thing: Thing
    pupil: str
    stored: Stored | None

    @property
    def now(self) -> State:
        return State(self.stored.state) if self.stored else State.UNDECIDED

    @property
    def back(self) -> State:
        return State(self.change.before)


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


def find_save(account: Account, batch: uuid.UUID) -> Save | None:
    """The save that this account may look back over, or None."""
    rows = saves_in_sight(account).filter(batch=batch)
    return next(iter(saves_shown(rows)), None)


def lines_of(account: Account, batch: uuid.UUID) -> list[ValidationChange]:
    """Its lines of history, pupil after pupil in the order of names, in the order of the grid."""
    changes = changes_in_sight(account).filter(batch=batch).select_related("pupil")
    return sorted(changes, key=lambda change: (change.pupil.sort_key, change.pupil_id, thing_of(change).position))


# --- The gestures of a save -------------------------------------------------------------------------------------------


def gesture_groups(changes: Iterable[ValidationChange]) -> list[GestureGroup]:
    """The gestures of these lines: a line keeps its gesture, not its number, and a mass gesture is what it governs."""
    labels: dict[str, str] = {}
    sizes: dict[str, int] = {}
    for change in changes:
        key = gesture_key(change)
        labels.setdefault(key, _gesture_label(change))
        sizes[key] = sizes.get(key, 0) + 1
    return [GestureGroup(key, label, sizes[key]) for key, label in labels.items()]


def gesture_key(change: ValidationChange) -> str:
    """The same for all the lines that one mass gesture made, and for all those clicked one by one."""
    thing = thing_of(change)
    governed = {
        Gesture.ALL_BUT_PUPIL.value: f"-{change.pupil_id}",
        Gesture.ALL_BUT_ITEM.value: f"-{thing.id}",
        Gesture.PUPIL_ARROW.value: f"-{thing.part_id}-{change.pupil_id}",
        Gesture.ITEM_ARROW.value: f"-{thing.id}",
        Gesture.DOMAINE_ARROW.value: f"-{thing.part_id}",
    }
    return change.gesture + governed.get(change.gesture, "")


def _gesture_label(change: ValidationChange) -> str:
    thing = thing_of(change)
    governed = {
        Gesture.ALL_BUT_PUPIL.value: f" : {change.pupil.full_name}",
        Gesture.ALL_BUT_ITEM.value: f" : « {thing.label} »",
        Gesture.PUPIL_ARROW.value: f" : {change.pupil.full_name}, « {thing.part} »",
        Gesture.ITEM_ARROW.value: f" : « {thing.label} »",
        Gesture.DOMAINE_ARROW.value: f" : « {thing.part} »",
    }
    return Gesture(change.gesture).label.capitalize() + governed.get(change.gesture, "")


# --- The plan ---------------------------------------------------------------------------------------------------------


def undo_plan(account: Account, changes: Sequence[ValidationChange]) -> UndoPlan:
    """What undoing these lines of one save would do, for this account; a few queries whatever their number."""
    plan = UndoPlan()
    for subject in {thing_of(change).subject for change in changes}:
        about = [change for change in changes if thing_of(change).subject == subject]
        _plan_subject(plan, _Situation(account, subject, about), about)
    return plan


def _plan_subject(plan: UndoPlan, situation: "_Situation", changes: Iterable[ValidationChange]) -> None:
    for change in changes:
        thing, pupil = thing_of(change), change.pupil.full_name
        if situation.is_undone(change):
            plan.already += 1
        elif why := situation.refusal(change):
            plan.left.append(LeftCell(thing, pupil, why))
        else:
            plan.cells.append(UndoneCell(change, thing, pupil, situation.stored_under(change)))


class _Situation:
    """Everything that decides whether a line can be undone, read once for all of them."""

    def __init__(self, account: Account, subject: Subject, changes: Sequence[ValidationChange]) -> None:
        cells = {
            "pupil__in": {change.pupil_id for change in changes},
            f"{subject.name}__in": {thing_of(change).id for change in changes},
        }
        self._subject = subject
        self._is_allowed = may(account, subject.right)
        self._open_pupils = open_pupils(account, subject.right, [change.pupil for change in changes])
        self._paliers = set(active_paliers().values_list("pk", flat=True))
        self._stored = _stored(subject, cells)
        self._last = _last_changes(subject, cells)

    def _key(self, change: ValidationChange) -> _Key:
        return change.pupil_id, thing_of(change).id

    def stored_under(self, change: ValidationChange) -> Stored | None:
        return self._stored.get(self._key(change))

    def is_undone(self, change: ValidationChange) -> bool:
        """Whether the last thing that happened to the cell is the undoing of this very save."""
        last = self._last.get(self._key(change))
        return last is not None and last.undoes == change.batch

    def refusal(self, change: ValidationChange) -> str:
        """Why this line is left alone, in French; empty when it can be undone."""
        return next(filter(None, (check(change) for check in self._checks())), "")

    def _checks(self) -> Sequence[Callable[[ValidationChange], str]]:
        return self._not_allowed, self._gone, self._closed_palier, self._changed_since, self._final

    def _not_allowed(self, change: ValidationChange) -> str:
        if not self._is_allowed:
            return "votre établissement ne vous laisse plus faire ces validations"
        if change.pupil_id not in self._open_pupils:
            return "n'est plus dans vos classes ni dans vos groupes"
        return ""

    def _gone(self, change: ValidationChange) -> str:
        return "" if change.pupil.is_active else "ne fait plus partie de l'école"

    def _closed_palier(self, change: ValidationChange) -> str:
        return "" if thing_of(change).palier_id in self._paliers else "ce palier n'est plus utilisé par l'établissement"

    def _changed_since(self, change: ValidationChange) -> str:
        last, stored = self._last.get(self._key(change)), self.stored_under(change)
        state = stored.state if stored else _UNDECIDED
        if last and last.pk != change.pk:
            when = timezone.localtime(last.at)
            return f"changé depuis par {last.actor_label or 'le serveur'}, le {when:%d/%m/%Y à %H:%M} : {_words(state)}"
        return f"changé depuis : {_words(state)}" if state != change.after else ""

    def _final(self, change: ValidationChange) -> str:
        if change.after in self._subject.final_states:
            return "compétence validée, donc verrouillée : seule « Annuler une compétence validée » la retire"
        return ""


def _words(state: int) -> str:
    return State(state).label


def _stored(subject: Subject, cells: Mapping[str, object]) -> dict[_Key, Stored]:
    facts = ("pupil_id", subject.key, "pk", "state", "decided_on", "author_label")
    rows = subject.decisions.objects.filter(**cells).values_list(*facts)
    return {(pupil, thing): Stored(*decision) for pupil, thing, *decision in rows}


def _last_changes(subject: Subject, cells: Mapping[str, object]) -> dict[_Key, ValidationChange]:
    """The last line of each cell."""
    history = ValidationChange.objects.filter(**cells)
    latest = history.order_by().values("pupil_id", subject.key).annotate(latest=Max("pk")).values("latest")
    lines = ValidationChange.objects.filter(pk__in=latest).order_by()
    return {(line.pupil_id, getattr(line, subject.key)): line for line in lines}
