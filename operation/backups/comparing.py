"""A backup beside what the database holds, row by row: what a drill finds, and what has changed since."""

from collections.abc import Callable, Iterator, Mapping, Set
from dataclasses import dataclass
from typing import Any, BinaryIO

from operation.backups.cipher import FileKey
from operation.backups.reading import BackupReader, Table
from operation.backups.restoring import Restored, put_in_place
from operation.backups.rows import RowReader, columns_of, written_rows
from sacoche.kit.parts.saved import SavedPart
from sacoche.kit.stored import read
from sacoche.kit.tenancy import school_scope
from schools.models import School

# What the server decides of a school, whatever its backups say.
_OF_THE_SERVER = frozenset({"number", "uai", "zone_id", "access", "search_text", "place_key"})
_SHOWN = 5
Values = Mapping[str, Any]


@dataclass
class Difference:
    """How a table differs from the backup: rows that the backup alone has, that are here alone, that changed.

    `examples` are a few of them, in words.
    """

    table: str
    lost: int = 0
    added: int = 0
    changed: int = 0
    examples: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.lost or self.added or self.changed)

    def say(self, words: str) -> None:
        """Keep an example, unless there are enough."""
        if len(self.examples) < _SHOWN:
            self.examples += (words,)


def with_restored(stream: BinaryIO, key: FileKey, restored: Restored) -> list[Difference]:
    """What was put back, beside the backup: nothing, or a fault of ours. In the transaction that wrote it."""
    found = []
    with school_scope(restored.school):
        for table in BackupReader(stream, key).tables():
            left_out = {"id", *table.part.renewed, *(_OF_THE_SERVER if table.part.model is School else ())}
            # In the order of their numbers on both sides, which they were given in.
            expected = enumerate(put_in_place(table, restored.numbers, {}))
            actual = enumerate(_here(table, restored.school))
            found.append(_compare(table.part.code, expected, actual, left_out))
    return [difference for difference in found if difference]


def with_living(stream: BinaryIO, key: FileKey, school: School) -> list[Difference]:
    """What has changed in the school since the backup, which was made of it on this server."""
    found = []
    with school_scope(school):
        for table in BackupReader(stream, key).tables():
            left_out = _OF_THE_SERVER if table.part.model is School else frozenset[str]()
            reader, place = RowReader(table.part, table.columns), _place_of(table.part)
            expected = ((place(values), values) for values in map(reader.values, table.rows))
            actual = ((place(values), values) for values in _here(table, school))
            found.append(_compare(table.part.code, expected, actual, left_out))
    return [difference for difference in found if difference]


def missing_files(stream: BinaryIO, key: FileKey, school: School) -> list[str]:
    """The files of a backup that the storage no longer has as they were."""
    return [
        f"{folder}/{name}"
        for folder, name, content in BackupReader(stream, key).files()
        if read(folder, str(school.pk), name) != content
    ]


def _here(table: Table, school: School) -> Iterator[dict[str, Any]]:
    """The rows that the database holds, in the order of their numbers."""
    reader = RowReader(table.part, [field.attname for field in columns_of(table.part)])
    return (reader.values(row) for batch in written_rows(table.part, school) for row in batch)


def _place_of(part: SavedPart) -> Callable[[Values], tuple[Any, ...]]:
    """What tells a row of the table from the others, and in which order they come."""
    names = [field.attname for field in part.model._meta.pk_fields if field.name != "school"]
    return lambda values: tuple(values[name] for name in names)


def _compare(code: str, expected: Iterator[Any], actual: Iterator[Any], left_out: Set[str]) -> Difference:
    """Go through both at once: never more than a row of each in memory."""
    difference = Difference(code)
    here: Any = next(actual, None)
    there: Any = next(expected, None)
    while here or there:
        if there is None or (here and here[0] < there[0]):
            difference.added += 1
            difference.say(f"{here[0]} : en plus")
            here = next(actual, None)
        elif here is None or there[0] < here[0]:
            difference.lost += 1
            difference.say(f"{there[0]} : manque")
            there = next(expected, None)
        else:
            _look_inside(difference, there, here, left_out)
            here, there = next(actual, None), next(expected, None)
    return difference


def _look_inside(difference: Difference, there: Any, here: Any, left_out: Set[str]) -> None:
    names = [
        name for name, value in there[1].items() if name not in left_out and _plain(value) != _plain(here[1][name])
    ]
    if names:
        difference.changed += 1
        difference.say(f"{there[0]} : {', '.join(names)}")


def _plain(value: Any) -> Any:
    return bytes(value) if isinstance(value, memoryview) else value
