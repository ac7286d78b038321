"""The files that a référentiel goes out in, one entry each: add one here and it is offered."""

import io
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from referentiels.exchange.arbre import write_2012
from referentiels.exchange.own import write_own
from referentiels.exchange.sheet import HEADS, sheet_rows
from referentiels.tree import Tree
from sacoche.kit.files.tables import Csv, Ods, TableFormat, Xlsx


@dataclass(frozen=True, slots=True)
class FileFormat:
    """`about` is what our own format says of the référentiel itself."""

    label: str
    extension: str
    content_type: str
    write: Callable[[Tree, Mapping[str, str]], bytes]


def _table(table_format: TableFormat) -> Callable[[Tree, Mapping[str, str]], bytes]:
    def write(tree: Tree, about: Mapping[str, str]) -> bytes:
        stream = io.BytesIO()
        table_format.write(stream, title="Référentiel", heads=HEADS, rows=sheet_rows(tree))
        return stream.getvalue()

    return write


FORMATS: Mapping[str, FileFormat] = {
    "xml": FileFormat("XML (complet)", "xml", "application/xml", write_own),
    "xml-2012": FileFormat(
        "XML de 2012 (autres logiciels)", "xml", "application/xml", lambda tree, about: write_2012(tree)
    ),
    "csv": FileFormat(Csv.label, Csv.extension, Csv.content_type, _table(Csv())),
    "xlsx": FileFormat(Xlsx.label, Xlsx.extension, Xlsx.content_type, _table(Xlsx())),
    "ods": FileFormat(Ods.label, Ods.extension, Ods.content_type, _table(Ods())),
}


def file_formats() -> list[tuple[str, str]]:
    """The code and the label of each format, for lists."""
    return [(code, each.label) for code, each in FORMATS.items()]
