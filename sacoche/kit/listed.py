"""The tables of pages, as files for a spreadsheet: each is declared once, with its columns, and its page gives it.

    CLASSES = list_tables.register(ListTable("classes", "Classes", (Column("Classe", lambda each: each.label), …)))

    return render_listed(request, "schools/places.html", context, CLASSES.of(rows))

What a column gives is what it is: a date is a date and a number is a number, so that they sort there.
"""

import datetime
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from sacoche.kit.clock import today
from sacoche.kit.files.tables import TableFile, TableFormat, Value, table_file
from sacoche.kit.registry import Registry


@dataclass(frozen=True)
class Column:
    """A column: its head, and what it says of a row. Times become those of the school's clock, a yes « oui »."""

    label: str
    value: Callable[[Any], Value]


@dataclass(frozen=True)
class Listed:
    """A declared table with its rows, which are read when its file is asked for."""

    code: str
    title: str
    columns: Sequence[Column]
    rows: Iterable[Any]

    def file(self, table_format: TableFormat, *, place: object = "") -> TableFile:
        """The file of this table; `place` tells files of several schools apart: its number."""
        name = "_".join(str(part) for part in (self.code, place, f"{today():%Y-%m-%d}") if part != "")
        heads = [column.label for column in self.columns]
        return table_file(name=name, title=self.title, heads=heads, rows=self._cells(), table_format=table_format)

    def _cells(self) -> Iterator[list[Value]]:
        for row in self.rows:
            yield [_plain(column.value(row)) for column in self.columns]


def _plain(value: Value) -> Value:
    if isinstance(value, bool):
        return "oui" if value else "non"
    if isinstance(value, datetime.datetime) and timezone.is_aware(value):
        return timezone.localtime(value).replace(tzinfo=None)
    return value


@dataclass(frozen=True)
class ListTable:
    """The table of a page: `code` names its file, `title` its sheet.

    `columns`: those that it always has; a table whose columns are the school's is given them with its rows.
    """

    code: str
    title: str
    columns: Sequence[Column] = ()

    def of(self, rows: Iterable[Any], *more: Column, title: str = "") -> Listed:
        """This table with its rows, all of them even when its page is cut in several; `more` follows its columns."""
        return Listed(self.code, title or self.title, (*self.columns, *more), rows)


list_tables: Registry[ListTable] = Registry("tables of pages")
