"""XML documents of the ministry, alone or in an archive, whatever they are called."""

import io
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO, ClassVar

from imports.extraction import UnreadableFile
from imports.reading.kinds import kind_of_document, other_file
from imports.sources.base import Source
from sacoche.kit.archive import MAX_EXPANDED, BadArchive, open_archive, open_member
from sacoche.kit.xml import BadXml, NotXml, root_name, text

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_ARCHIVE = b"PK"
# The ministry puts one document in an archive; some people add others.
_MAX_MEMBERS = 20


class DocumentSource(Source):
    """A source that reads an XML document, known by the name of its root."""

    extensions = ("xml", "zip")
    needs_uai = True
    roots: ClassVar[Sequence[str]]
    # What must be chosen, as a sentence says it: « l'export « Élèves sans adresse » de Siècle ».
    wanted: ClassVar[str]

    def glance(self, data: bytes) -> None:
        """Refuse an empty file, a damaged archive, what is not XML, and another document."""
        with self.open(data):
            pass

    @contextmanager
    def open(self, data: bytes) -> Iterator[BinaryIO]:
        """The document of a file. Raises UnreadableFile, on opening or while it is read within the block."""
        if not data.strip():
            raise UnreadableFile("Ce fichier est vide : refaites l'export, puis choisissez le fichier obtenu.")
        try:
            with _documents(data) as found:
                yield self._chosen(found)
        except NotXml as error:
            raise UnreadableFile(f"{error} Ici, il faut {self.wanted}.") from error
        except (BadXml, BadArchive) as error:
            raise UnreadableFile(str(error)) from error

    def _chosen(self, found: Sequence[tuple[str, BinaryIO]]) -> BinaryIO:
        for root, document in found:
            if root in self.roots:
                return document
        if not found:
            raise UnreadableFile(f"Cette archive ne contient pas de fichier XML ; ici, il faut {self.wanted}.")
        raise UnreadableFile(other_file(kind_of_document(found[0][0]), self.wanted))


@contextmanager
def _documents(data: bytes) -> Iterator[list[tuple[str, BinaryIO]]]:
    """The XML documents of a file with the names of their roots: itself, or the members of the archive that it is."""
    file = io.BytesIO(data)
    if not data.startswith(_ARCHIVE):
        yield [(root_name(file), file)]
        return
    with open_archive(file) as archive, ExitStack() as opened:
        yield list(_members(archive, opened))


def _members(archive: zipfile.ZipFile, opened: ExitStack) -> Iterator[tuple[str, BinaryIO]]:
    members = [member for member in archive.infolist() if not member.is_dir()]
    if len(members) > _MAX_MEMBERS or sum(member.file_size for member in members) > MAX_EXPANDED:
        raise BadArchive("Cette archive contient trop de fichiers : envoyez celle que l'application a préparée.")
    for member in members:
        document = opened.enter_context(open_member(archive, member))
        if document.read(2) == _ARCHIVE:
            raise BadArchive("Cette archive en contient une autre : dépliez-la, puis envoyez le fichier XML.")
        try:
            yield root_name(document), document
        except NotXml:
            # A note or a picture beside the document.
            continue


@dataclass(frozen=True)
class Origin:
    """The school and the year that a document says it is from."""

    uai: str
    year: int | None


def origin_of_siecle(parameters: "Element") -> Origin:
    """What the PARAMETRES of a document of Siècle say."""
    return _origin(text(parameters, "UAJ"), text(parameters, "ANNEE_SCOLAIRE"))


def origin_of_sts(parameters: "Element") -> Origin:
    """What the PARAMETRES of a document of STS-Web say: in attributes."""
    school, year = parameters.find("{*}UAJ"), parameters.find("{*}ANNEE_SCOLAIRE")
    return _origin(
        school.get("CODE", "") if school is not None else "", year.get("ANNEE", "") if year is not None else ""
    )


def _origin(uai: str, year: str) -> Origin:
    is_year = year.isascii() and year.isdigit() and len(year) == 4
    return Origin(uai=uai.strip().upper()[:20], year=int(year) if is_year else None)
