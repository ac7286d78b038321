"""Keep what was printed, as it was printed, and give it back, byte for byte.

The bytes and what was in them are written to the private storage first, sealed; their rows come all together in the
transaction of whoever prints. Files that no row names, since something failed in between, are swept by the purge.
"""

import contextlib
import datetime
import hashlib
import json
import uuid
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Max

from accounts.enums import Profile
from accounts.models import Account
from documents.models import Archive
from sacoche.kit.clock import now
from sacoche.kit.sealing import Unsealed, new_key, seal_bytes, unseal_bytes
from sacoche.kit.stored import StorageFailed, discard_file, read, store, strays
from sacoche.kit.tenancy import all_schools
from sacoche.kit.version import version
from schools.models import School

FOLDER = "archives"
# What is kept of an archive is one file: how long the PDF is, the PDF, then the values that it shows.
_LENGTH = 8
# What is printed is told by its row in the same hour: a job of six hundred pupils lasts minutes.
_WAITS = datetime.timedelta(days=1)


class ArchiveDamaged(Exception):
    """What is kept is not what was printed, or is gone; the message says so in French."""


@dataclass(frozen=True)
class Printed:
    """A document that was printed for a person: the bytes of its PDF, and the values that it shows, as JSON.

    `year` is the first one of the school year; names are those of the day, in words.
    """

    about: Account
    kind: str
    title: str
    year: int
    period: str
    period_order: int
    school_name: str
    uai: str
    class_name: str
    content: bytes
    pages: int
    data: Mapping[str, Any]


class Batch:
    """What one print archives: every file, then every row at once, or nothing."""

    def __init__(self, *, school: School, author: Account, at: datetime.datetime) -> None:
        self._school, self._author, self._at = school, author, at
        self._archives: list[Archive] = []

    @property
    def archives(self) -> list[Archive]:
        """What it keeps, written or not yet."""
        return self._archives

    def add(self, printed: Printed) -> None:
        """Keep the bytes of one document, out of any transaction. Raises StorageFailed: then `undo` the batch."""
        archive = self._row_of(printed)
        self._archives.append(archive)
        sealed = seal_bytes(bytes(archive.secret), _packed(printed))
        archive.size = len(sealed)
        store(FOLDER, str(self._school.pk), str(archive.key), sealed)

    def write(self) -> list[Archive]:
        """Write the rows, in the transaction of whoever prints: what was printed before is the version before."""
        people = sorted(archive.about_id for archive in self._archives)
        # Two who print the same class at once are one after the other.
        list(Account.objects.select_for_update().filter(pk__in=people).order_by("pk").values_list("pk"))
        last = _last_versions(people)
        for archive in self._archives:
            archive.version = last.get(_place(archive), 0) + 1
        written: list[Archive] = Archive.objects.bulk_create(self._archives)
        return written

    def undo(self) -> None:
        """Take the files away: nothing of this print is kept. What cannot be deleted now is swept by the purge."""
        with contextlib.suppress(StorageFailed):
            discard_archives(self._archives)

    def _row_of(self, printed: Printed) -> Archive:
        return Archive(
            school=self._school,
            key=uuid.uuid4(),
            about=printed.about,
            kind=printed.kind,
            title=printed.title,
            year=printed.year,
            period=printed.period,
            period_order=printed.period_order,
            school_name=printed.school_name,
            uai=printed.uai,
            class_name=printed.class_name,
            person_name=printed.about.full_name,
            sort_key=printed.about.sort_key,
            made_at=self._at,
            author=self._author,
            author_label=self._author.author_label,
            software=version(),
            sha256=hashlib.sha256(printed.content).hexdigest(),
            pages=printed.pages,
            secret=new_key(),
        )


@dataclass(frozen=True)
class KeptBytes:
    """Bytes that the private storage holds for an archive whose row is not written yet: the columns that say so."""

    key: uuid.UUID
    secret: bytes
    sha256: str
    size: int


def keep_bytes(school: School, content: bytes, data: Any) -> KeptBytes:
    """Keep a document that was not printed here, out of any transaction; `forget_bytes` when its row is not written.

    Raises StorageFailed.
    """
    key, secret = uuid.uuid4(), new_key()
    sealed = seal_bytes(secret, _packed_with(content, data))
    store(FOLDER, str(school.pk), str(key), sealed)
    return KeptBytes(key, secret, hashlib.sha256(content).hexdigest(), len(sealed))


def forget_bytes(school: School, kept: Iterable[KeptBytes]) -> None:
    """Take the files away again. What cannot be deleted now is swept by the purge."""
    with contextlib.suppress(StorageFailed):
        for each in kept:
            discard_file(FOLDER, str(school.pk), str(each.key))


def _packed(printed: Printed) -> bytes:
    return _packed_with(printed.content, printed.data)


def _packed_with(content: bytes, values: Any) -> bytes:
    data = json.dumps(values, ensure_ascii=False, sort_keys=True).encode()
    return len(content).to_bytes(_LENGTH, "big") + content + zlib.compress(data)


Place = tuple[Any, ...]


def _last_versions(people: Sequence[int]) -> dict[Place, int]:
    rows = Archive.objects.filter(about__in=people).order_by()
    found = rows.values_list("about", "kind", "uai", "year", "period").annotate(last=Max("version"))
    return {row[:-1]: row[-1] for row in found}


def _place(archive: Archive) -> Place:
    return (archive.about_id, archive.kind, archive.uai, archive.year, archive.period)


def content_of(archive: Archive) -> bytes:
    """The bytes of the PDF, those that were printed. Raises StorageFailed, ArchiveDamaged."""
    content, _data = _opened(archive)
    if hashlib.sha256(content).hexdigest() != archive.sha256:
        raise ArchiveDamaged(_damaged(archive))
    return content


def data_of(archive: Archive) -> Any:
    """The values that the document shows. Raises StorageFailed, ArchiveDamaged."""
    _content, data = _opened(archive)
    return json.loads(zlib.decompress(data))


def _opened(archive: Archive) -> tuple[bytes, bytes]:
    sealed = read(FOLDER, str(archive.school_id), str(archive.key))
    if sealed is None:
        raise ArchiveDamaged(_damaged(archive))
    try:
        packed = unseal_bytes(bytes(archive.secret), sealed)
    except Unsealed as error:
        raise ArchiveDamaged(_damaged(archive)) from error
    end = _LENGTH + int.from_bytes(packed[:_LENGTH], "big")
    return packed[_LENGTH:end], packed[end:]


def _damaged(archive: Archive) -> str:
    return (
        f"« {archive.title} » de {archive.person_name} n'est plus tel qu'il a été imprimé : il n'est pas donné. "
        "Prévenez la personne qui s'occupe de ce serveur : il est dans les sauvegardes."
    )


def discard_archives(archives: Iterable[Archive]) -> None:
    """Delete the files of archives whose rows are gone, or never were. Raises StorageFailed."""
    for archive in archives:
        discard_file(FOLDER, str(archive.school_id), str(archive.key))


def note_reading(archive: Archive, reader: Account) -> None:
    """Date the first time that the person, or a guardian, opens it. Staff leaves no trace here."""
    column = {Profile.ELV: "read_by_person_at", Profile.TUT: "read_by_guardian_at"}.get(Profile(reader.profile))
    if column:
        Archive.objects.filter(pk=archive.pk, **{column: None}).update(**{column: now()})


def forget_orphan_archives() -> int:
    """Delete, in every school, the files that no archive names: of a print that failed, of an account that was effaced.

    How many. Raises StorageFailed.
    """
    return sum(_forget_in(pk) for pk in School.objects.order_by("pk").values_list("pk", flat=True))


def _forget_in(school: int) -> int:
    with all_schools():
        keys = Archive.objects.filter(school=school).values_list("key", flat=True)
        known = {str(key) for key in keys}
    gone = strays(FOLDER, str(school), known, now() - _WAITS)
    for name in gone:
        discard_file(FOLDER, str(school), name)
    return len(gone)


def in_one_file(archives: Iterable[Archive]) -> list[tuple[str, Archive]]:
    """The name that each has in a ZIP, one folder for a class: « 5A/ALPHA Ana - Bulletin du 1er trimestre.pdf »."""
    taken: set[str] = set()
    named = []
    for archive in archives:
        name = _file_name(archive)
        stem, rank = name, 1
        while name.casefold() in taken:
            rank += 1
            name = f"{stem} ({rank})"
        taken.add(name.casefold())
        named.append((f"{name}.pdf", archive))
    return named


def _file_name(archive: Archive) -> str:
    again = f" - version {archive.version}" if archive.version > 1 else ""
    parts = (archive.class_name, f"{archive.person_name} - {archive.title} {archive.school_year}{again}")
    return "/".join(_safe(part) for part in parts if part)


def _safe(part: str) -> str:
    """What every system takes as a name of a file."""
    words = "".join(sign if sign.isalnum() or sign in " -_'()." else " " for sign in part)
    return " ".join(words.split()).strip(". ") or "document"
