"""The smallest .ods that LibreOffice opens, written row after row; and the first visible sheet of one, read as a table.

OpenDocument 1.2, part 1 (§ 9) and part 3 (packages). Formulas are never computed: what the spreadsheet shows counts.
"""

import datetime
import io
import re
import zipfile
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, BinaryIO, Self
from xml.sax.saxutils import escape, quoteattr

from sacoche.kit.files.archive import BadArchive, open_archive, open_member
from sacoche.kit.files.tabular import MAX_COLUMNS, UNREADABLE, BadTable, Row, Table
from sacoche.kit.files.xml import BadXml, Utf8Stream, cut, local_name, parse

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

MIME_TYPE = "application/vnd.oasis.opendocument.spreadsheet"
_SPACES = {
    name: f"urn:oasis:names:tc:opendocument:xmlns:{path}:1.0"
    for name, path in (
        ("office", "office"),
        ("table", "table"),
        ("text", "text"),
        ("style", "style"),
        ("number", "datastyle"),
        ("fo", "xsl-fo-compatible"),
    )
}
_DECLARED = " ".join(f'xmlns:{name}="{space}"' for name, space in _SPACES.items())
_MANIFEST = (
    '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" manifest:version="1.2">'
    f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{MIME_TYPE}"/>'
    '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>'
)
# Heads are in bold, dates as they are read in France, columns wide enough for a name.
_START = (
    f'<office:document-content {_DECLARED} office:version="1.2"><office:automatic-styles>'
    '<style:style style:name="co" style:family="table-column">'
    '<style:table-column-properties style:column-width="4cm"/></style:style>'
    '<style:style style:name="head" style:family="table-cell"><style:text-properties fo:font-weight="bold"/>'
    '</style:style><number:date-style style:name="jma"><number:day number:style="long"/><number:text>/</number:text>'
    '<number:month number:style="long"/><number:text>/</number:text><number:year number:style="long"/>'
    '</number:date-style><style:style style:name="date" style:family="table-cell" style:data-style-name="jma"/>'
    '<number:date-style style:name="jmah"><number:day number:style="long"/><number:text>/</number:text>'
    '<number:month number:style="long"/><number:text>/</number:text><number:year number:style="long"/>'
    '<number:text> </number:text><number:hours number:style="long"/><number:text>:</number:text>'
    '<number:minutes number:style="long"/></number:date-style>'
    '<style:style style:name="time" style:family="table-cell" style:data-style-name="jmah"/>'
    "</office:automatic-styles><office:body><office:spreadsheet>"
)
_END = "</table:table></office:spreadsheet></office:body></office:document-content>"
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_NOT_IN_A_TITLE = re.compile(r"[\\/?*\[\]:']")
# A space that would not be read as it is: one that begins a line, one after another.
_SPACE = re.compile("^ |(?<= ) |\t")
# As in the workbooks of the other format.
_MAX_EXPANDED = 20 * 1024 * 1024
_MAX_CELLS = 500_000
Value = str | int | float | datetime.date | None
_DAMAGED = "Ce classeur est abîmé : ouvrez-le, enregistrez-le de nouveau au format .ods, puis renvoyez-le."
_TOO_MANY = "Ce classeur a trop de cellules : n'y gardez que la feuille du tableau, puis renvoyez-le."
_EMPTY = "La première feuille de ce classeur est vide : mettez-y le tableau, puis renvoyez le classeur."
_TOO_WIDE = f"Ce classeur a plus de {MAX_COLUMNS} colonnes : ce n'est pas un tableau."
_UNCOMPUTED = (
    "Ce classeur a des formules qui n'ont jamais été calculées : ouvrez-le dans un tableur, enregistrez-le, puis "
    "renvoyez-le."
)


class OdsSheet:
    """A workbook of one sheet, written to a stream: `with OdsSheet(stream, title="Élèves", columns=3) as sheet: …`."""

    def __init__(self, stream: BinaryIO, *, title: str, columns: int) -> None:
        self._archive = zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=4)
        self._title = quoteattr(_NOT_IN_A_TITLE.sub(" ", title))
        self._columns = max(columns, 1)

    def __enter__(self) -> Self:
        # The kind of the document comes first, and as it is: that is how it is known.
        self._archive.writestr("mimetype", MIME_TYPE, compress_type=zipfile.ZIP_STORED)
        self._archive.writestr("META-INF/manifest.xml", _MANIFEST)
        self._content = self._archive.open("content.xml", "w")
        column = f'<table:table-column table:style-name="co" table:number-columns-repeated="{self._columns}"/>'
        self._write(f'<?xml version="1.0" encoding="UTF-8"?>{_START}<table:table table:name={self._title}>{column}')
        return self

    def __exit__(self, *exception: object) -> None:
        self._write(_END)
        self._content.close()
        self._archive.close()

    def write_heads(self, labels: Sequence[str]) -> None:
        """The first row, in bold."""
        self._write_cells([_text_cell(label, ' table:style-name="head"') for label in labels])

    def write_row(self, values: Sequence[Value]) -> None:
        """The next row: texts, numbers, dates, times without a zone, and None for an empty cell."""
        self._write_cells([_cell(value) for value in values])

    def _write_cells(self, cells: Sequence[str]) -> None:
        self._write(f"<table:table-row>{''.join(cells)}</table:table-row>")

    def _write(self, text: str) -> None:
        self._content.write(text.encode())


def _cell(value: Value) -> str:
    if isinstance(value, datetime.datetime):
        kind = f'office:value-type="date" office:date-value="{value:%Y-%m-%dT%H:%M:%S}" table:style-name="time"'
        return f"<table:table-cell {kind}><text:p>{value:%d/%m/%Y %H:%M}</text:p></table:table-cell>"
    if isinstance(value, datetime.date):
        kind = f'office:value-type="date" office:date-value="{value.isoformat()}" table:style-name="date"'
        return f"<table:table-cell {kind}><text:p>{value:%d/%m/%Y}</text:p></table:table-cell>"
    if isinstance(value, int | float):
        kind = f'office:value-type="float" office:value="{value}"'
        said = str(value).replace(".", ",")
        return f"<table:table-cell {kind}><text:p>{said}</text:p></table:table-cell>"
    return _text_cell(value) if value else "<table:table-cell/>"


def _text_cell(text: str, style: str = "") -> str:
    """A text; each line is a paragraph, and spaces that would be one are written as such."""
    lines = _NOT_IN_XML.sub("", text).split("\n")
    said = "".join(f"<text:p>{_SPACE.sub(_space, escape(line))}</text:p>" for line in lines)
    return f'<table:table-cell office:value-type="string"{style}>{said}</table:table-cell>'


def _space(found: re.Match[str]) -> str:
    return "<text:tab/>" if found[0] == "\t" else "<text:s/>"


# ------------------------------------------------------------ reading


def is_ods(data: bytes) -> bool:
    """Whether these bytes are a workbook of OpenDocument: its kind is the first thing in it."""
    return data.startswith(b"PK") and MIME_TYPE.encode() in data[:200]


def read_ods(data: bytes) -> Table:
    """The first visible sheet: its first row that is not blank is the header, each row has its number in the sheet.

    Dates come out as JJ/MM/AAAA, a cell in error as UNREADABLE. Raises BadTable.
    """
    try:
        with open_archive(io.BytesIO(data)) as archive:
            member = next((each for each in archive.infolist() if each.filename == "content.xml"), None)
            if member is None:
                raise BadTable(_DAMAGED)
            if member.file_size > _MAX_EXPANDED:
                raise BadTable(_TOO_MANY)
            with open_member(archive, member) as part:
                rows = list(_Sheet(io.BytesIO(part.read())).rows())
    except BadArchive as error:
        raise BadTable(str(error)) from error
    except (BadXml, ValueError) as error:
        raise error if isinstance(error, BadTable) else BadTable(_DAMAGED) from error
    if not rows:
        raise BadTable(_EMPTY)
    width = max(len(row.cells) for row in rows)
    header, *others = (Row(row.line, [*row.cells, *[""] * (width - len(row.cells))]) for row in rows)
    return Table(header=header.cells, rows=others)


class _Sheet:
    """The rows of the first visible sheet of a document, read one by one."""

    def __init__(self, stream: BinaryIO) -> None:
        self._source = Utf8Stream(stream, limit=_MAX_EXPANDED, too_long=_TOO_MANY)
        self._hidden: set[str] = set()
        self._read = 0

    def rows(self) -> Iterator[Row]:
        """Those that are not blank; a row that says that it is repeated is as many."""
        line, is_shown = 0, False
        for event, element in parse(self._source, events=("start", "end")):
            name = local_name(element)
            if event == "end" and name == "style":
                self._note_style(element)
            elif name == "table":
                if event == "end" and is_shown:
                    return
                line, is_shown = 0, event == "start" and _of(element, "table", "style-name") not in self._hidden
            elif event == "end" and name == "table-row":
                times = _times(element, "number-rows-repeated")
                if is_shown:
                    yield from self._repeated(line, times, self._cells(element))
                line += times
                cut(element)

    def _note_style(self, style: "Element") -> None:
        """The styles of tables that are not shown."""
        for child in style:
            if local_name(child) == "table-properties" and _of(child, "table", "display") == "false":
                self._hidden.add(_of(style, "style", "name"))

    def _repeated(self, line: int, times: int, cells: list[str]) -> Iterator[Row]:
        if not cells:
            return
        self._read += len(cells) * times
        if self._read > _MAX_CELLS:
            raise BadTable(_TOO_MANY)
        yield from (Row(line + rank, cells) for rank in range(1, times + 1))

    def _cells(self, row: "Element") -> list[str]:
        """The cells up to the last one that says something."""
        cells: list[str] = []
        # Blank ones, kept until something comes after them: a sheet says that it has sixteen thousand columns.
        blank = 0
        for cell in row:
            if local_name(cell) not in ("table-cell", "covered-table-cell"):
                continue
            text, times = _shown(cell), _times(cell, "number-columns-repeated")
            if not text.strip():
                blank += times
                continue
            if len(cells) + blank + times > MAX_COLUMNS:
                raise BadTable(_TOO_WIDE)
            cells += [*[""] * blank, *[text] * times]
            blank = 0
        return cells


def _of(element: "Element", space: str, name: str) -> str:
    return str(element.get(f"{{{_SPACES[space]}}}{name}", ""))


def _times(element: "Element", name: str) -> int:
    """How many times a row or a cell stands. Raises ValueError."""
    return max(1, int(_of(element, "table", name) or 1))


def _shown(cell: "Element") -> str:
    """What a cell shows; a date and a number in full."""
    kind = _of(cell, "office", "value-type")
    text = "\n".join(_text(child) for child in cell if local_name(child) == "p")
    if cell.get("{urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0}value-type") == "error":
        return UNREADABLE
    if _of(cell, "table", "formula") and not kind and not text:
        raise BadTable(_UNCOMPUTED)
    if kind == "date":
        return f"{datetime.date.fromisoformat(_of(cell, 'office', 'date-value')[:10]):%d/%m/%Y}"
    if kind == "float":
        return _number(_of(cell, "office", "value"), text.strip())
    return text


def _number(value: str, shown: str) -> str:
    """« 00012 » as it is shown; else the number, without what its format adds or hides."""
    number = float(value)
    if not number.is_integer():
        return value.replace(".", ",") if shown == value.replace(".", ",") else value
    whole = str(int(number))
    return shown if shown.isdigit() and shown.lstrip("0") == whole.lstrip("0") else whole


def _text(paragraph: "Element") -> str:
    """The text of a paragraph, its tabulations and repeated spaces written in full; notes are no part of it."""
    said = [paragraph.text or ""]
    for child in paragraph:
        name = local_name(child)
        if name == "s":
            said.append(" " * min(int(_of(child, "text", "c") or 1), 1000))
        elif name in ("tab", "line-break"):
            said.append("\t" if name == "tab" else "\n")
        elif name in ("span", "a"):
            said.append(_text(child))
        said.append(child.tail or "")
    return "".join(said)
