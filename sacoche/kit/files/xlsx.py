"""The smallest .xlsx that Excel and LibreOffice open, written row after row: its size never is in memory.

ECMA-376 part 1: a ZIP of a few XML documents; texts are in the cells (`inlineStr`), there is no formula.
"""

import datetime
import re
import zipfile
from collections.abc import Sequence
from typing import IO, BinaryIO, Self
from xml.sax.saxutils import escape, quoteattr

from sacoche.kit.files.csvtext import may_be_formula

_DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPES = "application/vnd.openxmlformats-officedocument.spreadsheetml."
_FONT = '<sz val="11"/><name val="Calibri"/>'
_PARTS = {
    "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPES}sheet.main+xml"/>'
    f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_TYPES}worksheet+xml"/>'
    f'<Override PartName="/xl/styles.xml" ContentType="{_TYPES}styles+xml"/></Types>',
    "_rels/.rels": f'<Relationships xmlns="{_RELATIONS}">'
    f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_RELATIONS}">'
    f'<Relationship Id="rId1" Type="{_OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>'
    f'<Relationship Id="rId2" Type="{_OFFICE}/styles" Target="styles.xml"/></Relationships>',
    # Cell formats: 0 as it comes, 1 bold for heads, 2 a date and 3 a time in the reader's own format (number formats 14
    # and 22), 4 a text that stays one when somebody types in it.
    "xl/styles.xml": f'<styleSheet xmlns="{_MAIN}">'
    f'<fonts count="2"><font>{_FONT}</font><font><b/>{_FONT}</font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>'
    '</fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="5">'
    '<xf xfId="0"/><xf fontId="1" applyFont="1" xfId="0"/><xf numFmtId="14" applyNumberFormat="1" xfId="0"/>'
    '<xf numFmtId="22" applyNumberFormat="1" xfId="0"/><xf quotePrefix="1" xfId="0"/></cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>',
}
_WORKBOOK = (
    f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets><sheet name={{title}} sheetId="1" r:id="rId1"/></sheets>'
    "</workbook>"
)
# The heads stay in view while the rows scroll.
_SHEET_START = (
    f'<worksheet xmlns="{_MAIN}"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" '
    'activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><sheetFormatPr defaultColWidth="18"/><sheetData>'
)
_SHEET_END = "</sheetData></worksheet>"
_HEAD, _DATE, _TIME, _QUOTED = 1, 2, 3, 4
# The day before the first of 1900, and one more for the 29 February of that year, which Excel believes in.
_DAY_ZERO = datetime.date(1899, 12, 30)
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_NOT_IN_A_TITLE = re.compile(r"[\\/?*\[\]:]")
_LONGEST_TITLE = 31
_LONGEST_TEXT = 32_767
_SECONDS = 86_400
Value = str | int | float | datetime.date | None


class XlsxSheet:
    """A workbook of one sheet, written to a stream: `with XlsxSheet(stream, title="Élèves") as sheet: …`."""

    def __init__(self, stream: BinaryIO, *, title: str) -> None:
        self._archive = zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=4)
        self._title = _NOT_IN_A_TITLE.sub(" ", title)[:_LONGEST_TITLE]

    def __enter__(self) -> Self:
        workbook = {"xl/workbook.xml": _WORKBOOK.format(title=quoteattr(self._title))}
        for name, content in (_PARTS | workbook).items():
            self._archive.writestr(name, _DECLARATION + content)
        self._sheet: IO[bytes] = self._archive.open("xl/worksheets/sheet1.xml", "w")
        self._write(_DECLARATION + _SHEET_START)
        return self

    def __exit__(self, *exception: object) -> None:
        self._write(_SHEET_END)
        self._sheet.close()
        self._archive.close()

    def write_heads(self, labels: Sequence[str]) -> None:
        """The first row, in bold."""
        self._write_cells([_text_cell(label, _HEAD) for label in labels])

    def write_row(self, values: Sequence[Value]) -> None:
        """The next row: texts, numbers, dates, times without a zone, and None for an empty cell."""
        self._write_cells([_cell(value) for value in values])

    def _write_cells(self, cells: Sequence[str]) -> None:
        self._write(f"<row>{''.join(cells)}</row>")

    def _write(self, text: str) -> None:
        self._sheet.write(text.encode())


def _cell(value: Value) -> str:
    if isinstance(value, datetime.datetime):
        day = (value.date() - _DAY_ZERO).days
        seconds = value.hour * 3600 + value.minute * 60 + value.second
        return f'<c s="{_TIME}"><v>{day + seconds / _SECONDS:.10f}</v></c>'
    if isinstance(value, datetime.date):
        return f'<c s="{_DATE}"><v>{(value - _DAY_ZERO).days}</v></c>'
    if isinstance(value, int | float):
        return f"<c><v>{value}</v></c>"
    return _text_cell(value, _QUOTED if may_be_formula(value) else 0) if value else "<c/>"


def _text_cell(text: str, style: int = 0) -> str:
    text = escape(_NOT_IN_XML.sub("", text[:_LONGEST_TEXT]))
    return f'<c s="{style}" t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'
