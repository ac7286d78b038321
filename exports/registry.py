"""What leaves the school: exporters of validations (exports/exporters/), tables of data (exports/extractions/).

One file each, listed by themselves on their page.
"""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, BinaryIO, Protocol

from accounts.models import Account
from sacoche.kit.registry import Registry
from sacoche.kit.tables import Column
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


class RowsOf(Protocol):
    """Reads the rows of the open school, in their order; accounts that have left are in them only when asked for."""

    def __call__(self, *, is_with_left: bool) -> Iterable[Any]: ...


@dataclass(frozen=True)
class Extraction:
    """A table of « Extraction de données »: `label` for the choice, `code` for the name of the file."""

    code: str
    label: str
    columns: Sequence[Column]
    rows: RowsOf

    @property
    def content(self) -> str:
        """What the table tells, in words."""
        return ", ".join(column.label for column in self.columns)


extractions: Registry[Extraction] = Registry("extractions")
