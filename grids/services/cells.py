"""The cells of a save: what was asked, what is stored, what becomes of each."""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from accounts.models import Account
from grids.alphabet import Value
from grids.store import Key as StoreKey
from grids.subject import Subject

# A pupil, and the thing decided on.
Key = tuple[int, int]


class CellChange(NamedTuple):
    """A cell somebody changed: what it showed, what he wants, by which gesture; `about_id` is that of the thing."""

    pupil_id: int
    about_id: int
    displayed: Value
    wanted: Value
    gesture: str

    @property
    def key(self) -> Key:
        return self.pupil_id, self.about_id


class Stored(NamedTuple):
    """A decision as it is stored, as much of it as a save needs; `signed_by` is the account of its author."""

    pk: StoreKey
    state: Value
    decided_on: datetime.date | None
    author_label: str
    signed_by: int | None


@dataclass
class Verdict:
    """The cells of a save against what is stored. `conflicts` are not written: changed meanwhile."""

    inserts: list[CellChange] = field(default_factory=list)
    updates: list[tuple[CellChange, Stored]] = field(default_factory=list)
    deletes: list[tuple[CellChange, Stored]] = field(default_factory=list)
    already: list[tuple[CellChange, Stored | None]] = field(default_factory=list)
    conflicts: list[tuple[CellChange, Stored | None]] = field(default_factory=list)
    # Not written either: what is stored stays, whatever was displayed.
    kept: list[tuple[CellChange, Stored | None]] = field(default_factory=list)

    @property
    def written(self) -> int:
        return len(self.inserts) + len(self.updates) + len(self.deletes)


def lock_stored(subject: Subject, keys: Iterable[Key]) -> dict[Key, Stored]:
    """The decisions on these cells, locked in the order of (pupil, thing) until the end of the transaction."""
    pupils, things = {pupil for pupil, _ in keys}, {thing for _, thing in keys}
    store = subject.store
    decisions = store.decisions().filter(**{"pupil__in": pupils, f"{subject.key}__in": things})
    facts = ("pk", "state", "decided_on", "author_label", store.signed_by)
    rows = store.locked(decisions.order_by("pupil_id", subject.thing_id))
    return {(row[0], row[1]): Stored(*row[2:]) for row in rows.values_list("pupil_id", subject.thing_id, *facts)}


def sort_out(subject: Subject, actor: Account, changes: Sequence[CellChange], stored: dict[Key, Stored]) -> Verdict:
    """What becomes of each cell that `actor` changed; nothing is written."""
    verdict, shut = Verdict(), set(subject.shut([change.key for change in changes]))
    for change in changes:
        decision = stored.get(change.key)
        state = decision.state if decision else subject.blank
        if state == change.wanted:
            verdict.already.append((change, decision))
        elif change.key in shut or (decision and _stays(subject, actor, change, decision)):
            verdict.kept.append((change, decision))
        elif state != change.displayed:
            verdict.conflicts.append((change, decision))
        elif decision is None:
            verdict.inserts.append(change)
        elif change.wanted == subject.blank:
            verdict.deletes.append((change, decision))
        else:
            verdict.updates.append((change, decision))
    return verdict


def _stays(subject: Subject, actor: Account, change: CellChange, decision: Stored) -> bool:
    """Whether what is stored is final, or may not be changed so by this person."""
    return subject.is_final(decision.state) or subject.keeps(actor, change.wanted, decision.signed_by)
