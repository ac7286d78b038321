"""Files of the school, for a command of the server or a page."""

import os
from collections.abc import Sequence
from pathlib import Path

from accounts.models import Account
from documents.makers import Made, Maker
from documents.making import write
from exports.registry import Extraction
from sacoche.kit.clock import today
from sacoche.kit.files.tables import TableFile, TableFormat, table_file
from sacoche.kit.journal import record
from sacoche.kit.replica import read_aside
from schools.models import School


def export_to_path(path: Path, *, exporter: Maker, school: School, pupils: Sequence[Account]) -> Made:
    """Write the file of these pupils where a command of the server wants it, whole or not at all (0600).

    Raises NothingToMake, or OSError when the place cannot be written; what was there before then stays.
    """
    draft = path.with_name(path.name + ".part")
    asked = {"pupils": [pupil.pk for pupil in pupils]}
    try:
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as stream:
            made = write(exporter, school=school, owner=None, asked=asked, stream=stream)
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
    record("exports.command", actor=None, school=school, **made.journal)
    return made


def extract(
    *, extraction: Extraction, table_format: TableFormat, is_with_left: bool, school: School, actor: Account
) -> TableFile:
    """The table of this extraction as a file for `actor`, written outside any transaction; the journal says so."""
    file = read_aside(
        lambda: table_file(
            name=f"{extraction.code}_{school.number}_{today():%Y-%m-%d}",
            title=extraction.label,
            heads=[column.label for column in extraction.columns],
            rows=extraction.rows(is_with_left=is_with_left),
            table_format=table_format,
        )
    )
    facts = {"extraction": extraction.label, "rows": file.row_count, "format": table_format.extension}
    record("exports.extract", actor=actor, school=school, **facts)
    return file
