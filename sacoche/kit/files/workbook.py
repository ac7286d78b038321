"""The first visible sheet of an .xlsx workbook as a table of text, as its cells are shown: openpyxl reads it.

The library trusts what it is given: what could harm the server is looked for before. Formulas are never computed: the
value that the spreadsheet kept beside one is what counts, and a workbook where one was never computed is refused: the
library would give an empty cell, and a class or a child would be missing without a word.
"""

import datetime
import importlib
import io
import re
import sys
import warnings
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from sacoche.kit.files.archive import BadArchive, open_archive, open_member
from sacoche.kit.files.tabular import MAX_COLUMNS, UNREADABLE, BadTable, Row, Table

_DAMAGED = "Ce classeur est abîmé : ouvrez-le, enregistrez-le de nouveau au format .xlsx, puis renvoyez-le."
_TOO_MANY = "Ce classeur a trop de cellules ou d'images : n'y gardez que la feuille du tableau, puis renvoyez-le."
_OTHER = "Ce fichier n'est pas un classeur .xlsx : enregistrez votre tableau au format .xlsx ou CSV, puis renvoyez-le."
_UNCOMPUTED = (
    "Ce classeur a des formules qui n'ont jamais été calculées : ouvrez-le dans un tableur, enregistrez-le, puis "
    "renvoyez-le."
)
_EMPTY = "La première feuille de ce classeur est vide : mettez-y le tableau, puis renvoyez le classeur."
_TOO_WIDE = f"Ce classeur a plus de {MAX_COLUMNS} colonnes : ce n'est pas un tableau d'utilisateurs."
# Beyond, memory would be at stake: the library keeps every element, and makes the cells that a row leaves out.
_MAX_EXPANDED = 20 * 1024 * 1024
_MAX_ELEMENTS = _MAX_CELLS = 500_000
# Where a sheet ends (Excel's own limit): the library makes the rows that are left out, as many as a file says.
_LAST_ROW = 1_048_576
# What the format forbids (ECMA-376 part 2, on XML): a DTD, whose entities could grow, and any encoding to hide it in.
_FORBIDDEN = re.compile(
    rb"""<!DOCTYPE|<!ENTITY|<\?xml[^<>]{1,200}?encoding\s*+=\s*+["'](?!utf-(?:8|16)["'])""", flags=re.IGNORECASE
)
# A cell with a formula and no value; one of text (« str ») may well have been computed to nothing. No turning back
# in white space (« *+ »): a file could make that endless.
_UNCOMPUTED_CELL = re.compile(
    rb"""
    <(?:\w+:)?c (?![^<>]*\st="str") (?:\s[^<>]*)? > \s*+
    <(?:\w+:)?f (?:\s[^<>]*)? (?: /> | > [^<]* </(?:\w+:)?f> ) \s*+
    (?: <(?:\w+:)?v \s*+ /> | <(?:\w+:)?v > </(?:\w+:)?v> )? \s*+
    </(?:\w+:)?c>
    """,
    flags=re.VERBOSE,
)
_ONLY_ZEROS = re.compile("0{2,20}")
_WHOLE = 1e15


def is_workbook(data: bytes) -> bool:
    """Whether these bytes begin as an .xlsx does; read_workbook says what else a ZIP may be."""
    return data.startswith(b"PK")


def read_workbook(data: bytes) -> Table:
    """The first visible sheet: its first row that is not blank is the header, each row has its number in the sheet.

    Dates come out as JJ/MM/AAAA, a cell in error as UNREADABLE. Raises BadTable.
    """
    try:
        with open_archive(io.BytesIO(data)) as archive:
            _check_parts(archive)
    except BadArchive as error:
        raise BadTable(str(error)) from error
    rows = _rows(data)
    if not rows:
        raise BadTable(_EMPTY)
    width = max(len(row.cells) for row in rows)
    header, *others = (Row(row.line, [*row.cells, *[""] * (width - len(row.cells))]) for row in rows)
    return Table(header=header.cells, rows=others)


def _check_parts(archive: zipfile.ZipFile) -> None:
    """Refuse what is not a workbook, and one that takes too much memory, could expand entities or lacks values."""
    members = archive.infolist()
    if not any(member.filename.startswith("xl/") for member in members):
        raise BadTable(_OTHER)
    if sum(member.file_size for member in members) > _MAX_EXPANDED:
        raise BadTable(_TOO_MANY)
    elements = 0
    for member in members:
        with open_member(archive, member) as part:
            # Without its null characters, what is in UTF-16 reads like the rest.
            content = part.read().replace(b"\0", b"")
        if _FORBIDDEN.search(content):
            raise BadTable(_DAMAGED)
        if _UNCOMPUTED_CELL.search(content):
            raise BadTable(_UNCOMPUTED)
        elements += content.count(b"<") - content.count(b"</")
        if elements > _MAX_ELEMENTS:
            raise BadTable(_TOO_MANY)


def _openpyxl() -> Any:
    """The library, without numpy: it loads it when it is there, for cells that nobody here gives it, which doubles
    what it costs a web process (38 MB instead of 21, and 0.2 s).
    """
    if "openpyxl" in sys.modules or "numpy" in sys.modules:
        return importlib.import_module("openpyxl")
    sys.modules["numpy"] = None  # type: ignore[assignment]
    try:
        return importlib.import_module("openpyxl")
    finally:
        del sys.modules["numpy"]


def _rows(data: bytes) -> list[Row]:
    """The rows that hold something, as openpyxl reads them."""
    openpyxl = _openpyxl()
    # It warns of what it leaves out (rules of colours, lists of choices): nothing of that is asked for.
    warnings.filterwarnings("ignore", module="openpyxl")
    try:
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
        sheet = next(sheet for sheet in book.worksheets if sheet.sheet_state == "visible")
        # What a sheet says of its size may be false, and would cut it.
        sheet.reset_dimensions()
        return list(_filled(sheet.iter_rows(max_row=_LAST_ROW)))
    except BadTable:
        raise
    except Exception as error:
        # A damaged workbook makes the library raise about anything: KeyError, TypeError, IndexError, ParseError…
        raise BadTable(_DAMAGED) from error


def _filled(rows: Iterable[Sequence[Any]]) -> Iterator[Row]:
    """The rows that are not blank, each as long as its last cell that is not."""
    read = 0
    for line, row in enumerate(rows, start=1):
        read += len(row)
        if read > _MAX_CELLS:
            raise BadTable(_TOO_MANY)
        cells = [_shown(cell) for cell in row]
        while cells and not cells[-1].strip():
            cells.pop()
        if len(cells) > MAX_COLUMNS:
            raise BadTable(_TOO_WIDE)
        if cells:
            yield Row(line, cells)


def _shown(cell: Any) -> str:
    value = cell.value
    if value is None:
        return ""
    if cell.data_type == "e":
        return UNREADABLE
    if isinstance(value, datetime.date):
        return f"{value:%d/%m/%Y}"
    if isinstance(value, int | float):
        return _number(value, cell.number_format)
    return str(value).replace("_x000D_", "")


def _number(value: float, number_format: str) -> str:
    """« 7270 » on five digits when its format is « 00000 », « 12.0 » without decimals; anything else as it is.

    A number that is shown as « 6,00E+01 », and is no more than what is shown, comes out so: whoever typed « 6E1 » did
    not mean 60. Of another, all the digits are there: « 261235123456 » under « 2,61E+11 ».
    """
    scientific = f"{value:.2E}"
    if "E+" in number_format.upper() and float(scientific) == value:
        return scientific.replace(".", ",")
    if isinstance(value, float) and not (value.is_integer() and abs(value) < _WHOLE):
        return str(value)
    positive = number_format.split(";")[0]
    return str(int(value)).zfill(len(positive) if _ONLY_ZEROS.fullmatch(positive) else 0)
