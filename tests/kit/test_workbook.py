"""Reading .xlsx workbooks: those that openpyxl writes as Excel does, and some that nobody should send."""

import datetime
import io
import random
import subprocess
import sys
import tracemalloc
import zipfile

import openpyxl
import pytest

from sacoche.kit.files.tabular import UNREADABLE, BadTable
from sacoche.kit.files.workbook import read_workbook

HEADER = ("numéro", "nom")
MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
SHARED = (
    '<Override PartName="/xl/sharedStrings.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"/>'
)


def saved(book: openpyxl.Workbook) -> bytes:
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def workbook(*rows, formats=()):
    """The bytes of a workbook of these rows; `formats` gives the number format of some cells."""
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    for cell, number_format in formats:
        book.active[cell].number_format = number_format
    return saved(book)


def remade(content: bytes, **parts: str | bytes) -> bytes:
    """The same archive with other contents for some members (`sheet` is that of the first sheet), or one more."""
    names = {"sheet": "xl/worksheets/sheet1.xml", "book": "xl/workbook.xml", "shared": "xl/sharedStrings.xml"}
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as read, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as written:
        members = {name: read.read(name) for name in read.namelist()}
        types = members["[Content_Types].xml"].decode().replace("</Types>", f"{SHARED}</Types>")
        added = {"[Content_Types].xml": types} if "shared" in parts else {}
        for name, given in (members | added | {names[key]: part for key, part in parts.items()}).items():
            written.writestr(name, given)
    return stream.getvalue()


def cells(content: bytes) -> list[list[str]]:
    return [list(row.cells) for row in read_workbook(content).rows]


def test_rows_keep_their_number_in_the_sheet_and_blank_ones_go():
    table = read_workbook(workbook((), HEADER, ("1", "A"), ("", " "), ("2", None), ()))
    assert (table.header, [(row.line, row.cells) for row in table.rows]) == (
        ["numéro", "nom"],
        [(3, ["1", "A"]), (5, ["2", ""])],
    )


def test_rows_are_all_as_wide_as_the_widest():
    assert cells(workbook(HEADER, ("1",), ("2", "B", "", "D"))) == [["1", "", "", ""], ["2", "B", "", "D"]]


@pytest.mark.parametrize(
    ("value", "number_format", "shown"),
    [
        (datetime.date(2015, 10, 3), "dd/mm/yyyy", "03/10/2015"),
        (42280.52, "m/d/yy h:mm", "03/10/2015"),
        (99999999, "dd/mm/yyyy", UNREADABLE),
        (datetime.date(2015, 10, 3), '[$-40C]d" de "mmmm" de "yyyy;@', "03/10/2015"),
        (7270, "00000", "07270"),
        (57990, "General", "57990"),
        (12345678901.0, "General", "12345678901"),
        (1, "0.00", "1"),
        (1.5, "General", "1.5"),
        (3, '0" jours"', "3"),
        (True, "General", "1"),
        ("007", "General", "007"),
        ("NA", "General", "NA"),
        ("#REF!", "General", UNREADABLE),
        ("  A\n B ", "General", "  A\n B "),
    ],
)
def test_cell_comes_out_as_it_is_shown(value, number_format, shown):
    book = workbook(HEADER, (value, "A"), formats=[("A2", number_format)])
    if value == "#REF!":
        book = with_cell('<c r="A2" t="e"><v>#REF!</v></c>')
    assert cells(book)[0][0] == shown


def with_cell(cell: str) -> bytes:
    """A workbook whose second row begins with this cell, as it stands."""
    head = "".join(
        f'<c r="{place}1" t="inlineStr"><is><t>{title}</t></is></c>' for place, title in zip("AB", HEADER, strict=True)
    )
    name = '<c r="B2" t="inlineStr"><is><t>A</t></is></c>'
    rows = f'<row r="1">{head}</row><row r="2">{cell}{name}</row>'
    return with_rows(rows)


def with_rows(rows: str) -> bytes:
    """A workbook of these rows, as they stand."""
    return remade(workbook(HEADER), sheet=f"<worksheet {MAIN}><sheetData>{rows}</sheetData></worksheet>")


@pytest.mark.parametrize(
    ("cell", "shown"),
    [
        ('<c r="A2"><f>1+1</f><v>2</v></c>', "2"),
        ('<c r="A2" t="str"><f>A1</f><v>numéro</v></c>', "numéro"),
        ('<c r="A2"><f t="shared" si="0"/><v>3</v></c>', "3"),
        ("<c><v>12</v></c>", "12"),
        ('<c r="A2" t="str"><f>A1</f><v></v></c>', ""),
        ('<c t="inlineStr"><is><r><t>A</t></r><r><t>N</t></r><rPh sb="0" eb="1"><t>x</t></rPh></is></c>', "AN"),
        ('<c r="A2" t="d"><v>2015-10-03</v></c>', "03/10/2015"),
    ],
)
def test_cell_of_another_software(cell, shown):
    assert cells(with_cell(cell))[0][0] == shown


def test_texts_may_be_kept_apart_as_excel_does():
    texts = "<si><t>Léa</t></si><si><r><t>A</t></r><r><t>NNE_x000D_</t></r></si>"
    book = remade(with_cell('<c r="A2" t="s"><v>1</v></c>'), shared=f"<sst {MAIN}>{texts}</sst>")
    assert cells(book) == [["ANNE", "A"]]


def test_days_may_be_counted_from_1904():
    book = openpyxl.Workbook()
    book.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904
    book.active.append(HEADER)
    book.active.append((datetime.date(2015, 10, 3), "A"))
    assert cells(saved(book))[0][0] == "03/10/2015"


def test_first_visible_sheet_is_read():
    book = openpyxl.Workbook()
    book.active.append(("cachée",))
    book.active.sheet_state = "hidden"
    book.create_sheet("Élèves").append(HEADER)
    book.create_sheet("Autre").append(("autre",))
    assert read_workbook(saved(book)).header == ["numéro", "nom"]


# --- What cannot be read ----------------------------------------------------------------------------------------------


def zip_of(**members: str) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return stream.getvalue()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (workbook(), "première feuille de ce classeur est vide"),
        (zip_of(mimetype="application/vnd.oasis.opendocument.spreadsheet"), "n'est pas un classeur .xlsx"),
        (b"PK\x03\x04 et puis rien", "illisible ou abîmée"),
        (workbook(HEADER)[:-200], "illisible ou abîmée"),
        (remade(workbook(HEADER), sheet="<worksheet><sheetData><row>"), "Ce classeur est abîmé"),
        (remade(workbook(HEADER), book="<workbook/>"), "Ce classeur est abîmé"),
        (remade(workbook(HEADER), sheet='<!DOCTYPE x [<!ENTITY a "b">]><worksheet/>'), "Ce classeur est abîmé"),
        (workbook(HEADER, (*[None] * 400, "x")), "plus de 300 colonnes"),
        (with_cell('<c r="A2" t="s"><v>99</v></c>'), "Ce classeur est abîmé"),
        (with_cell('<c r="A2" s="99"><v>12</v></c>'), "Ce classeur est abîmé"),
        (with_cell('<c r="A2"><v>douze</v></c>'), "Ce classeur est abîmé"),
    ],
    ids=[
        *("empty", "ods", "not a zip", "cut", "cut sheet", "no sheet", "doctype", "too wide"),
        *("no such text", "no such style", "not a number"),
    ],
)
def test_workbook_that_cannot_be_read_is_refused_in_words(content, words):
    with pytest.raises(BadTable, match=words):
        read_workbook(content)


@pytest.mark.parametrize(
    "content",
    [
        workbook(HEADER, ("=1+1", "A")),
        with_cell('<c r="A2" s="1"><f>A1</f><v/></c>'),
        with_cell('<c r="A2">\n<f t="shared" si="0"/>\n</c>'),
        with_cell(f'<x:c xmlns:x={MAIN.removeprefix("xmlns=")} r="A2"><x:f>A1</x:f></x:c>'),
    ],
    ids=["of a library", "without a value", "shared", "with prefixes"],
)
def test_workbook_whose_formulas_were_never_computed_is_refused(content):
    with pytest.raises(BadTable, match="des formules qui n'ont jamais été calculées : ouvrez-le dans un tableur"):
        read_workbook(content)


@pytest.mark.slow
def test_workbook_that_expands_too_much_is_refused_in_little_memory():
    bomb = remade(workbook(HEADER), sheet=f"<worksheet>{' ' * 20_000_000}</worksheet>")
    tracemalloc.start()
    with pytest.raises(BadTable, match="se déplie au-delà de"):
        read_workbook(bomb)
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 5 * 1024 * 1024


ENTITY = '<!DOCTYPE x [<!ENTITY a "volé">]>'
STRINGS = f"{ENTITY}<sst {MAIN}><si><t>&a;</t></si></sst>"
SHEETS_IN_UTF_7 = (
    f"<?xml version='1.0' encoding='UTF-7'?>{ENTITY.replace('<!', '+ADwAIQ-').replace('é', 'e')}<workbook {MAIN} "
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">'
    '<sheets><sheet name="&a;" sheetId="1" r:id="rId1"/></sheets></workbook>'
)


@pytest.mark.parametrize(
    "parts",
    [
        {"shared": STRINGS},
        {"shared": f"<!--{random.Random(1).randbytes(40_000).hex()}-->{STRINGS}"},
        {"shared": f'<?xml version="1.0" encoding="UTF-16"?>{STRINGS}'.encode("utf-16")},
        {"shared": STRINGS.removeprefix(ENTITY).replace("&a;", "A"), "book": SHEETS_IN_UTF_7},
    ],
    ids=["plain", "after a long comment", "utf-16", "utf-7"],
)
def test_entities_are_never_expanded(parts):
    with pytest.raises(BadTable, match="Ce classeur est abîmé"):
        read_workbook(remade(with_cell('<c r="A2" t="s"><v>0</v></c>'), **parts))


@pytest.mark.slow
@pytest.mark.parametrize(
    "rows",
    [
        f"<row>{'<c/>' * 300}</row>" * 1700,
        "<row>{}</row>".format("".join(f'<c s="{number}"/>' for number in range(510_000))),
        '<row><c r="ZZZ1"/></row>' * 30,
    ],
    ids=["rows", "one row", "far to the right"],
)
def test_workbook_of_too_many_cells_is_refused(rows):
    with pytest.raises(BadTable, match="trop de cellules"):
        read_workbook(with_rows(rows))


def test_workbook_of_many_parts_is_refused_by_what_they_weigh_together():
    sheets = {f"xl/worksheets/sheet{number}.xml": f"{number} " * 1_500_000 for number in range(1, 9)}
    with pytest.raises(BadTable, match="trop de cellules ou d'images"):
        read_workbook(zip_of(**sheets))


def test_rows_that_nobody_could_fill_are_not_made():
    with pytest.raises(BadTable, match="première feuille de ce classeur est vide"):
        read_workbook(with_rows('<row r="999999999999"><c t="str"><v>A</v></c></row>'))


def test_size_that_a_sheet_gives_itself_is_not_believed():
    rows = '<row><c t="str"><v>numéro</v></c><c t="str"><v>nom</v></c></row><row><c><v>1</v></c></row>'
    sheet = f'<worksheet {MAIN}><dimension ref="A1"/><sheetData>{rows}</sheetData></worksheet>'
    table = read_workbook(remade(workbook(HEADER), sheet=sheet))
    assert (table.header, [row.cells for row in table.rows]) == (["numéro", "nom"], [["1", ""]])


def test_reading_a_workbook_loads_neither_numpy_nor_pandas() -> None:
    program = (
        "import sys; from sacoche.kit.files.workbook import read_workbook; "
        f"read_workbook({workbook(HEADER, ('1', 'A'))!r}); "
        "print(sorted({'numpy', 'pandas'} & sys.modules.keys()))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"
