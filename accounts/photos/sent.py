"""A ZIP of photos: its files one by one, those that no photo can be left out by their name."""

import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import BinaryIO

from accounts.photos.drawing import MAX_BYTES
from sacoche.kit.files.archive import BadArchive, Limits, open_archive, open_member

# A school of a few classes; more would hold a request too long.
MOST_PHOTOS = 400
# A photo that is too heavy is left and told (drawing.MAX_BYTES); twice that is no photo, and the archive is refused.
_LIMITS = Limits(expanded=2 * MAX_BYTES, of_all=400 * 1000 * 1000, ratio=200, index=128 * 1024)
_PHOTOS = frozenset({".jpg", ".jpeg", ".png"})
# What systems put in archives of themselves, and nobody chose to send.
_OF_SYSTEMS = frozenset({"thumbs.db", "desktop.ini", ".ds_store"})
_IS_UTF8 = 0x800


@dataclass(frozen=True)
class SentPhotos:
    """The photos of an archive by the path of each, and the names of what is none."""

    archive: zipfile.ZipFile
    members: dict[str, zipfile.ZipInfo]
    others: list[str]

    def read(self, name: str) -> bytes:
        """The bytes of one. Raises BadArchive."""
        with open_member(self.archive, self.members[name]) as member:
            return member.read()


@contextmanager
def sent_photos(file: BinaryIO) -> Iterator[SentPhotos]:
    """Open what was sent. Raises BadArchive: no ZIP, damaged, dangerous, without a photo, with too many."""
    with open_archive(file, _LIMITS) as archive:
        named = {_name_of(member): member for member in archive.infolist() if not member.is_dir()}
        kept = {name: member for name, member in named.items() if not _is_of_a_system(name)}
        photos = {name: member for name, member in kept.items() if PurePosixPath(name).suffix.lower() in _PHOTOS}
        if not photos:
            raise BadArchive("Cette archive ne contient aucune photo : mettez-y des fichiers .jpg ou .png.")
        if len(photos) > MOST_PHOTOS:
            raise BadArchive(
                f"Cette archive contient {len(photos)} photos : envoyez-en {MOST_PHOTOS} au plus à la fois, "
                "par exemple un niveau après l'autre."
            )
        yield SentPhotos(archive, photos, sorted(set(kept) - set(photos)))


def _is_of_a_system(name: str) -> bool:
    path = PurePosixPath(name)
    return "__MACOSX" in path.parts or path.name.lower() in _OF_SYSTEMS or path.name.startswith("._")


def _name_of(member: zipfile.ZipInfo) -> str:
    """The path as it was written: an archive that does not say its alphabet is that of a Mac (UTF-8) or of a Windows
    of here (cp850), which the library reads as an American one.
    """
    if member.flag_bits & _IS_UTF8:
        return member.filename
    raw = member.filename.encode("cp437", errors="replace")
    try:
        return raw.decode()
    except UnicodeDecodeError:
        return raw.decode("cp850")
