"""The backups that the server makes by itself, under the password of its operator, and keeps for some days."""

import datetime
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from django.conf import settings

from operation.backups.cipher import SHORTEST_PASSWORD, FileKey, new_key
from operation.backups.making import note_backup
from operation.backups.reading import read_to_the_end
from operation.backups.writing import Written, name_of, write_backup
from operation.models import Backup, Origin
from sacoche.kit.clock import now
from sacoche.kit.journal import record
from sacoche.kit.stored import told_in_french
from sacoche.kit.tenancy import school_scope
from schools.models import School

SUFFIX = ".sacoche"


class NoPassword(Exception):
    """The operator has given no password, or one that is too short; the message says so in French."""


def operator_password() -> str:
    """BACKUP_PASSWORD. Raises NoPassword."""
    if len(settings.BACKUP_PASSWORD) < SHORTEST_PASSWORD:
        raise NoPassword(
            f"BACKUP_PASSWORD doit avoir {SHORTEST_PASSWORD} caractères au moins : il chiffre les sauvegardes, et sans "
            "lui personne ne peut les relire. Gardez-le aussi ailleurs que sur ce serveur."
        )
    return str(settings.BACKUP_PASSWORD)


def folder_of(school: School) -> Path:
    """Where the backups of a school are kept."""
    return Path(settings.BACKUP_DIR) / str(school.number)


def kept_files(school: School) -> list[Path]:
    """The backups of a school that are kept, the last one first: their names hold their moment."""
    folder = folder_of(school)
    return sorted(folder.glob(f"*{SUFFIX}"), reverse=True) if folder.is_dir() else []


def file_of(school: School, backup: Backup) -> Path | None:
    """The file of a backup of the nights, None when it is no longer kept, or not by this server."""
    path = folder_of(school) / backup.name
    return path if backup.origin == Origin.NIGHTLY and path.is_file() else None


def back_up_at_night(school: School, *, password: str) -> Backup:
    """Write the school to its folder, read the file again to its end, and note that it was saved.

    Raises StorageFailed, NotABackup: nothing is then kept of it.
    """
    key = new_key(password)
    with school_scope(school), told_in_french():
        path = folder_of(school) / name_of(school, now())
        with _whole(path) as stream:
            written = write_backup(school=school, stream=stream, key=key, by="", progress=_told_to_nobody)
            size = stream.tell()
            _read_again(stream, key)
        return _note(school, written, path.name, size)


def _note(school: School, written: Written, name: str, size: int) -> Backup:
    counts = {"rows": written.row_count, "files": written.file_count}
    record("operation.back_up", actor=None, school=school, name=name, **counts)
    return note_backup(written, origin=Origin.NIGHTLY, by="", name=name, size=size)


def _told_to_nobody(done: int, total: int) -> None:
    pass


def _read_again(stream: BinaryIO, key: FileKey) -> None:
    stream.flush()
    read_to_the_end(stream, key)


@contextmanager
def _whole(path: Path) -> Iterator[BinaryIO]:
    """A file that appears whole under its name, or not at all; readable by the server's user alone."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = path.with_name(path.name + ".part")
    try:
        with os.fdopen(os.open(draft, os.O_RDWR | os.O_CREAT | os.O_TRUNC, 0o600), "w+b") as stream:
            yield stream
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)


def drop_old(school: School) -> int:
    """Delete the backups older than BACKUP_DAYS, but the last one whatever its age; how many. Raises StorageFailed."""
    since = now() - datetime.timedelta(days=settings.BACKUP_DAYS)
    old = [path for path in kept_files(school)[1:] if path.stat().st_mtime < since.timestamp()]
    with told_in_french():
        for path in old:
            path.unlink(missing_ok=True)
    return len(old)
