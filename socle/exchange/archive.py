"""The ZIP around the document, and the guards on what people send: kind, size, expansion, names of members."""

import datetime
import struct
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import PurePath
from typing import BinaryIO

from socle.exchange.records import PupilRecord, Totals, UnreadableFile
from socle.exchange.writer import write

MEMBER = "import_validations.xml"
MAX_SENT = 20 * 1024 * 1024
MAX_EXPANDED = 64 * 1024 * 1024
# A real file of 1,200 pupils expands about 130 times.
MAX_RATIO = 500
# One short entry is all that the index of our archives holds; a long index is an attack on memory.
_MAX_INDEX = 64 * 1024
_END_OF_INDEX, _ZIP64_LOCATOR = b"PK\x05\x06", b"PK\x06\x07"
_END_LENGTH = 22
_DAMAGE: tuple[type[Exception], ...] = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError)


def write_archive(stream: BinaryIO, pupils: Iterable[PupilRecord], *, at: datetime.datetime) -> Totals:
    """Write the ZIP and its one member to `stream`; `at` is the local time that the member carries."""
    member = zipfile.ZipInfo(MEMBER, date_time=at.timetuple()[:6])
    member.compress_type = zipfile.ZIP_DEFLATED
    with zipfile.ZipFile(stream, "w") as archive, archive.open(member, "w") as document:
        return write(document, pupils)  # type: ignore[arg-type]


@contextmanager
def open_document(file: BinaryIO, name: str) -> Iterator[BinaryIO]:
    """Open the XML document of a file sent under `name` (.xml or .zip); it is read from where it is, never unpacked.

    Raises UnreadableFile, on opening or while the document is read.
    """
    suffix = PurePath(name).suffix.lower()
    if suffix not in (".xml", ".zip"):
        raise UnreadableFile("Ce fichier n'est ni un .zip ni un .xml : choisissez le fichier « import-sacoche… » reçu.")
    _check_size(file)
    if suffix == ".xml":
        yield file
        return
    with ExitStack() as opened:
        # The library lets whatever a damaged index provokes go through.
        with _damage_refused(ValueError, OSError, struct.error, OverflowError):
            _check_index(file)
            archive = opened.enter_context(zipfile.ZipFile(file))
            document = opened.enter_context(archive.open(_only_member(archive)))
        with _damage_refused():
            yield document  # type: ignore[misc]


@contextmanager
def _damage_refused(*also: type[Exception]) -> Iterator[None]:
    """Say in French what a damaged archive raises, and what of `also` it raises on opening."""
    try:
        yield
    except (*_DAMAGE, *also) as error:
        raise UnreadableFile(
            "Cette archive ZIP est illisible ou abîmée : demandez qu'on vous envoie le fichier à nouveau."
        ) from error


def _check_size(file: BinaryIO) -> None:
    size = file.seek(0, 2)
    file.seek(0)
    if not size:
        raise UnreadableFile("Ce fichier est vide : demandez qu'on vous l'envoie à nouveau.")
    if size > MAX_SENT:
        raise UnreadableFile("Ce fichier dépasse 20 Mo : exportez les validations en plusieurs fois, par classes.")


def _check_index(file: BinaryIO) -> None:
    """Refuse an index too long to be ours before the library loads it in memory."""
    size = file.seek(0, 2)
    file.seek(max(0, size - 65536 - _END_LENGTH))
    tail = file.read()
    file.seek(0)
    at = tail.rfind(_END_OF_INDEX)
    length = int.from_bytes(tail[at + 12 : at + 16], "little")
    if at < 0 or length > _MAX_INDEX or _ZIP64_LOCATOR in tail[max(0, at - 20) : at]:
        raise zipfile.BadZipFile("index missing or too long")


def _only_member(archive: zipfile.ZipFile) -> zipfile.ZipInfo:
    members = archive.infolist()
    for member in members:
        if _is_suspicious(member.orig_filename):
            raise UnreadableFile(f"Cette archive contient un nom suspect (« {member.orig_filename[:80]} ») : refusée.")
    names = [member.filename for member in members]
    if names != [MEMBER]:
        found = ", ".join(name[:80] for name in names[:5]) or "rien"
        raise UnreadableFile(f"Cette archive devait contenir le seul fichier {MEMBER} ; elle contient : {found}.")
    _check_member(members[0])
    return members[0]


def _is_suspicious(name: str) -> bool:
    return name.startswith("/") or "\\" in name or ":" in name or "\0" in name or ".." in name.split("/")


def _check_member(member: zipfile.ZipInfo) -> None:
    if member.flag_bits & 0x1:
        raise UnreadableFile("Cette archive est protégée par un mot de passe : demandez-la sans mot de passe.")
    if member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise UnreadableFile("Cette archive est compressée d'une façon inconnue : demandez un fichier .zip ordinaire.")
    if member.file_size > MAX_EXPANDED or member.file_size > MAX_RATIO * max(member.compress_size, 1):
        raise UnreadableFile("Cette archive se déplie au-delà de 64 Mo ou de 500 fois sa taille : refusée.")
