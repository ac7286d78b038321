"""Make a file for somebody, and throw away what has had its time."""

import datetime
import os
import secrets
from collections.abc import Sequence
from pathlib import Path

from django.db import transaction
from django.utils import timezone

from accounts.models import Account
from exports.models import CONTENT, GeneratedFile
from exports.registry import Exporter, Extraction
from sacoche.kit.clock import now, today
from sacoche.kit.files.tables import TableFile, TableFormat, table_file
from sacoche.kit.journal import record
from sacoche.kit.private import delete_private_dir, private_dir, private_keys_left_since
from sacoche.kit.tenancy import all_schools
from schools.models import School
from socle.exchange import Totals

LIFE = datetime.timedelta(hours=1)
# How long the address of a file that is gone still says so, instead of being unknown.
MEMORY = datetime.timedelta(days=1)


class NothingToExport(Exception):
    """There would be nobody in the file; the argument is the sentence to show."""


def generate_file(*, exporter: Exporter, school: School, maker: Account, pupils: Sequence[Account]) -> GeneratedFile:
    """Write the file of these pupils for `maker` and return it; what has expired meanwhile is thrown away.

    The file is written outside any transaction. Raises NothingToExport, having kept nothing.
    """
    purge_generated_files()
    token = secrets.token_hex(16)
    at = timezone.localtime(now())
    try:
        path = private_dir(GeneratedFile.FOLDER, token) / CONTENT
        totals = write_file(path, exporter=exporter, pupils=pupils, at=at)
        name = exporter.file_name(school=school, at=at)
        return _keep(token, name, path.stat().st_size, totals, exporter=exporter, maker=maker, pupils=pupils)
    except BaseException:
        delete_private_dir(GeneratedFile.FOLDER, token)
        raise


def export_to_path(path: Path, *, exporter: Exporter, school: School, pupils: Sequence[Account]) -> Totals:
    """Write the file of these pupils where a command of the server wants it, whole or not at all.

    Raises NothingToExport, or OSError when the place cannot be written; what was there before then stays.
    """
    draft = path.with_name(path.name + ".part")
    try:
        totals = write_file(draft, exporter=exporter, pupils=pupils, at=timezone.localtime(now()))
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
    record("exports.command", actor=None, school=school, pupils=totals.pupils)
    return totals


def write_file(path: Path, *, exporter: Exporter, pupils: Sequence[Account], at: datetime.datetime) -> Totals:
    """Write the file of these pupils at `path`, open to the server's user alone (0600), as a stream.

    Raises NothingToExport when no decision was ever made on them; the file is then not worth keeping.
    """
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as stream:
        totals = exporter.write(stream, pupils, at=at)
    if not totals.pupils:
        raise NothingToExport("Aucune validation n'a été enregistrée pour ces élèves : il n'y a rien à exporter.")
    return totals


@transaction.atomic
def _keep(
    token: str, name: str, size: int, totals: Totals, *, exporter: Exporter, maker: Account, pupils: Sequence[Account]
) -> GeneratedFile:
    moment = now()
    file = GeneratedFile(
        token=token,
        maker=maker,
        exporter=exporter.code,
        name=name,
        size=size,
        pilier_count=totals.piliers,
        item_count=totals.items,
        pupil_count=totals.pupils,
        asked_count=len(pupils),
        without_sconet_count=sum(not pupil.sconet_id for pupil in pupils),
        created_at=moment,
        expires_at=moment + LIFE,
    )
    file.save()
    record("exports.generate", actor=maker, school=file.school, name=name, pupils=totals.pupils)
    return file


def extract(
    *, extraction: Extraction, table_format: TableFormat, is_with_left: bool, school: School, actor: Account
) -> TableFile:
    """The table of this extraction as a file for `actor`, written outside any transaction; the journal says so."""
    file = table_file(
        name=f"{extraction.code}_{school.number}_{today():%Y-%m-%d}",
        title=extraction.label,
        heads=[column.label for column in extraction.columns],
        rows=extraction.rows(is_with_left=is_with_left),
        table_format=table_format,
    )
    facts = {"extraction": extraction.label, "rows": file.row_count, "format": table_format.extension}
    record("exports.extract", actor=actor, school=school, **facts)
    return file


def purge_generated_files() -> int:
    """Throw away, in every school, the files that have had their hour; return how many.

    Their rows stay for a day, so that a late address gets a page in words; then they go too.
    """
    # By the folders, not the rows: a process that died may have left one without a row.
    expired = private_keys_left_since(GeneratedFile.FOLDER, (now() - LIFE).timestamp())
    for key in expired:
        delete_private_dir(GeneratedFile.FOLDER, key)
    with all_schools():
        GeneratedFile.objects.filter(expires_at__lte=now() - MEMORY).delete()
    return len(expired)
