"""A school saved and put back, as tests ask for it."""

import io
from functools import cache
from typing import Any

from operation.backups.cipher import FileKey, new_key
from operation.backups.reading import read_to_the_end
from operation.backups.restoring import Place, Restored, new_place, put_files_back, put_rows_back
from operation.backups.writing import write_backup
from sacoche.kit.parts import saved
from schools.models import School

PASSWORD = "quatre mots sans rapport"


def nobody(done: int, total: int) -> None:
    """Nobody is told how far it is."""


@cache
def file_key() -> FileKey:
    """One for every file of the tests: it is slow to draw."""
    return new_key(PASSWORD)


def save(school: School) -> tuple[io.BytesIO, FileKey]:
    """The backup of the open school, and its key."""
    stream, key = io.BytesIO(), file_key()
    write_backup(school=school, stream=stream, key=key, by="", progress=nobody)
    return stream, key


def restore(stream: io.BytesIO, key: FileKey, place: Place) -> Restored:
    """Put a backup back."""
    content = read_to_the_end(stream, key)
    put_files_back(stream, key, place, nobody)
    return put_rows_back(stream, key, place, content, progress=nobody, last=lambda school: None)


def over(school: School) -> Place:
    """The school itself, each row under its own number."""
    return Place(school.pk, school.number, school.uai, is_there=True, is_kept=True)


def beside(number: int) -> Place:
    """Another school of the same server."""
    return new_place(number=number, uai="")


def rows(school: School) -> dict[str, list[dict[str, Any]]]:
    """Every row that a backup saves of a school, whole."""
    return {part.code: list(part.rows_of(school).order_by("pk").values()) for part in saved.in_order()}
