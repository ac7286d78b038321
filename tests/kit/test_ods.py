"""Workbooks .ods: ours are read by odfpy, which knows nothing of our writer; its own, and bad ones, are read by us."""

import datetime
import io
import subprocess
import sys
import zipfile

import pytest
from odf.opendocument import OpenDocumentSpreadsheet, load
from odf.table import Table, TableCell, TableColumn, TableRow
from odf.text import P

from sacoche.kit.files.ods import MIME_TYPE, is_ods, read_ods
from sacoche.kit.files.tables import formats
from sacoche.kit.files.tabular import MAX_COLUMNS, UNREADABLE, BadTable

CALC = "urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"
HEADS = ("Nom", "Né(e) le", "Rang")
ZOE = ("MARTIN Zoé", datetime.date(2004, 5, 6), 12)


def made(*rows):
    stream = io.BytesIO()
    formats.get("ods").write(stream, title="Élèves", heads=HEADS, rows=iter(rows))
    return stream.getvalue()


def document(content, styles=""):
    """A document whose sheets are written here."""
    spaces = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for name in ("office", "table", "text", "style")
    )
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", MIME_TYPE, compress_type=zipfile.ZIP_STORED)
        archive.writestr(
            "content.xml",
            f"<office:document-content {spaces}><office:automatic-styles>{styles}</office:automatic-styles>"
            f"<office:body><office:spreadsheet>{content}</office:spreadsheet></office:body></office:document-content>",
        )
    return stream.getvalue()


def sheet(*cells, name="f", style=""):
    rows = "".join(f"<table:table-row>{row}</table:table-row>" for row in cells)
    return f'<table:table table:name="{name}"{style}>{rows}</table:table>'


def text(said, more=""):
    return f'<table:table-cell office:value-type="string"{more}><text:p>{said}</text:p></table:table-cell>'


def test_workbook_holds_texts_dates_and_numbers():
    book = load(io.BytesIO(made(ZOE, ('O\'NEIL  <b> & "C"\n=1', None, None), ("=1+1", None, -4))))
    rows = book.spreadsheet.getElementsByType(TableRow)
    cells = [row.getElementsByType(TableCell) for row in rows]
    assert [str(cell) for cell in cells[0]] == list(HEADS)
    assert [cell.getAttribute("valuetype") for cell in cells[1]] == ["string", "date", "float"]
    assert (cells[1][1].getAttribute("datevalue"), cells[1][2].getAttribute("value")) == ("2004-05-06", "12")
    assert (str(cells[3][0]), cells[3][0].getAttribute("valuetype")) == ("=1+1", "string")
    assert book.getMediaType() == MIME_TYPE


def test_workbook_comes_back_as_it_was_written():
    table = read_ods(made(ZOE, ("Deux  espaces\nsur deux lignes\t!", None, 0)))
    assert table.header == list(HEADS)
    assert [row.cells for row in table.rows] == [
        ["MARTIN Zoé", "06/05/2004", "12"],
        ["Deux  espaces\nsur deux lignes\t!", "", "0"],
    ]


def test_workbook_of_another_program_is_read():
    book, table = OpenDocumentSpreadsheet(), Table(name="Feuille")
    table.addElement(TableColumn(numbercolumnsrepeated=1024))
    for said in ("Nom", "ÉLÈVE"):
        row = TableRow()
        cell = TableCell(valuetype="string")
        cell.addElement(P(text=said))
        row.addElement(cell)
        row.addElement(TableCell(numbercolumnsrepeated=1023))
        table.addElement(row)
    table.addElement(TableRow(numberrowsrepeated=1048574))
    book.spreadsheet.addElement(table)
    stream = io.BytesIO()
    book.save(stream)
    assert is_ods(stream.getvalue())
    read = read_ods(stream.getvalue())
    assert (read.header, [row.cells for row in read.rows]) == (["Nom"], [["ÉLÈVE"]])


def test_first_sheet_that_is_shown_is_read_with_the_numbers_of_its_rows():
    styles = '<style:style style:name="off"><style:table-properties table:display="false"/></style:style>'
    off = sheet(text("caché"), style=' table:style-name="off"')
    blank = '<table:table-cell/></table:table-row><table:table-row table:number-rows-repeated="3"><table:table-cell/>'
    read = read_ods(document(off + sheet(text("A"), blank, text("b")) + sheet(text("autre")), styles))
    assert (read.header, [(row.line, row.cells) for row in read.rows]) == (["A"], [(6, ["b"])])


@pytest.mark.parametrize(
    ("cell", "shown"),
    [
        ('office:value-type="float" office:value="12"><text:p>00012</text:p>', "00012"),
        ('office:value-type="float" office:value="261235123456"><text:p>2,61E+11</text:p>', "261235123456"),
        ('office:value-type="float" office:value="1320"><text:p>1 320</text:p>', "1320"),
        ('office:value-type="float" office:value="0.5"><text:p>0,5</text:p>', "0,5"),
        ('office:value-type="date" office:date-value="2014-06-15T00:00:00"><text:p>15/06/14</text:p>', "15/06/2014"),
        (f'calcext:value-type="error" xmlns:calcext="{CALC}"><text:p>#N/D</text:p>', UNREADABLE),
        ('office:value-type="string"><office:annotation><text:p>n</text:p></office:annotation><text:p>a</text:p>', "a"),
        ('office:value-type="string"><text:p>a<text:s text:c="2"/><text:span>b</text:span>c</text:p>', "a  bc"),
    ],
)  # fmt: skip
def test_cell_is_read_as_it_is_shown(cell, shown):
    read = read_ods(document(sheet(text("A"), f"<table:table-cell {cell}</table:table-cell>")))
    assert read.rows[0].cells == [shown]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"PK\x03\x04", "abîm"),
        (document(sheet()), "est vide"),
        (document("<"), "abîm"),
        (document(sheet(text("A") * (MAX_COLUMNS + 1))), "colonnes"),
        (document(sheet('<table:table-cell table:number-columns-repeated="x"/>')), "abîm"),
        (document(sheet('<table:table-cell table:formula="of:=1+1"/>')), "jamais été calculées"),
        (
            document(f'<table:table><table:table-row table:number-rows-repeated="1000000">{text("A")}'
                     "</table:table-row></table:table>"),
            "trop de cellules",
        ),
    ],
)  # fmt: skip
def test_bad_workbook_is_refused_in_words(content, words):
    with pytest.raises(BadTable) as refusal:
        read_ods(content)
    assert words in str(refusal.value)


def test_workbook_with_a_doctype_is_refused():
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("mimetype", MIME_TYPE)
        archive.writestr("content.xml", '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>')
    with pytest.raises(BadTable):
        read_ods(stream.getvalue())


def test_web_process_loads_no_library_of_workbooks_for_it():
    """Nothing heavier than what the product has already loaded."""
    code = (
        "import sys; from sacoche.kit.files import ods, tables; "
        "print([name for name in ('odf', 'pandas', 'numpy', 'openpyxl', 'lxml') if name in sys.modules])"
    )
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert said.stdout.strip() == "[]"
