"""The validations of the socle, for the SACoche of another school: `import-sacoche_….zip`."""

import datetime
import secrets
from collections.abc import Sequence
from typing import BinaryIO

from accounts.models import Account
from exports.queries import validation_records
from exports.registry import exporters
from schools.models import School
from socle.exchange import Totals, write_archive


class ValidationsForSacoche:
    """Positive and negative decisions of all the paliers; school, time and a random number name the file."""

    code = "sacoche"
    label = "à destination de SACoche"

    def file_name(self, *, school: School, at: datetime.datetime) -> str:
        return f"import-sacoche_{school.number}_{at:%Y-%m-%d_%H-%M-%S}_{secrets.randbelow(2**31)}.zip"

    def write(self, stream: BinaryIO, pupils: Sequence[Account], *, at: datetime.datetime) -> Totals:
        return write_archive(stream, validation_records(pupils), at=at)


exporters.register(ValidationsForSacoche())
