"""A table for people's spreadsheets: its columns are said once, and written as CSV or as .xlsx, row after row."""

import csv
import datetime
import io
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, BinaryIO, Protocol

from sacoche.kit.csvtext import without_formula
from sacoche.kit.registry import Registry
from sacoche.kit.xlsx import XlsxSheet

Value = str | int | datetime.date | None


@dataclass(frozen=True)
class Column:
    """What a column is called by programs (`key`) and by people (`label`), and what it takes from a row."""

    key: str
    label: str
    getter: Callable[[Any], Value]


class TableFormat(Protocol):
    """A way to write a table: `code` and `label` for the choice, `extension` and `content_type` for the file."""

    code: str
    label: str
    extension: str
    content_type: str

    def write(self, stream: BinaryIO, *, title: str, columns: Sequence[Column], rows: Iterable[Any]) -> int:
        """Write the table, its heads first, and return how many rows it has."""
        ...


class Csv:
    """What French spreadsheets open by a double click: UTF-8 with its mark, semicolons, dates as they are read."""

    code = "csv"
    label = "CSV (tous les tableurs)"
    extension = "csv"
    content_type = "text/csv; charset=utf-8"

    def write(self, stream: BinaryIO, *, title: str, columns: Sequence[Column], rows: Iterable[Any]) -> int:
        text = io.TextIOWrapper(stream, encoding="utf-8-sig", newline="")
        writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
        writer.writerow([column.label for column in columns])
        counted = _Counted(rows)
        writer.writerows([as_text(column.getter(row)) for column in columns] for row in counted)
        text.detach()
        return counted.number


class Xlsx:
    """A workbook of one sheet: dates are dates and numbers are numbers, so that they sort."""

    code = "xlsx"
    label = "Excel ou LibreOffice (.xlsx)"
    extension = "xlsx"
    content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

    def write(self, stream: BinaryIO, *, title: str, columns: Sequence[Column], rows: Iterable[Any]) -> int:
        counted = _Counted(rows)
        with XlsxSheet(stream, title=title) as sheet:
            sheet.write_heads([column.label for column in columns])
            for row in counted:
                sheet.write_row([_safe(column.getter(row)) for column in columns])
        return counted.number


class _Counted:
    """Rows that are counted as they go by."""

    def __init__(self, rows: Iterable[Any]) -> None:
        self._rows = rows
        self.number = 0

    def __iter__(self) -> Iterator[Any]:
        for row in self._rows:
            self.number += 1
            yield row


formats: Registry[TableFormat] = Registry("table formats")
formats.register(Csv())
formats.register(Xlsx())


def as_text(value: Value) -> str:
    """The value as a cell of a CSV file: nothing that a spreadsheet would run as a formula."""
    if isinstance(value, datetime.date):
        return f"{value:%d/%m/%Y}"
    return without_formula("" if value is None else str(value))


def _safe(value: Value) -> Value:
    return without_formula(value) if isinstance(value, str) else value


# Beyond this size the file being made goes from memory to the disk, where it has no name.
_IN_MEMORY = 1024 * 1024


@dataclass(frozen=True)
class TableFile:
    """A table made for somebody who asked for it, ready to be read from its start."""

    stream: BinaryIO
    name: str
    content_type: str
    row_count: int


def table_file(
    *, name: str, title: str, columns: Sequence[Column], rows: Iterable[Any], table_format: TableFormat
) -> TableFile:
    """The file of this table; `name` comes without its extension."""
    stream: Any = tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115 (whoever sends it closes it)
    try:
        row_count = table_format.write(stream, title=title, columns=columns, rows=rows)
        stream.seek(0)
    except BaseException:
        stream.close()
        raise
    return TableFile(stream, f"{name}.{table_format.extension}", table_format.content_type, row_count)
