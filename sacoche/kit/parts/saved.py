"""How each table goes into the backup of a school and comes back, declared in `saved_parts.py` of each application.

A table is saved, left out, or shared. Rows that are not put back over their own school get new numbers: a key to a
saved table follows them, a key to a shared table is found again by what names its row on every server, a key to a table
left out is emptied.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import Enum
from types import MappingProxyType
from typing import Any

from django.db import models

from sacoche.kit.parts.tables import Rows, TablePart, everything, keys_of
from sacoche.kit.registry import Registry

_NONE: Mapping[str, Any] = MappingProxyType({})


# What number a row of a table has, once restored; for one that is gone, a number that no row has, the same each time.
Follow = Callable[[type[models.Model], int], int]


@dataclass(frozen=True)
class Hidden:
    """Numbers of rows of `tables` in `columns` that are not foreign keys.

    `rewrite` is given the values of a row by column, and what follows a number; it returns those columns anew.
    """

    columns: tuple[str, ...]
    tables: tuple[type[models.Model], ...]
    rewrite: Callable[[Mapping[str, Any], Follow], Mapping[str, Any]]


def _untouched(values: Mapping[str, Any], follow: Follow) -> Mapping[str, Any]:
    return {}


NO_NUMBER = Hidden((), (), _untouched)


@dataclass(frozen=True)
class SavedPart(TablePart):
    """A table of the backup.

    `others` says why the rows that `rows` leaves aside are not in it. `renewed` are the columns whose value belongs to
    the server, made anew at a restoration, with why. `holds` says what is in the columns that could hide the number of
    a row, JSON and big integers, when there is none; `hidden` follows those that there are. `folder` holds files that
    go with the rows: kept by folder and number of the school, each under the `key` of its row. `named` are the columns
    that name, on every server, the rows of a national list that schools add to: those are not saved, and a key to one
    of them is that of the same name.
    """

    others: str = ""
    renewed: Mapping[str, str] = field(default_factory=lambda: _NONE)
    holds: Mapping[str, str] = field(default_factory=lambda: _NONE)
    hidden: Hidden = NO_NUMBER
    folder: str = ""
    named: tuple[str, ...] = ()


@dataclass(frozen=True)
class LeftOut(TablePart):
    """A table of which no row is saved, and why, in French."""

    why: str


@dataclass(frozen=True)
class Shared(TablePart):
    """A table that belongs to the server, not to a school: a row is named by its columns `key`, together.

    `is_everywhere` for a national list, the same on every server; else a restoration may not find the row again.
    """

    key: tuple[str, ...]
    is_everywhere: bool


parts: Registry[SavedPart | LeftOut | Shared] = Registry("parts of a backup")


def save(
    model: type[models.Model],
    *,
    rows: Rows = everything,
    others: str = "",
    renewed: Mapping[str, str] = _NONE,
    holds: Mapping[str, str] = _NONE,
    hidden: Hidden = NO_NUMBER,
    folder: str = "",
    named: tuple[str, ...] = (),
) -> None:
    """Register that rows of this table are saved; see SavedPart."""
    parts.register(SavedPart(model, rows, others, renewed, holds, hidden, folder, named))


def leave_out(model: type[models.Model], why: str) -> None:
    """Register that no row of this table is saved, and why."""
    parts.register(LeftOut(model, everything, why))


def share(model: type[models.Model], *key: str, is_everywhere: bool = True) -> None:
    """Register that this table is the server's, and which columns name a row."""
    parts.register(Shared(model, everything, key, is_everywhere))


class Key(Enum):
    """What a restoration does with a foreign key of a saved table."""

    SCHOOL = "the school that is restored"
    RENUMBERED = "the new number of the row"
    NAMED = "the row of this server that has the same name"
    EITHER = "the new number of a row of the school, the row of this server that has the same name for the others"
    EMPTIED = "nothing: what it points at is not saved"


def key_kind(key: Any) -> Key:
    """What a restoration does with a foreign key. Raises UnknownCode when the table it points at declares nothing.

    A key that the database does not check (`db_constraint=False`) may point at a row that is gone: it comes back empty.
    """
    target = parts.get(key.related_model._meta.label)
    if isinstance(target, SavedPart):
        if key.name == "school":
            return Key.SCHOOL
        return Key.EITHER if target.named else Key.RENUMBERED
    return Key.NAMED if isinstance(target, Shared) else Key.EMPTIED


def _pointed_at(part: SavedPart) -> list[Any]:
    return [*(key.related_model for key in keys_of(part.model)), *part.hidden.tables]


def in_order() -> list[SavedPart]:
    """The saved tables, each after those that its keys point at: the order of a restoration. ValueError on a circle."""
    placed: dict[str, SavedPart] = {}
    waiting: list[str] = []

    def place(part: SavedPart) -> None:
        if part.code in placed:
            return
        if part.code in waiting:
            raise ValueError(f"keys in a circle: {' → '.join([*waiting, part.code])}")
        waiting.append(part.code)
        for model in _pointed_at(part):
            target = parts.get(model._meta.label)
            if isinstance(target, SavedPart) and target is not part:
                place(target)
        placed[waiting.pop()] = part

    for part in parts:
        if isinstance(part, SavedPart):
            place(part)
    return list(placed.values())
