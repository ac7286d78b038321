"""What leaves the school: exporters of validations (exports/exporters/), tables of data (exports/extractions/).

One file each, listed by themselves on their page.
"""

import datetime
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, BinaryIO, Protocol

from django.db.models import QuerySet

from accounts.models import Account
from sacoche.kit.files.tables import Value
from sacoche.kit.registry import Registry
from schools.models import School
from socle.exchange import Totals


class Exporter(Protocol):
    """A way to write the validations of some pupils. `label` ends the sentence « Exporter un fichier … »."""

    code: str
    label: str

    def file_name(self, *, school: School, at: datetime.datetime) -> str:
        """The name under which the file is saved; `at` is the local time."""
        ...

    def write(self, stream: BinaryIO, pupils: Sequence[Account], *, at: datetime.datetime) -> Totals:
        """Write the file of these pupils to `stream`, and say what it holds."""
        ...


exporters: Registry[Exporter] = Registry("exporters")
_ROWS_AT_ONCE = 500


@dataclass(frozen=True)
class Column:
    """A column of a table: its name for programs (`key`) and for people (`label`), where the database keeps it (`path`,
    from the rows of the table), and what is made of the value when it is not written as it is.
    """

    key: str
    label: str
    path: str
    shown: Callable[[Any], Value] | None = None


class Source(Protocol):
    """Gives what a table is read from, in its order; accounts that have left are in it only when asked for."""

    def __call__(self, *, is_with_left: bool) -> QuerySet: ...


@dataclass(frozen=True)
class Extraction:
    """A table of « Extraction de données »: `label` for the choice, `code` for the name of the file."""

    code: str
    label: str
    columns: Sequence[Column]
    source: Source

    @property
    def content(self) -> str:
        """What the table tells, in words."""
        return ", ".join(column.label for column in self.columns)

    def rows(self, *, is_with_left: bool) -> Iterator[list[Value]]:
        """The rows of the open school, in one query, some at a time."""
        conversions = [(rank, column.shown) for rank, column in enumerate(self.columns) if column.shown]
        found = self.source(is_with_left=is_with_left).values_list(*(column.path for column in self.columns))
        for values in found.iterator(chunk_size=_ROWS_AT_ONCE):
            row = list(values)
            for rank, shown in conversions:
                row[rank] = shown(row[rank])
            yield row


extractions: Registry[Extraction] = Registry("extractions")
