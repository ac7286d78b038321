"""Private files: under DATA_DIR, readable by the server alone, never served by address."""

import contextlib
import os
import shutil
import stat
import sys
import time
from pathlib import Path
from typing import BinaryIO

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

TEMPORARY = "temporary"
_ONE_HOUR = 3600


def private_dir(kind: str, key: str) -> Path:
    """The folder `DATA_DIR/kind/key`, made if missing, open to the server's user alone (0700)."""
    for part in (kind, key):
        if not part or Path(part).name != part or part.startswith("."):
            raise ValueError(f"unsafe name for a private folder: {part!r}")
    folder = settings.DATA_DIR / kind / key
    for level in (folder.parent, folder):
        level.mkdir(mode=0o700, parents=True, exist_ok=True)
    return Path(folder)


def close_to_others(folder: Path) -> None:
    """Take from everybody but the server's user the right to enter its folder, and say so in the log.

    Raises ImproperlyConfigured, in words, for a folder that is not the server's own to close, or that everybody uses.
    """
    found = folder.stat()
    if not found.st_mode & 0o077:
        return
    if found.st_uid != os.geteuid() or found.st_mode & stat.S_ISVTX:
        raise ImproperlyConfigured(
            f"DATA_DIR ({folder}) est ouvert à d'autres comptes de cette machine, et n'est pas à celui du serveur : il "
            "tiendra des données d'élèves. Donnez un dossier à lui seul (chown, puis chmod 700)."
        )
    folder.chmod(0o700)
    sys.stderr.write(f"DATA_DIR ({folder}) était ouvert à d'autres comptes de cette machine : fermé (mode 0700).\n")


def temporary_folder() -> Path:
    """The folder of what lasts as long as a request: libraries that make files of their own make them here."""
    folder = Path(settings.DATA_DIR) / TEMPORARY
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder


def sweep_temporary_files() -> int:
    """Delete what a process that was killed left in the temporary folder; how many files and folders.

    No request and no command works an hour on a file without writing to it.
    """
    left = private_keys_left_since(TEMPORARY, time.time() - _ONE_HOUR)
    for name in left:
        path = Path(settings.DATA_DIR) / TEMPORARY / name
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)
    return len(left)


def write_private(path: Path, content: bytes) -> None:
    """Write `content` whole or not at all, readable by the server's user alone (0600)."""
    draft = path.with_name(path.name + ".part")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as stream:
        stream.write(content)
    draft.replace(path)


def open_private(path: Path) -> BinaryIO | None:
    """The file, to be read, or None when it is gone: a purge may delete it at any moment."""
    with contextlib.suppress(FileNotFoundError):
        return path.open("rb")
    return None


def private_keys_left_since(kind: str, moment: float) -> list[str]:
    """The keys of the folders of this kind where nothing changed after `moment` (seconds since 1970).

    Folders that another purge deletes meanwhile are passed over.
    """
    root = Path(settings.DATA_DIR) / kind
    keys = []
    for folder in root.iterdir() if root.is_dir() else ():
        with contextlib.suppress(FileNotFoundError):
            if folder.stat().st_mtime <= moment:
                keys.append(folder.name)
    return keys


def delete_private_dir(kind: str, key: str) -> None:
    """Remove the folder and all that it holds; nothing happens when it is not there."""
    shutil.rmtree(settings.DATA_DIR / kind / key, ignore_errors=True)
