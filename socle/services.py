"""What is decided on the socle: verbs that write, one transaction each."""

import datetime
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from django.db import transaction
from django.db.models import Max

from accounts.models import Account
from accounts.queries import ONLY_PP, classes_open_to
from sacoche.kit.access import restrictions_on
from sacoche.kit.bulk import bulk_insert
from sacoche.kit.clock import now, today
from sacoche.kit.journal import record
from schools.models import School
from socle.models import Item, ItemValidation, State, ValidationChange
from socle.queries import active_paliers

UNDECIDED = State.UNDECIDED.value


class RefusedSave(Exception):
    """The whole save is refused and nothing is written; the argument is the sentence to show."""

    @property
    def sentence(self) -> str:
        return str(self.args[0])


class UnknownPupil(RefusedSave):
    """A pupil that this school does not have."""


class OutsideClasses(RefusedSave):
    """A pupil of a class that is not the author's."""


class CellChange(NamedTuple):
    """A cell somebody changed: what it showed, what he wants, by which gesture."""

    pupil_id: int
    item_id: int
    displayed: int
    wanted: int
    gesture: str

    @property
    def key(self) -> tuple[int, int]:
        return self.pupil_id, self.item_id


class Stored(NamedTuple):
    """A decision as it is stored, as much of it as a save needs."""

    pk: int
    state: int
    decided_on: datetime.date
    author_label: str


class LastChange(NamedTuple):
    """The last line of history of a cell: when, and by whom."""

    at: datetime.datetime
    actor_label: str


@dataclass(frozen=True, slots=True)
class Conflict:
    """A cell not written, because somebody changed it after it was displayed."""

    change: CellChange
    stored: int
    at: datetime.datetime | None
    on: datetime.date | None
    author_label: str


@dataclass(frozen=True)
class SaveOutcome:
    """What a save did. `already` counts the cells where the wanted state was stored meanwhile."""

    saved: int
    already: int
    conflicts: Sequence[Conflict]
    decided_on: datetime.date
    author_label: str


@dataclass
class _Sorted:
    """The cells of a save against what is stored."""

    inserts: list[CellChange] = field(default_factory=list)
    updates: list[tuple[CellChange, Stored]] = field(default_factory=list)
    deletes: list[tuple[CellChange, Stored]] = field(default_factory=list)
    already: list[CellChange] = field(default_factory=list)
    conflicts: list[tuple[CellChange, Stored | None]] = field(default_factory=list)

    @property
    def written(self) -> int:
        return len(self.inserts) + len(self.updates) + len(self.deletes)


def save_item_validations(*, actor: Account, school: School, changes: Sequence[CellChange]) -> SaveOutcome:
    """Write the cells that `actor` changed, dated today and signed by him; cells not changed keep date and author.

    A cell stored otherwise than it was displayed is not written but reported as a conflict. Every written cell leaves
    a line of history. Raises RefusedSave, having written nothing, when a pupil or an item may not be decided on.
    """
    with transaction.atomic():
        _check_pupils(actor, lock_pupils({change.pupil_id for change in changes}), changes)
        _check_items({change.item_id for change in changes})
        verdict = _sort_out(changes, _lock_stored(changes))
        if verdict.written:
            _write(actor, school, verdict)
        conflicts = _explain(verdict.conflicts)
    return SaveOutcome(
        saved=verdict.written,
        already=len(verdict.already),
        conflicts=conflicts,
        decided_on=today(),
        author_label=actor.author_label,
    )


def lock_pupils(pupil_ids: Iterable[int]) -> dict[int, Account]:
    """Lock these pupils, in order, until the end of the transaction: one writer at a time decides on a pupil.

    Rows that do not exist yet cannot be locked; without this two first decisions on a cell would collide.
    """
    pupils = Account.objects.pupils().filter(pk__in=pupil_ids).order_by("pk").select_for_update(no_key=True)
    return {pupil.pk: pupil for pupil in pupils}


def _check_pupils(actor: Account, pupils: dict[int, Account], changes: Sequence[CellChange]) -> None:
    if any(change.pupil_id not in pupils for change in changes):
        raise UnknownPupil("Élève inconnu : rien n'a été enregistré.")
    gone = [pupil.full_name for pupil in pupils.values() if not pupil.is_active]
    if gone:
        raise RefusedSave(f"Ne fait plus partie de l'école : {_names(gone)}. Rien n'a été enregistré.")
    allowed = set(classes_open_to(actor, "socle.validate_items").values_list("pk", flat=True))
    strangers = [pupil.full_name for pupil in pupils.values() if pupil.school_class_id not in allowed]
    if strangers:
        is_reserved = ONLY_PP in restrictions_on(actor, "socle.validate_items")
        classes = "une classe dont vous êtes professeur principal" if is_reserved else "une de vos classes"
        raise OutsideClasses(f"N'est pas dans {classes} : {_names(strangers)}. Rien n'a été enregistré.")


def _names(names: Sequence[str]) -> str:
    shown = ", ".join(sorted(names)[:5])
    return f"{shown}…" if len(names) > 5 else shown


def _check_items(item_ids: set[int]) -> None:
    known = Item.objects.filter(pk__in=item_ids)
    if known.count() < len(item_ids):
        raise RefusedSave("Item du socle inconnu : rien n'a été enregistré.")
    if known.exclude(domaine__pilier__palier__in=active_paliers()).exists():
        raise RefusedSave(
            "Ce palier n'est plus activé dans l'établissement : rien n'a été enregistré. Voyez votre administrateur."
        )


def _lock_stored(changes: Sequence[CellChange]) -> dict[tuple[int, int], Stored]:
    """The decisions on these cells, locked in the order of (pupil, item) until the end of the transaction."""
    decisions = (
        ItemValidation.objects.filter(
            pupil__in={change.pupil_id for change in changes}, item__in={change.item_id for change in changes}
        )
        .order_by("pupil_id", "item_id")
        .select_for_update()
        .values_list("pupil_id", "item_id", "pk", "state", "decided_on", "author_label")
    )
    return {(pupil, item): Stored(pk, state, on, by) for pupil, item, pk, state, on, by in decisions}


def _sort_out(changes: Sequence[CellChange], stored: dict[tuple[int, int], Stored]) -> _Sorted:
    verdict = _Sorted()
    for change in changes:
        decision = stored.get(change.key)
        state = decision.state if decision else UNDECIDED
        if state == change.wanted:
            verdict.already.append(change)
        elif state != change.displayed:
            verdict.conflicts.append((change, decision))
        elif decision is None:
            verdict.inserts.append(change)
        elif change.wanted == UNDECIDED:
            verdict.deletes.append((change, decision))
        else:
            verdict.updates.append((change, decision))
    return verdict


def _write(actor: Account, school: School, verdict: _Sorted) -> None:
    signature = {"decided_on": today(), "author_label": actor.author_label, "author_id": actor.pk}
    bulk_insert(
        ItemValidation,
        [{"pupil_id": each.pupil_id, "item_id": each.item_id, "state": each.wanted} for each in verdict.inserts],
        common=signature,
    )
    for state in (State.REFUSED, State.VALIDATED):
        turned = [decision.pk for change, decision in verdict.updates if change.wanted == state]
        if turned:
            ItemValidation.objects.filter(pk__in=turned).update(state=state, **signature)
    if verdict.deletes:
        ItemValidation.objects.filter(pk__in=[decision.pk for _, decision in verdict.deletes]).delete()
    batch = uuid.uuid4()
    _write_history(actor, verdict, batch)
    record("socle.save_items", actor=actor, school=school, count=verdict.written, batch=str(batch))


def _write_history(actor: Account, verdict: _Sorted, batch: uuid.UUID) -> None:
    done: dict[str, Any] = {
        "at": now(),
        "actor_id": actor.pk,
        "actor_label": actor.author_label,
        "batch": batch,
    }
    pairs = [*((change, None) for change in verdict.inserts), *verdict.updates, *verdict.deletes]
    bulk_insert(
        ValidationChange,
        [
            {
                "pupil_id": change.pupil_id,
                "item_id": change.item_id,
                "before": change.displayed,
                "after": change.wanted,
                "before_on": decision.decided_on if decision else None,
                "before_label": decision.author_label if decision else "",
                "gesture": change.gesture,
            }
            for change, decision in pairs
        ],
        common=done,
    )


def _explain(conflicts: Sequence[tuple[CellChange, Stored | None]]) -> list[Conflict]:
    """Who changed these cells and when: the decision says it, and the history for a decision taken away."""
    last = _last_changes([change for change, _ in conflicts])
    return [_conflict(change, decision, last.get(change.key)) for change, decision in conflicts]


def _conflict(change: CellChange, decision: Stored | None, last: LastChange | None) -> Conflict:
    if decision is None:
        stored, on, author_label = UNDECIDED, None, last.actor_label if last else ""
    else:
        stored, on, author_label = decision.state, decision.decided_on, decision.author_label
    return Conflict(change, stored=stored, at=last.at if last else None, on=on, author_label=author_label)


def _last_changes(changes: Sequence[CellChange]) -> dict[tuple[int, int], LastChange]:
    if not changes:
        return {}
    history = ValidationChange.objects.filter(
        pupil__in={change.pupil_id for change in changes}, item__in={change.item_id for change in changes}
    )
    latest = history.order_by().values("pupil_id", "item_id").annotate(latest=Max("pk")).values("latest")
    lines = ValidationChange.objects.filter(pk__in=latest).values_list("pupil_id", "item_id", "at", "actor_label")
    return {(pupil, item): LastChange(at, by) for pupil, item, at, by in lines if item}
