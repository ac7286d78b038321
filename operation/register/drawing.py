"""The sheet as a PDF and as a text document (OpenDocument). Both are slow to load: import this inside functions."""

import io

from odf.opendocument import OpenDocumentText
from odf.style import ParagraphProperties, Style, TableColumnProperties, TextProperties
from odf.table import Table as OdfTable
from odf.table import TableCell, TableColumn, TableRow
from odf.text import H, P

from operation.register.sheet import Sheet
from sacoche.kit.pdf.brush import Text
from sacoche.kit.pdf.document import Document, Footer, Header
from sacoche.kit.pdf.table import Cell, Column, Row, Table

_SIZE = 8.5
_COLUMNS = (Column("", width=52), Column(""))


def pdf_of(sheet: Sheet) -> bytes:
    """A4, greys."""
    stream = io.BytesIO()
    document = Document(stream, title=sheet.title, is_grey=True, margin=14)
    header = Header(Text(sheet.title, size=11, is_bold=True, level=1), Text(sheet.school))
    with document.part(header=header, footer=Footer(sheet.school, right=sheet.made_on)) as page:
        for section in sheet.sections:
            page.heading(section.title)
            rows = [Row([Cell(name, is_bold=True), Cell(value)]) for name, value in section.rows]
            page.table(Table(_COLUMNS, rows, size=_SIZE))
            page.space(3)
    document.close()
    return stream.getvalue()


def odt_of(sheet: Sheet) -> bytes:
    """What a DPD corrects in a word processor."""
    document = OpenDocumentText()
    bold, narrow, wide = _styles(document)
    document.text.addElement(H(outlinelevel=1, text=sheet.title))
    document.text.addElement(P(text=f"{sheet.school}, le {sheet.made_on}"))
    for section in sheet.sections:
        document.text.addElement(H(outlinelevel=2, text=section.title))
        table = OdfTable(name=section.title)
        table.addElement(TableColumn(stylename=narrow))
        table.addElement(TableColumn(stylename=wide))
        for name, value in section.rows:
            row = TableRow()
            for text, style in ((name, bold), (value, None)):
                cell = TableCell(valuetype="string")
                cell.addElement(P(text=text, stylename=style) if style else P(text=text))
                row.addElement(cell)
            table.addElement(row)
        document.text.addElement(table)
    stream = io.BytesIO()
    document.write(stream)
    return stream.getvalue()


def _styles(document: OpenDocumentText) -> tuple[Style, Style, Style]:
    bold = Style(name="name", family="paragraph")
    bold.addElement(TextProperties(fontweight="bold"))
    bold.addElement(ParagraphProperties(marginbottom="0.1cm"))
    document.automaticstyles.addElement(bold)
    made = []
    for name, width in (("narrow", "5cm"), ("wide", "12cm")):
        style = Style(name=name, family="table-column")
        style.addElement(TableColumnProperties(columnwidth=width))
        document.automaticstyles.addElement(style)
        made.append(style)
    return bold, made[0], made[1]
