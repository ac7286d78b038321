"""One place of private files for all the servers of a database: a second one with a folder of its own is not started.

Each would keep half of the files: an import received by one is unknown to the other, and half of the downloads fail.
"""

import contextlib
import os
import uuid
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import IntegrityError, transaction

from documents.models import StorageSeat

_MARK = "storage_id"
_ONLY = 1
REFUSED = (
    "Un autre serveur utilise cette base et garde ses fichiers dans {place} ; celui-ci les garderait dans {own}. "
    "Donnez aux deux la même PRIVATE_STORAGE_URL (un stockage S3 qu'ils partagent). Si l'autre n'existe plus (DATA_DIR "
    "déplacé, base restaurée ailleurs), prenez sa place : manage.py storage --take."
)


def take_seat() -> None:
    """Say where this server keeps its files, when no other says otherwise. Raises ImproperlyConfigured, in words."""
    own = place()
    seat = _seat(own)
    if seat.place == own:
        return
    if own.startswith("s3:") and not seat.place.startswith("s3:"):
        # From a folder to a storage that all share: those that still have a folder are refused from now on.
        move_seat()
        return
    raise ImproperlyConfigured(REFUSED.format(place=_words(seat.place), own=_words(own)))


def move_seat() -> str:
    """Make the place of this server that of all; the place in words. For the operator."""
    own = place()
    StorageSeat.objects.update_or_create(pk=_ONLY, defaults={"place": own})
    return _words(own)


def place() -> str:
    """What names the storage of this server: « s3:address/bucket », or « folder:ID » with what DATA_DIR holds."""
    options = settings.STORAGES["private"].get("OPTIONS", {})
    if "bucket_name" in options:
        return f"s3:{options['endpoint_url']}/{options['bucket_name']}"
    return f"folder:{_mark()}"


def _seat(own: str) -> StorageSeat:
    seat = StorageSeat.objects.filter(pk=_ONLY).first()
    if seat is not None:
        return seat
    # Two servers that start together: the first one has it.
    with contextlib.suppress(IntegrityError), transaction.atomic():
        return StorageSeat.objects.create(pk=_ONLY, place=own)
    return StorageSeat.objects.get(pk=_ONLY)


def _mark() -> str:
    """The mark of DATA_DIR, made once; it goes where the folder goes."""
    path = Path(settings.DATA_DIR) / _MARK
    if not path.exists():
        draft = path.with_name(f"{_MARK}.{os.getpid()}")
        draft.write_text(uuid.uuid4().hex, encoding="ascii")
        # A link appears whole, and only once: of two processes that start together one gives its mark to both.
        with contextlib.suppress(FileExistsError):
            path.hardlink_to(draft)
        draft.unlink()
    return path.read_text(encoding="ascii")


def _words(named: str) -> str:
    return named.removeprefix("s3:") if named.startswith("s3:") else "un dossier (DATA_DIR) à lui seul"
