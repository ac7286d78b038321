"""The ZIP around the document, and the guards on what people send: kind, size, expansion, names of members."""

import datetime
import tempfile
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import PurePath
from typing import BinaryIO

from sacoche.kit.files.archive import MAX_SENT, BadArchive, open_archive, open_member
from sacoche.kit.files.sealed_zip import WrongPassword, is_sealed, seal, unsealed
from sacoche.kit.private import temporary_folder
from socle.exchange.records import PasswordRefused, PupilRecord, Totals, UnreadableFile
from socle.exchange.writer import write

MEMBER = "import_validations.xml"
_PUPIL_TAG = b"<eleve "
_PIECE = 1024 * 1024


def write_archive(stream: BinaryIO, pupils: Iterable[PupilRecord], *, at: datetime.datetime) -> Totals:
    """Write the ZIP and its one member to `stream`; `at` is the local time that the member carries."""
    member = zipfile.ZipInfo(MEMBER, date_time=at.timetuple()[:6])
    member.compress_type = zipfile.ZIP_DEFLATED
    with zipfile.ZipFile(stream, "w") as archive, archive.open(member, "w") as document:
        return write(document, pupils)  # type: ignore[arg-type]


def write_sealed(stream: BinaryIO, pupils: Iterable[PupilRecord], *, at: datetime.datetime, password: str) -> Totals:
    """The same archive under a password, which 7-Zip opens (AES-256)."""
    with tempfile.TemporaryFile(dir=temporary_folder()) as plain:
        totals = write_archive(plain, pupils, at=at)
        seal(plain, stream, password=password)
    return totals


@contextmanager
def in_clear(file: BinaryIO, name: str, *, password: str) -> Iterator[BinaryIO]:
    """The file sent under `name` without its password, when it has one: itself otherwise, whatever was typed.

    Raises UnreadableFile, PasswordRefused.
    """
    _check_size(file)
    with ExitStack() as opened:
        try:
            if PurePath(name).suffix.lower() == ".zip" and is_sealed(file):
                file = opened.enter_context(unsealed(file, password=password))
        except WrongPassword as error:
            raise PasswordRefused(str(error)) from error
        except BadArchive as error:
            raise UnreadableFile(str(error)) from error
        file.seek(0)
        yield file


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
    try:
        with open_archive(file) as archive, open_member(archive, _only_member(archive)) as document:
            yield document
    except BadArchive as error:
        raise UnreadableFile(str(error)) from error


def count_pupils(file: BinaryIO, name: str) -> int:
    """About how many pupils the document holds, told by its tags alone: how long reading it will take.

    Raises UnreadableFile.
    """
    number, end = 0, b""
    with open_document(file, name) as document:
        while piece := document.read(_PIECE):
            text = end + piece
            number += text.count(_PUPIL_TAG)
            # A tag may be cut in two by the pieces, and is not counted twice.
            end = text[-(len(_PUPIL_TAG) - 1) :]
    return number


def _check_size(file: BinaryIO) -> None:
    size = file.seek(0, 2)
    file.seek(0)
    if not size:
        raise UnreadableFile("Ce fichier est vide : demandez qu'on vous l'envoie à nouveau.")
    if size > MAX_SENT:
        raise UnreadableFile("Ce fichier dépasse 20 Mo : exportez les validations en plusieurs fois, par classes.")


def _only_member(archive: zipfile.ZipFile) -> zipfile.ZipInfo:
    members = archive.infolist()
    names = [member.filename for member in members]
    if names != [MEMBER]:
        found = ", ".join(name[:80] for name in names[:5]) or "rien"
        raise UnreadableFile(f"Cette archive devait contenir le seul fichier {MEMBER} ; elle contient : {found}.")
    return members[0]
