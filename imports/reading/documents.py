"""XML documents of the ministry, alone or in an archive, whatever they are called."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO, ClassVar

from imports.brought.extraction import UnreadableFile
from imports.reading.kinds import kind_of_document, other_file
from imports.reading.recognising import kind_of, xml_documents
from imports.sources.base import Source
from sacoche.kit.files.archive import BadArchive
from sacoche.kit.files.xml import BadXml, NotXml, text

if TYPE_CHECKING:
    from lxml.etree import _Element as Element


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
            with xml_documents(data) as found:
                yield self._chosen(data, found)
        except NotXml as error:
            raise UnreadableFile(f"{error} {self._instead(data)}") from error
        except (BadXml, BadArchive) as error:
            raise UnreadableFile(str(error)) from error

    def _chosen(self, data: bytes, found: Sequence[tuple[str, BinaryIO]]) -> BinaryIO:
        for root, document in found:
            if root in self.roots:
                return document
        if not found:
            raise UnreadableFile(f"Cette archive ne contient pas de fichier XML. {self._instead(data)}")
        raise UnreadableFile(other_file(kind_of(data) or kind_of_document(found[0][0]), self.wanted))

    def _instead(self, data: bytes) -> str:
        """What the file is when it is known, and what it should be."""
        kind = kind_of(data)
        return other_file(kind, self.wanted) if kind else f"Ici, il faut {self.wanted}."


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
