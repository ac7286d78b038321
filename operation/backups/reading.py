"""A backup read to its last byte, so that whatever is wrong with it is said before anything is written."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, BinaryIO

from operation.backups.cipher import FileKey
from operation.backups.faults import ALTERED, FOREIGN, NEWER, NotABackup
from operation.backups.manifest import Manifest, read_manifest
from operation.backups.records import Reader
from sacoche.kit.parts import saved
from sacoche.kit.parts.saved import SavedPart

Row = list[Any]


@dataclass(frozen=True)
class Table:
    """A table of a backup. `rows` is to be gone through before the next one."""

    part: SavedPart
    columns: list[str]
    rows: Iterator[Row]


@dataclass(frozen=True)
class Content:
    """What a whole backup holds: how many rows in each table, the highest number of each, its files."""

    manifest: Manifest
    counts: Mapping[str, int]
    highest: Mapping[str, int]
    file_count: int
    missing: tuple[str, ...]


class BackupReader:
    """Goes through a backup once: its manifest, then `shared`, then its tables or its files."""

    def __init__(self, stream: BinaryIO, key: FileKey) -> None:
        stream.seek(0)
        self._reader = Reader(stream, key)
        self._records = iter(self._reader)
        self.manifest = read_manifest(next(self._records, None))
        self.shared: dict[str, list[Row]] = {}
        self.end: dict[str, Any] = {}
        self._head = self._next_head()
        while self._head and "shared" in self._head:
            self.shared[self._head["shared"]] = self._head["rows"]
            self._head = self._next_head()

    def tables(self) -> Iterator[Table]:
        """Each table, after those that its rows point at."""
        while self._head and "table" in self._head:
            table = Table(_part(self._head["table"], self.manifest), self._head["columns"], self._rows())
            self._head = None
            yield table
            for _ in table.rows:
                raise ValueError("the rows of a table were left unread")

    def files(self) -> Iterator[tuple[str, str, bytes]]:
        """Folder, name and bytes of each file; what stands before them is skipped."""
        while self._head and "table" in self._head:
            self._head = None
            for _ in self._rows():
                pass
        while self._head and "file" in self._head:
            content = self._reader.read_bytes(self._head["size"])
            yield self._head["folder"], self._head["file"], content
            self._head = self._next_head()
        self.end = self._head["end"] if self._head and "end" in self._head else {}
        if not self.end or next(self._records, None) is not None:
            raise NotABackup(ALTERED)

    def _next_head(self) -> dict[str, Any] | None:
        record = next(self._records, None)
        if record is not None and not isinstance(record, dict):
            raise NotABackup(ALTERED)
        return record

    def _rows(self) -> Iterator[Row]:
        for record in self._records:
            if isinstance(record, dict):
                self._head = record
                return
            yield record


def _part(code: str, manifest: Manifest) -> SavedPart:
    part = saved.parts.get(code) if code in saved.parts else None
    if not isinstance(part, SavedPart):
        # Known to the version that wrote it, and its migrations are known here: ours no longer reads it.
        raise NotABackup(NEWER.format(version=manifest.product))
    return part


def read_to_the_end(stream: BinaryIO, key: FileKey) -> Content:
    """Go through the whole file and say what it holds. Raises NotABackup."""
    backup = BackupReader(stream, key)
    counts: dict[str, int] = {}
    highest: dict[str, int] = {}
    try:
        for table in backup.tables():
            counts[table.part.code], highest[table.part.code] = _count(table)
        file_count = sum(1 for _ in backup.files())
    except (KeyError, TypeError, AttributeError) as error:
        raise NotABackup(FOREIGN) from error
    told = backup.end.get("rows")
    if told != counts or backup.manifest.counts != counts or backup.end.get("files") != file_count:
        raise NotABackup(ALTERED)
    return Content(backup.manifest, counts, highest, file_count, tuple(backup.end["missing"]))


def _count(table: Table) -> tuple[int, int]:
    at = table.columns.index("id") if "id" in table.columns else None
    number, highest = 0, 0
    for row in table.rows:
        number += 1
        if at is not None:
            if row[at] <= highest:
                raise NotABackup(ALTERED)
            highest = row[at]
    return number, highest
