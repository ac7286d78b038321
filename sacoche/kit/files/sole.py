"""The one file that an archive was made for: people send what an application gave them, in its ZIP or out of it."""

import io
import zipfile
from collections.abc import Sequence

from sacoche.kit.files.archive import BadArchive, open_archive, open_member

_ARCHIVE = b"PK"
# A workbook is an archive too.
_WORKBOOK = "xl/"


def sole_file(data: bytes, extensions: Sequence[str]) -> bytes:
    """The only file of these extensions (« .xml ») of an archive; what is no archive, or is a workbook, as it is.

    Raises BadArchive, also when there is none or there are several.
    """
    if not data.startswith(_ARCHIVE):
        return data
    with open_archive(io.BytesIO(data)) as archive:
        if any(name.startswith(_WORKBOOK) for name in archive.namelist()):
            return data
        with open_member(archive, _sole(archive, extensions)) as member:
            return member.read()


def _sole(archive: zipfile.ZipFile, extensions: Sequence[str]) -> zipfile.ZipInfo:
    found = [member for member in archive.infolist() if _is_wanted(member.filename, extensions)]
    wanted = " ni ".join(extensions)
    if not found:
        raise BadArchive(f"Cette archive ne contient pas de fichier {wanted} : envoyez celui qu'il faut.")
    if len(found) > 1:
        names = ", ".join(f"« {member.filename[:60]} »" for member in found[:5])
        raise BadArchive(f"Cette archive contient plusieurs fichiers ({names}) : envoyez celui qu'il faut, seul.")
    return found[0]


def _is_wanted(path: str, extensions: Sequence[str]) -> bool:
    """Whether it is one, and not what a computer adds beside each file (« __MACOSX/._Export.xml »)."""
    name = path.rsplit("/", 1)[-1].lower()
    return name.endswith(tuple(extensions)) and not name.startswith((".", "~$"))
