"""Who has which grid open: a mark per open page, dated anew each time the page says that it is there.

On PostgreSQL the marks are rows of an unlogged table, which all its servers see; on SQLite, which one server has for
itself and where a single writer is let in at a time, they are empty private files (docs/adr/0034). What is lost here is
found again within seconds.
"""

import contextlib
import datetime
import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from django.conf import settings
from django.db import connection

from grids.models import PresentPage
from sacoche.kit.clock import now
from sacoche.kit.private import private_dir

# A page says that it is there every 20 s: two of its calls may be lost before it is taken for closed.
LASTS_SECONDS = 50
# Somebody has no more windows on a grid than this: the others are forged.
PAGES_OF_ONE_ACCOUNT = 10
_FOLDER = "presence"
_PAGE = re.compile(r"[0-9a-f]{32}", re.ASCII)


class OpenPage(NamedTuple):
    """A grid open in a window: which grid, by whom, and the name that the page drew for itself."""

    grid: str
    account_id: int
    page: str

    @property
    def name(self) -> str:
        return f"{self.grid}~{self.account_id}~{self.page}"


def is_page_name(text: str) -> bool:
    """Whether a page may call itself so: 32 hexadecimal digits, drawn at random."""
    return _PAGE.fullmatch(text) is not None


def note(school_id: int, opened: OpenPage) -> list[OpenPage]:
    """The page is there; the other pages of the school that have a grid open. What others left behind is swept away."""
    marks = _marks(school_id)
    there, gone = _sorted_out(marks)
    if gone:
        marks.sweep(gone)
    same = sum(page[:2] == opened[:2] for page in there)
    if opened in there or same < PAGES_OF_ONE_ACCOUNT:
        marks.write(opened.name)
    return _others(there, opened)


def forget(school_id: int, opened: OpenPage) -> None:
    """The page was closed."""
    _marks(school_id).sweep([opened.name])


def open_elsewhere(school_id: int, opened: OpenPage) -> list[OpenPage]:
    """The other pages of the school that have a grid open, those of the same account too."""
    return _others(_sorted_out(_marks(school_id))[0], opened)


def _others(there: list[OpenPage], opened: OpenPage) -> list[OpenPage]:
    return [page for page in there if page.page != opened.page]


def _sorted_out(marks: "_Files | _Rows") -> tuple[list[OpenPage], list[str]]:
    """The pages that are there, and the names of the marks that others left."""
    oldest = now() - datetime.timedelta(seconds=LASTS_SECONDS)
    there, gone = [], []
    for name, seen_at in marks.read():
        if seen_at < oldest:
            gone.append(name)
        else:
            grid, account, page = name.split("~")
            there.append(OpenPage(grid, int(account), page))
    return there, gone


def _marks(school_id: int) -> "_Files | _Rows":
    return _Rows(school_id) if connection.vendor == "postgresql" else _Files(school_id)


class _Rows:
    """The marks of a school in the database: one statement each, in no transaction."""

    def __init__(self, school_id: int) -> None:
        self._start = f"{school_id}~"

    def read(self) -> list[tuple[str, datetime.datetime]]:
        rows = PresentPage.objects.filter(pk__startswith=self._start).values_list("pk", "seen_at")
        return [(key.removeprefix(self._start), seen_at) for key, seen_at in rows]

    def write(self, name: str) -> None:
        row = PresentPage(key=self._start + name, seen_at=now())
        PresentPage.objects.bulk_create([row], update_conflicts=True, update_fields=["seen_at"], unique_fields=["key"])

    def sweep(self, names: list[str]) -> None:
        PresentPage.objects.filter(pk__in=[self._start + name for name in names]).delete()


class _Files:
    """The marks of a school in the private folder of the only server that there is."""

    def __init__(self, school_id: int) -> None:
        self._key = str(school_id)
        self._root = Path(settings.DATA_DIR) / _FOLDER / self._key

    def read(self) -> Iterator[tuple[str, datetime.datetime]]:
        for file in self._root.iterdir() if self._root.is_dir() else ():
            # Another process may sweep it away meanwhile.
            with contextlib.suppress(FileNotFoundError):
                yield file.name, datetime.datetime.fromtimestamp(file.stat().st_mtime, datetime.UTC)

    def write(self, name: str) -> None:
        file, seconds = private_dir(_FOLDER, self._key) / name, now().timestamp()
        file.touch(mode=0o600)
        os.utime(file, (seconds, seconds))

    def sweep(self, names: list[str]) -> None:
        for name in names:
            (self._root / name).unlink(missing_ok=True)
