"""What number each row of a backup has once it is put back: its own, or a new one of this server."""

from array import array
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db import connection, models

from operation.backups.faults import NotABackup
from sacoche.kit.parts.saved import Key, SavedPart, Shared, in_order, key_kind, parts
from sacoche.kit.parts.tables import keys_of
from sacoche.kit.tenancy import all_schools

# What no row of a list of the server is under.
_NO_ROW = 0


class _Given:
    """The numbers of the rows of one table, in the order of the file: eight bytes each."""

    def __init__(self) -> None:
        self.before, self.after = array("q"), array("q")

    def add(self, before: Iterable[int], after: Iterable[int]) -> None:
        self.before.extend(before)
        self.after.extend(after)

    def find(self, number: int) -> int | None:
        at = bisect_left(self.before, number)
        return self.after[at] if at < len(self.before) and self.before[at] == number else None


class Numbers:
    """The numbers given so far. `is_kept`: each row has its own again."""

    def __init__(self, shared: Mapping[str, Sequence[Sequence[Any]]], *, is_kept: bool) -> None:
        self._is_kept = is_kept
        self._given: dict[str, _Given] = {label: _Given() for label in _pointed_at()}
        self._here = {label: _found_here(label, rows) for label, rows in shared.items()}
        self._gone: dict[str, dict[int, int]] = {}

    def give(self, part: SavedPart, before: Sequence[int]) -> Sequence[int]:
        """The numbers of the next rows of a table."""
        after = before if self._is_kept else new_numbers(part.model, len(before))
        if part.code in self._given:
            self._given[part.code].add(before, after)
        return after

    def set_school(self, before: int, after: int) -> None:
        """The number of the school itself."""
        self._given.setdefault("schools.School", _Given()).add([before], [after])

    def of_key(self, key: Any, number: Any) -> Any:
        """What a foreign key holds once put back; None when nothing here is what it pointed at."""
        kind = key_kind(key)
        if number is None or kind is Key.EMPTIED:
            return None
        label = key.related_model._meta.label
        if kind is Key.NAMED:
            return self._here.get(label, {}).get(number)
        found = self._given[label].find(number)
        return self._here.get(label, {}).get(number) if found is None and kind is Key.EITHER else found

    def follow(self, model: type[models.Model], number: int) -> int:
        """That of a number that is no foreign key; a row that is gone gets one that no row has, the same each time."""
        label = model._meta.label
        if label in self._here and number in self._here[label]:
            return int(self._here[label][number])
        found = self._given[label].find(number) if label in self._given else None
        if found is not None:
            return found
        if self._is_kept:
            return number
        if isinstance(parts.get(label), Shared):
            return _NO_ROW
        gone = self._gone.setdefault(label, {})
        if number not in gone:
            gone[number] = new_numbers(model, 1)[0]
        return gone[number]

    def back(self, label: str) -> dict[int, int]:
        """The number that each row of a table had, by the one that it has: for small tables and comparisons."""
        given = self._given[label]
        return dict(zip(given.after, given.before, strict=True))


def _pointed_at() -> set[str]:
    """The tables that something points at: no other's numbers are worth remembering."""
    models_of_keys = (key.related_model for part in in_order() for key in keys_of(part.model))
    hidden = (model for part in in_order() for model in part.hidden.tables)
    labels = {model._meta.label for model in (*models_of_keys, *hidden)}
    return {label for label in labels if isinstance(parts.get(label), SavedPart)}


def _found_here(label: str, rows: Sequence[Sequence[Any]]) -> dict[Any, Any]:
    """The rows of this server's list that have the same names, by the number that they had."""
    part = parts.get(label)
    if isinstance(part, Shared):
        here, names = part.model._default_manager.all(), part.key
    elif isinstance(part, SavedPart) and part.named:
        here, names = part.model._default_manager.filter(school=None), part.named
    else:
        raise NotABackup(f"Cette sauvegarde nomme une liste inconnue ici ({label}) : rien n'a été écrit.")
    ours = {tuple(row[1:]): row[0] for row in here.values_list("pk", *names)}
    return {before: ours[tuple(named)] for before, named in rows if tuple(named) in ours}


def new_numbers(model: type[models.Model], count: int) -> Sequence[int]:
    """Numbers that no row of the table has or will have, ascending. Inside the transaction that uses them.

    SQLite gives the next ones from the highest that is written: whoever holds its lock may take those that follow.
    """
    table, column = model._meta.db_table, model._meta.pk.column
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            sequence = "SELECT nextval(pg_get_serial_sequence(%s, %s)) FROM generate_series(1, %s)"
            cursor.execute(sequence, [f'"{table}"', column, count])
            return [row[0] for row in cursor.fetchall()]
        cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
        row = cursor.fetchone()
        last = max(row[0] if row else 0, _highest(model))
        _leave_at(cursor, table, last + count, is_known=bool(row))
        return range(last + 1, last + count + 1)


def _leave_at(cursor: Any, table: str, last: int, *, is_known: bool) -> None:
    """What is taken is never given again, even if nothing is written there."""
    statement = "UPDATE sqlite_sequence SET seq = %s WHERE name = %s"
    cursor.execute(statement if is_known else "INSERT INTO sqlite_sequence (seq, name) VALUES (%s, %s)", [last, table])


def _highest(model: type[models.Model]) -> int:
    with all_schools():
        rows = models.QuerySet(model).aggregate(last=models.Max("pk"))
    return rows["last"] or 0


def pass_over(model: type[models.Model], highest: int) -> None:
    """Rows are about to be written under numbers up to `highest`: PostgreSQL gives none of them to others."""
    if connection.vendor != "postgresql":
        return
    name = [f'"{model._meta.db_table}"', model._meta.pk.column]
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_get_serial_sequence(%s, %s)", name)
        sequence = cursor.fetchone()[0]
        cursor.execute(f"SELECT setval(%s, greatest(%s, (SELECT last_value FROM {sequence})))", [sequence, highest])  # noqa: S608 (a name of the catalogue)
