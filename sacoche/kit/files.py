"""Private files: under DATA_DIR, readable by the server alone, never served by address."""

import contextlib
import os
import shutil
from pathlib import Path
from typing import BinaryIO

from django.conf import settings


def private_dir(kind: str, key: str) -> Path:
    """The folder `DATA_DIR/kind/key`, made if missing, open to the server's user alone (0700)."""
    for part in (kind, key):
        if not part or Path(part).name != part or part.startswith("."):
            raise ValueError(f"unsafe name for a private folder: {part!r}")
    folder = settings.DATA_DIR / kind / key
    for level in (folder.parent, folder):
        level.mkdir(mode=0o700, parents=True, exist_ok=True)
    return Path(folder)


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
