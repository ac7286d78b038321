"""Tables for spreadsheets: the .xlsx is read back by openpyxl, which knows nothing of our writer."""

import datetime
import io
import tracemalloc
import zipfile

import openpyxl
import pytest

from sacoche.kit.files.tables import formats, table_file

HEADS = ("Nom", "Né(e) le", "Rang")
ZOE = ("MARTIN Zoé", datetime.date(2004, 5, 6), 12)


def made(code, rows, title="Élèves"):
    stream = io.BytesIO()
    formats.get(code).write(stream, title=title, heads=HEADS, rows=iter(rows))
    return stream.getvalue()


def sheet_of(content):
    book = openpyxl.load_workbook(io.BytesIO(content))
    assert len(book.worksheets) == 1
    return book.worksheets[0]


def test_csv_opens_in_a_french_spreadsheet():
    content = made("csv", [ZOE, ('NO;M "X"', None, None)])

    assert content == (b'\xef\xbb\xbfNom;N\xc3\xa9(e) le;Rang\r\nMARTIN Zo\xc3\xa9;06/05/2004;12\r\n"NO;M ""X""";;\r\n')


def test_xlsx_holds_texts_dates_and_numbers():
    content = made("xlsx", [ZOE, ('O\'NEIL <b> & "C"', None, None)])

    sheet = sheet_of(content)
    assert sheet.title == "Élèves"
    assert list(sheet.values) == [
        ("Nom", "Né(e) le", "Rang"),
        ("MARTIN Zoé", datetime.datetime(2004, 5, 6), 12),  # noqa: DTZ001 (a spreadsheet knows no zone)
        ('O\'NEIL <b> & "C"', None, None),
    ]
    assert [cell.font.b for cell in sheet[1]] == [True, True, True]
    assert (sheet["B2"].is_date, sheet.freeze_panes) == (True, "A2")


FORMULAS = [("=1+1", None, None), ("+33 6", None, None), ("@A", None, -4)]


def test_formula_is_neutralised_in_a_csv():
    lines = made("csv", FORMULAS).decode("utf-8-sig").splitlines()[1:]

    assert [line.split(";")[0] for line in lines] == ["'=1+1", "'+33 6", "'@A"]


def test_formula_stays_a_text_in_a_workbook_even_when_somebody_types_in_its_cell():
    sheet = sheet_of(made("xlsx", FORMULAS))

    assert [row[0] for row in list(sheet.values)[1:]] == ["=1+1", "+33 6", "@A"]
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "n"}
    assert [cell.quotePrefix for cell in sheet["A"][1:]] == [True, True, True]


def test_xlsx_drops_what_xml_cannot_hold():
    content = made("xlsx", [("A\x00\x0bB\uffff", None, None), ("  deux  ", None, None)])

    assert [row[0] for row in list(sheet_of(content).values)[1:]] == ["AB", "  deux  "]


def test_xlsx_title_is_one_that_excel_takes():
    content = made("xlsx", [], title="Professeurs & classes / professeurs principaux [tous]")

    assert sheet_of(content).title == "Professeurs & classes   professeurs principaux [tous]"[:31]


def test_file_without_rows_has_its_heads():
    assert made("csv", []).decode("utf-8-sig") == "Nom;Né(e) le;Rang\r\n"
    assert list(sheet_of(made("xlsx", [])).values) == [("Nom", "Né(e) le", "Rang")]


@pytest.mark.slow
@pytest.mark.parametrize("code", ["csv", "xlsx"])
def test_memory_does_not_follow_the_number_of_rows(code):
    def peak(number):
        tracemalloc.start()
        file = table_file(
            name="x",
            title="x",
            heads=HEADS,
            rows=((f"NOM {rank} " + "x" * 100, ZOE[1], rank) for rank in range(number)),
            table_format=formats.get(code),
        )
        file.stream.close()
        highest = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return highest

    assert peak(60_000) - peak(20_000) < 1_000_000


def test_xlsx_begins_with_what_spreadsheets_look_for():
    names = zipfile.ZipFile(io.BytesIO(made("xlsx", [ZOE]))).namelist()

    assert sorted(names) == [
        "[Content_Types].xml",
        "_rels/.rels",
        "xl/_rels/workbook.xml.rels",
        "xl/styles.xml",
        "xl/workbook.xml",
        "xl/worksheets/sheet1.xml",
    ]
