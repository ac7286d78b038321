"""Tables for people's spreadsheets: a title, heads and rows, written as CSV, as .xlsx or as .ods, row after row."""

import csv
import datetime
import io
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, BinaryIO, Protocol

from sacoche.kit.files.csvtext import without_formula
from sacoche.kit.files.ods import MIME_TYPE, OdsSheet
from sacoche.kit.files.xlsx import XlsxSheet
from sacoche.kit.private import temporary_folder
from sacoche.kit.registry import Registry

Value = str | int | float | datetime.date | None
Rows = Iterable[Sequence[Value]]
# Beyond this size the file being made goes from memory to the disk, where it has no name.
_IN_MEMORY = 1024 * 1024


class TableFormat(Protocol):
    """A way to write a table: `code` and `label` for the choice, `extension` and `content_type` for the file."""

    code: str
    label: str
    extension: str
    content_type: str

    def write(self, stream: BinaryIO, *, title: str, heads: Sequence[str], rows: Rows) -> None:
        """Write the table, its heads first."""
        ...


class Csv:
    """What French spreadsheets open by a double click: UTF-8 with its mark, semicolons, dates as they are read."""

    code = "csv"
    label = "CSV (tous les tableurs)"
    extension = "csv"
    content_type = "text/csv; charset=utf-8"

    def write(self, stream: BinaryIO, *, title: str, heads: Sequence[str], rows: Rows) -> None:
        text = io.TextIOWrapper(stream, encoding="utf-8-sig", newline="")
        writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
        writer.writerow(heads)
        writer.writerows([as_text(value) for value in row] for row in rows)
        text.detach()


class Xlsx:
    """A workbook of one sheet: dates are dates and numbers are numbers, so that they sort; « =1+1 » is a text."""

    code = "xlsx"
    label = "Excel ou LibreOffice (.xlsx)"
    extension = "xlsx"
    content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

    def write(self, stream: BinaryIO, *, title: str, heads: Sequence[str], rows: Rows) -> None:
        with XlsxSheet(stream, title=title) as sheet:
            sheet.write_heads(heads)
            for row in rows:
                sheet.write_row(row)


class Ods:
    """The workbook of LibreOffice, of one sheet: dates are dates and numbers are numbers."""

    code = "ods"
    label = "LibreOffice (.ods)"
    extension = "ods"
    content_type = MIME_TYPE

    def write(self, stream: BinaryIO, *, title: str, heads: Sequence[str], rows: Rows) -> None:
        with OdsSheet(stream, title=title, columns=len(heads)) as sheet:
            sheet.write_heads(heads)
            for row in rows:
                sheet.write_row(row)


formats: Registry[TableFormat] = Registry("table formats")
formats.register(Csv())
formats.register(Xlsx())
formats.register(Ods())


def as_text(value: Value) -> str:
    """The value as a cell of a CSV file: nothing that a spreadsheet would run as a formula."""
    if isinstance(value, str):
        return without_formula(value)
    if isinstance(value, datetime.datetime):
        return f"{value:%d/%m/%Y %H:%M}"
    if isinstance(value, datetime.date):
        return f"{value:%d/%m/%Y}"
    if isinstance(value, float):
        return str(value).replace(".", ",")
    return "" if value is None else str(value)


@dataclass(frozen=True)
class TableFile:
    """A table made for somebody who asked for it, ready to be read from its start."""

    stream: BinaryIO
    name: str
    content_type: str
    row_count: int


class _Counted:
    """Rows that are counted as they go by."""

    def __init__(self, rows: Rows) -> None:
        self._rows = rows
        self.number = 0

    def __iter__(self) -> Iterator[Sequence[Value]]:
        for row in self._rows:
            self.number += 1
            yield row


def table_file(*, name: str, title: str, heads: Sequence[str], rows: Rows, table_format: TableFormat) -> TableFile:
    """The file of this table; `name` comes without its extension."""
    counted = _Counted(rows)
    # Whoever sends it closes it.
    stream: Any = tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY, dir=str(temporary_folder()))  # noqa: SIM115
    try:
        table_format.write(stream, title=title, heads=heads, rows=counted)
        stream.seek(0)
    except BaseException:
        stream.close()
        raise
    return TableFile(stream, f"{name}.{table_format.extension}", table_format.content_type, counted.number)
