"""What leaves the school: exporters of validations (exports/exporters/), tables of data (exports/extractions/).

One file each, listed by themselves on their page. An exporter is a maker of documents (documents.makers).
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Protocol, cast

from django.db.models import QuerySet

from documents.makers import Maker, makers_of
from exports.choosing import PupilsForm
from sacoche.kit.files.tables import Value
from sacoche.kit.registry import Registry

# The family of the makers of « Import Export des validations ».
VALIDATIONS = "validations"
_ROWS_AT_ONCE = 500


class Exporter(Maker, Protocol):
    """A maker of « Import Export des validations »: its form chooses pupils."""

    def form(self, data: Any = None) -> PupilsForm: ...

    def is_offered(self) -> bool:
        """Whether the open school wants it in its list."""
        ...


def exporters() -> list[Exporter]:
    """The ways to write the validations of some pupils; `label` ends the sentence « Exporter un fichier … »."""
    return cast(list[Exporter], makers_of(VALIDATIONS))


def offered_exporters() -> list[Exporter]:
    """Those of the open school."""
    return [exporter for exporter in exporters() if exporter.is_offered()]


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
