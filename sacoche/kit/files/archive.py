"""ZIP archives that people send: read where they are, never unpacked, refused when they are a danger to the server."""

import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import BinaryIO

MAX_SENT = 20 * 1024 * 1024
MAX_EXPANDED = 64 * 1024 * 1024


@dataclass(frozen=True)
class Limits:
    """What an archive may be: bytes of one file of it and of all, expanded; how many times its size a file becomes.

    `index` is in bytes: a long one is an attack on memory, since the library loads it whole.
    """

    expanded: int
    of_all: int
    ratio: int
    index: int


# A few short entries are all that a school file holds; a real one of 1,200 pupils expands about 130 times.
_SCHOOL_FILE = Limits(expanded=MAX_EXPANDED, of_all=1024**4, ratio=500, index=64 * 1024)
_END_OF_INDEX, _ZIP64_LOCATOR = b"PK\x05\x06", b"PK\x06\x07"
_END_LENGTH = 22
_DAMAGE: tuple[type[Exception], ...] = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError)
DAMAGED = "Cette archive ZIP est illisible ou abîmée : refaites-la, ou demandez qu'on vous l'envoie à nouveau."


class BadArchive(ValueError):
    """The archive is damaged or dangerous; the message says in French which, and what to do."""


@contextmanager
def open_archive(file: BinaryIO, limits: Limits = _SCHOOL_FILE) -> Iterator[zipfile.ZipFile]:
    """Open an archive whose every member may be read: names, sizes and kind are checked before anything is.

    The library stops reading a member at the size that its index gives, so that what is checked is what is read.
    Raises BadArchive, on opening or while a member is read within the block.
    """
    with open_index(file, limits) as archive:
        for member in archive.infolist():
            _check_member(member, limits)
        if sum(member.file_size for member in archive.infolist()) > limits.of_all:
            raise _too_large(limits.of_all, limits.ratio)
        with damage_refused():
            yield archive


@contextmanager
def open_index(file: BinaryIO, limits: Limits = _SCHOOL_FILE) -> Iterator[zipfile.ZipFile]:
    """Open an archive for what its index says, of members that perhaps cannot be read. Raises BadArchive."""
    with ExitStack() as opened:
        # The library lets whatever a damaged index provokes go through.
        with damage_refused(ValueError, OSError, struct.error, OverflowError):
            _check_index(file, limits.index)
            archive = opened.enter_context(zipfile.ZipFile(file))
        yield archive


@contextmanager
def open_member(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> Iterator[BinaryIO]:
    """Open a member of an archive that `open_archive` opened. Raises BadArchive."""
    with ExitStack() as opened:
        with damage_refused(ValueError, OSError, struct.error, OverflowError):
            document = opened.enter_context(archive.open(member))
        yield document  # type: ignore[misc]


@contextmanager
def damage_refused(*also: type[Exception]) -> Iterator[None]:
    """Say in French what a damaged archive raises, and what of `also` it raises on opening. Raises BadArchive."""
    try:
        yield
    except BadArchive:
        raise
    except (*_DAMAGE, *also) as error:
        raise BadArchive(DAMAGED) from error


def _check_index(file: BinaryIO, longest: int) -> None:
    """Refuse an index too long to be that of a school file before the library loads it in memory.

    The end of a file may hold several records that look like its end: which one is read is the affair of the library,
    so that each of them must hold the limit.
    """
    size = file.seek(0, 2)
    file.seek(max(0, size - 65536 - _END_LENGTH))
    tail = file.read()
    file.seek(0)
    ends = [found.start() for found in re.finditer(re.escape(_END_OF_INDEX), tail)]
    if not ends or any(_is_too_long_an_index(tail, at, longest) for at in ends):
        raise zipfile.BadZipFile("index missing or too long")


def _is_too_long_an_index(tail: bytes, at: int, longest: int) -> bool:
    """Whether the record at this place, if it is one, tells of a long index, or of the other kind (ZIP64)."""
    length = int.from_bytes(tail[at + 12 : at + 16], "little")
    return length > longest or _ZIP64_LOCATOR in tail[max(0, at - 20) : at]


def _check_member(member: zipfile.ZipInfo, limits: Limits) -> None:
    name = member.orig_filename
    if name.startswith("/") or "\\" in name or ":" in name or "\0" in name or ".." in name.split("/"):
        raise BadArchive(f"Cette archive contient un nom suspect (« {name[:80]} ») : refusée.")
    if member.flag_bits & 0x1:
        raise BadArchive("Cette archive est protégée par un mot de passe : demandez-la sans mot de passe.")
    if member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise BadArchive("Cette archive est compressée d'une façon inconnue : demandez un fichier .zip ordinaire.")
    if member.file_size > limits.expanded or member.file_size > limits.ratio * max(member.compress_size, 1):
        raise _too_large(limits.expanded, limits.ratio)


def _too_large(expanded: int, ratio: int) -> BadArchive:
    megabytes = expanded // 1024**2
    return BadArchive(f"Cette archive se déplie au-delà de {megabytes} Mo ou de {ratio} fois sa taille : refusée.")
