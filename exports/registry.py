"""The exporters: one file each in exports/exporters/, listed by themselves on the page."""

import datetime
from collections.abc import Sequence
from typing import BinaryIO, Protocol

from accounts.models import Account
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
