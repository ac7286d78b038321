"""What somebody alone may read, for a day: passwords in clear, files that hold some. In the database, sealed.

Notes are written in the transaction of what they tell: an account with a new password always has its label.
"""

import datetime
from collections.abc import Iterator
from typing import Any

from accounts.models import Account
from documents.models import SealedNote
from sacoche.kit.clock import now
from sacoche.kit.parts.kept import keep
from sacoche.kit.sealing import Unsealed, seal, unseal
from sacoche.kit.tenancy import all_schools

LIFETIME = datetime.timedelta(hours=24)


def write_note(*, owner: Account, kind: str, value: Any, subject: str = "") -> None:
    """Keep a value, which JSON can hold, in the place of the one before."""
    said = {"content": seal(value), "kept_at": now()}
    SealedNote.objects.update_or_create(owner=owner, kind=kind, subject=subject, defaults=said)


def read_note(*, owner: Account, kind: str, subject: str = "") -> Any:
    """The value kept, None when there is none, when it is too old, or when the key of the servers has changed."""
    note = _notes(kind, subject).filter(owner=owner).first()
    return None if note is None else _value(note)


def read_notes(*, kind: str, subject: str) -> Iterator[tuple[int, Any]]:
    """What each owner, by his number, has kept of one thing."""
    values = ((note.owner_id, _value(note)) for note in _notes(kind, subject).order_by("pk"))
    return ((owner, value) for owner, value in values if value is not None)


def drop_note(*, owner: Account, kind: str, subject: str = "") -> None:
    """Forget what is kept; harmless when there is nothing."""
    _notes(kind, subject).filter(owner=owner).delete()


def drop_notes(*, subject: str) -> None:
    """Forget all that anybody has kept of one thing."""
    SealedNote.objects.filter(subject=subject).delete()


def purge_notes() -> int:
    """Forget, in every school, what has had its day; return how many."""
    with all_schools():
        return int(NOTES.due().delete()[0])


NOTES = keep(
    "documents.notes",
    "identifiants à distribuer",
    SealedNote,
    "kept_at",
    days=lambda: LIFETIME.days,
    erase=purge_notes,
)


def _notes(kind: str, subject: str) -> Any:
    return SealedNote.objects.filter(kind=kind, subject=subject, kept_at__gt=now() - LIFETIME)


def _value(note: SealedNote) -> Any:
    try:
        return unseal(bytes(note.content))
    except Unsealed:
        return None
