"""The records inside a backup: one line of JSON each, compressed; the bytes of a file follow the line that names it.

In this order: the manifest; the rows of the lists of the server that the school uses; each table, its columns then one
line a row; each file; the end, which says how many rows and files there were.
"""

import gzip
import json
import zlib
from collections.abc import Iterable, Iterator
from typing import Any, BinaryIO

from operation.backups.cipher import HEAD, FileKey, Opening, Sealing, key_of
from operation.backups.faults import ALTERED, CUT, NotABackup

# More than any row or any file that a school may keep.
_LONGEST = 64 * 1024**2
_compact = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


class Writer:
    """Writes records to `stream`, sealed; `finish` says that there are no more."""

    def __init__(self, stream: BinaryIO, key: FileKey) -> None:
        self._sealing = Sealing(stream, key)
        self._packed = gzip.GzipFile(fileobj=self._sealing, mode="wb", compresslevel=6, mtime=0)

    def write(self, record: Any) -> None:
        """Write one record, which JSON can hold."""
        self._packed.write(_compact(record).encode() + b"\n")

    def write_lines(self, lines: Iterable[str]) -> None:
        """Write records that are already text."""
        self._packed.write("\n".join([*lines, ""]).encode())

    def write_bytes(self, content: bytes) -> None:
        """Write the bytes of the file that the last record named."""
        self._packed.write(content)

    def finish(self) -> None:
        """Nothing follows."""
        self._packed.close()
        self._sealing.finish()


class Reader:
    """Reads records from a file at its beginning. Everything raises NotABackup, in words."""

    def __init__(self, stream: BinaryIO, key: FileKey) -> None:
        if stream.read(HEAD)[: len(key.head)] != key.head:
            raise NotABackup(ALTERED)
        self._packed = gzip.GzipFile(fileobj=Opening(stream, key), mode="rb")

    def __iter__(self) -> Iterator[Any]:
        """Each record to the end of the file; whoever is given one that names a file reads or skips its bytes."""
        try:
            while line := self._packed.readline(_LONGEST):
                yield json.loads(line)
        except NotABackup:
            raise
        except EOFError:
            raise NotABackup(CUT) from None
        except (ValueError, gzip.BadGzipFile, zlib.error) as error:
            raise NotABackup(ALTERED) from error

    def read_bytes(self, size: int) -> bytes:
        """The bytes of the file that the last record named."""
        content = self._packed.read(size) if 0 <= size <= _LONGEST else b""
        if len(content) != size:
            raise NotABackup(ALTERED)
        return content


def open_key(stream: BinaryIO, password: str) -> FileKey:
    """The key of the file at its beginning, which is then gone back to. Raises NotABackup, WrongPassword."""
    key = key_of(stream.read(HEAD), password)
    stream.seek(0)
    return key
