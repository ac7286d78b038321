"""Private files of every server of an installation: kept in STORAGES["private"], by kind, key and name.

Each call goes to a storage that may be far, late or full: none is made while a transaction is open.
"""

import datetime
import errno
import io
import os
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from django.core.files import File
from django.core.files.storage import storages

from sacoche.kit.private_storage import PrivateFolder

_ADVICE = "Réessayez dans quelques minutes ; si cela dure, prévenez la personne qui s'occupe de ce serveur."


class StorageFailed(Exception):
    """The storage could not be written or read; the message says so in French, and nothing is half-written."""


def store(kind: str, key: str, name: str, content: bytes | BinaryIO) -> None:
    """Keep a file whole, in the place of one of that name. Raises StorageFailed, having changed nothing."""
    stream = io.BytesIO(content) if isinstance(content, bytes) else content
    with told_in_french():
        storages["private"].save(_name(kind, key, name), File(stream))


def fetch(kind: str, key: str, name: str) -> BinaryIO | None:
    """The file, to be read, or None when it is gone: a purge may delete it at any moment. Raises StorageFailed."""
    with told_in_french():
        try:
            opened = storages["private"].open(_name(kind, key, name))
            # A file of S3 is fetched when it is first read: that it is gone must be known now.
            opened.seek(0, io.SEEK_END)
            opened.seek(0)
        except FileNotFoundError:
            return None
        return opened  # type: ignore[return-value]


def read(kind: str, key: str, name: str) -> bytes | None:
    """The bytes of the file, None when it is gone. Raises StorageFailed."""
    stream = fetch(kind, key, name)
    if stream is None:
        return None
    with told_in_french(), stream:
        return stream.read()


def discard(kind: str, key: str) -> None:
    """Delete all that was kept under this key; harmless when there is nothing. Raises StorageFailed."""
    storage = storages["private"]
    with told_in_french():
        for name in storage.listdir(_folder(kind, key))[1]:
            storage.delete(_name(kind, key, name))


def discard_file(kind: str, key: str, name: str) -> None:
    """Delete one file; harmless when it is not there. Raises StorageFailed."""
    with told_in_french():
        storages["private"].delete(_name(kind, key, name))


def is_shared() -> bool:
    """Whether files are kept away from this server, where others find them too."""
    return not isinstance(storages["private"], PrivateFolder)


def is_writable() -> bool:
    """Whether files can be kept, as far as one sees without keeping any. Raises StorageFailed."""
    storage = storages["private"]
    with told_in_french():
        folder = getattr(storage, "location", "")
        if folder and Path(folder).is_absolute():
            return os.access(folder, os.W_OK)
        # A bucket: that it lists its content is all that can be asked of it for nothing.
        storage.listdir("")
        return True


def keys_left_since(kind: str, moment: datetime.datetime) -> list[str]:
    """The keys of this kind under which nothing changed after `moment`, for a purge. Raises StorageFailed."""
    with told_in_french():
        return [key for key in storages["private"].listdir(_safe(kind))[0] if _changed_at(kind, key) <= moment]


def strays(kind: str, key: str, known: Collection[str], moment: datetime.datetime) -> list[str]:
    """The files under this key that are none of the known ones, and were there before `moment`. Raises StorageFailed.

    Only these are asked their age: on a server of objects each question is a journey.
    """
    storage = storages["private"]
    with told_in_french():
        names = [name for name in storage.listdir(_folder(kind, key))[1] if name not in known]
        return [name for name in names if storage.get_modified_time(_name(kind, key, name)) <= moment]


def _changed_at(kind: str, key: str) -> datetime.datetime:
    """When something under this key was last written; long ago when another purge has just emptied it."""
    storage = storages["private"]
    eldest = datetime.datetime.min.replace(tzinfo=datetime.UTC)
    try:
        names = storage.listdir(_folder(kind, key))[1]
        return max((storage.get_modified_time(_name(kind, key, name)) for name in names), default=eldest)
    except FileNotFoundError:
        return eldest


def _name(kind: str, key: str, name: str) -> str:
    return f"{_folder(kind, key)}/{_safe(name)}"


def _folder(kind: str, key: str) -> str:
    return f"{_safe(kind)}/{_safe(key)}"


def _safe(part: str) -> str:
    if not part or PurePosixPath(part).name != part or part.startswith("."):
        raise ValueError(f"unsafe name for a private file: {part!r}")
    return part


@contextmanager
def told_in_french() -> Iterator[None]:
    """Say in French what a disk or the storage could not do: raises StorageFailed in the place of its errors."""
    try:
        yield
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
            raise StorageFailed(f"Le disque de ce serveur est plein : rien n'a été enregistré. {_ADVICE}") from error
        raise StorageFailed(f"Les fichiers de ce serveur sont hors d'atteinte : rien n'est perdu. {_ADVICE}") from error
    except Exception as error:
        # Only a server of objects has errors of its own, and its library is not loaded without one.
        if type(error).__module__.partition(".")[0] not in ("botocore", "boto3", "s3transfer", "urllib3"):
            raise
        raise StorageFailed(f"Le serveur de fichiers ne répond pas : rien n'est perdu. {_ADVICE}") from error
