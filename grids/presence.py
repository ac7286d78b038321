"""Who has which grid open: one empty private file per open page, dated anew each time the page says that it is there.

No table and no cache of one process: see docs/adr. What is lost here is found again within seconds.
"""

import contextlib
import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from django.conf import settings

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


def is_page_name(text: str) -> bool:
    """Whether a page may call itself so: 32 hexadecimal digits, drawn at random."""
    return _PAGE.fullmatch(text) is not None


def note(school_id: int, opened: OpenPage) -> None:
    """The page is there; what other pages left behind is swept away."""
    folder = private_dir(_FOLDER, str(school_id))
    known = set()
    for file, page, is_there in _pages(school_id):
        if is_there:
            known.add(page)
        else:
            file.unlink(missing_ok=True)
    same = sum(page[:2] == opened[:2] for page in known)
    if opened in known or same < PAGES_OF_ONE_ACCOUNT:
        _touch(folder / _name(opened))


def forget(school_id: int, opened: OpenPage) -> None:
    """The page was closed."""
    (_root(school_id) / _name(opened)).unlink(missing_ok=True)


def open_elsewhere(school_id: int, opened: OpenPage) -> list[OpenPage]:
    """The other pages of the school that have a grid open, those of the same account too."""
    return [page for _, page, is_there in _pages(school_id) if is_there and page.page != opened.page]


def _pages(school_id: int) -> Iterator[tuple[Path, OpenPage, bool]]:
    oldest = now().timestamp() - LASTS_SECONDS
    root = _root(school_id)
    for file in root.iterdir() if root.is_dir() else ():
        grid, account, page = file.name.split("~")
        # Another process may sweep it away meanwhile.
        with contextlib.suppress(FileNotFoundError):
            yield file, OpenPage(grid, int(account), page), file.stat().st_mtime >= oldest


def _root(school_id: int) -> Path:
    return Path(settings.DATA_DIR) / _FOLDER / str(school_id)


def _name(opened: OpenPage) -> str:
    return f"{opened.grid}~{opened.account_id}~{opened.page}"


def _touch(file: Path) -> None:
    seconds = now().timestamp()
    file.touch(mode=0o600)
    os.utime(file, (seconds, seconds))
