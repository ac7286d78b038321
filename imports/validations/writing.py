"""Writing the decisions of a file: those that are new, and those that are later than what is stored."""

import datetime
import json
import uuid
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from typing import IO, Any, NamedTuple

from accounts.models import Account
from sacoche.kit.bulk import bulk_insert
from sacoche.kit.clock import now
from sacoche.kit.columns import as_text
from socle.models import (
    Gesture,
    ItemChange,
    ItemValidation,
    PilierChange,
    PilierValidation,
    State,
    Validation,
    ValidationChange,
)

_PUPILS_AT_ONCE = 100
_UNDECIDED = int(State.UNDECIDED)


class _Decided(NamedTuple):
    state: int
    on: datetime.date
    author: str


Key = tuple[int, int]  # pupil, then item or compétence


@dataclass(frozen=True)
class _Table:
    """Where decisions of one kind and their history are kept, and the column that says what they are about."""

    model: type[Validation]
    changes: type[ValidationChange]
    target: str


_ITEMS = _Table(ItemValidation, ItemChange, "item_id")
_PILIERS = _Table(PilierValidation, PilierChange, "pilier_id")


class Writer:
    """Writes the decisions of one import, some pupils at a time, and a line of history for each."""

    def __init__(self, actor: Account | None) -> None:
        # The compétences that were validated, hence locked, and no longer are.
        self.unlocked: list[Key] = []
        self._imported: Counter[int] = Counter()
        self._history = {
            "gesture": Gesture.IMPORT.value,
            "at": now(),
            "actor_id": actor.pk if actor else None,
            "actor_label": actor.author_label if actor else "",
            "batch": uuid.uuid4(),
        }

    def write(self, staged: IO[str], pupil_ids: Sequence[int | None]) -> Counter[int]:
        """Write what is new in `staged`; the answer counts the decisions written, by pupil."""
        staged.seek(0)
        lines = zip(pupil_ids, staged, strict=True)
        while group := list(islice(lines, _PUPILS_AT_ONCE)):
            incoming = _decisions((pupil_id, line) for pupil_id, line in group if pupil_id)
            for table in (_PILIERS, _ITEMS):
                self._write_table(table, incoming[table.target])
        return self._imported

    def _write_table(self, table: _Table, incoming: dict[Key, _Decided]) -> None:
        stored = _stored(table, {pupil_id for pupil_id, _target in incoming})
        new = {key: row for key, row in incoming.items() if key not in stored}
        newer = {key: row for key, row in incoming.items() if key in stored and stored[key].on < row.on}
        bulk_insert(table.model, (_row(table, key, row) for key, row in new.items()), common=_NOBODY)
        _replace(table, newer)
        changes = new | newer
        lines = (_change(table, key, row, stored.get(key)) for key, row in changes.items())
        bulk_insert(table.changes, lines, common=self._history)
        self._imported.update(pupil_id for pupil_id, _target in changes)
        if table is _PILIERS:
            self.unlocked += [key for key, row in newer.items() if (stored[key].state, row.state) == (1, 0)]


def _change(table: _Table, key: Key, row: _Decided, before: _Decided | None) -> dict[str, Any]:
    return {
        "pupil_id": key[0],
        table.target: key[1],
        "before": before.state if before else _UNDECIDED,
        "after": row.state,
        "before_on": before.on if before else None,
        "before_label": before.author if before else "",
    }


def _decisions(lines: Iterable[tuple[int, str]]) -> dict[str, dict[Key, _Decided]]:
    """The staged decisions of some pupils by column; of two about the same thing, the later is kept."""
    incoming: dict[str, dict[Key, _Decided]] = {_ITEMS.target: {}, _PILIERS.target: {}}
    items, piliers = incoming[_ITEMS.target], incoming[_PILIERS.target]
    for pupil_id, line in lines:
        for pilier_id, item_id, state, on, author in json.loads(line):
            row = _decided(state, on, author)
            rows, key = (items, (pupil_id, item_id)) if item_id else (piliers, (pupil_id, pilier_id))
            if key not in rows or rows[key].on < row.on:
                rows[key] = row
    return incoming


@lru_cache(maxsize=1024)
def _decided(state: int, on: str, author: str) -> _Decided:
    return _Decided(state, datetime.date.fromisoformat(on), author)


def _stored(table: _Table, pupil_ids: set[int]) -> dict[Key, _Decided]:
    rows = table.model.objects.filter(pupil_id__in=pupil_ids)
    columns = rows.values_list("pupil_id", table.target, "state", as_text("decided_on"), "author_label")
    return {(pupil_id, target): _decided(*facts) for pupil_id, target, *facts in columns}


# The author is of another school, or no account at all: the label is all there is.
_NOBODY = {"author_id": None}


def _row(table: _Table, key: Key, row: _Decided) -> dict[str, Any]:
    return {
        "pupil_id": key[0],
        table.target: key[1],
        "state": row.state,
        "decided_on": row.on,
        "author_label": row.author,
    }


def _replace(table: _Table, newer: dict[Key, _Decided]) -> None:
    table.model.objects.bulk_create(
        [table.model(**_row(table, key, row), **_NOBODY) for key, row in newer.items()],
        update_conflicts=True,
        unique_fields=["pupil", table.target],
        update_fields=["state", "decided_on", "author_label", "author"],
    )
