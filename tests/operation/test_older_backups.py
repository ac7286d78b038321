"""Backups of the versions that were published, and of this one: each is put back, to its last row."""

import io
from pathlib import Path

import pytest
from django.db import connection

from accounts.models import Account
from evaluations.models import EvaluationFile, Mark
from evaluations.services.files import open_file
from operation.backups.comparing import with_restored
from operation.backups.manifest import version
from operation.backups.reading import read_to_the_end
from operation.backups.records import open_key
from sacoche.kit.tenancy import school_scope
from tests.factories import PASSWORD as OWN
from tests.operation.saving import PASSWORD, beside, restore

FOLDER = Path(__file__).parents[1] / "data" / "sauvegardes"
BACKUPS = sorted(FOLDER.glob("*.sacoche"))


def test_this_version_has_its_file():
    assert f"{version()}.sacoche" in [path.name for path in BACKUPS]


@pytest.mark.parametrize("path", BACKUPS, ids=lambda path: path.stem)
def test_backup_of_a_version_is_put_back_to_its_last_row(path, db):
    stream = io.BytesIO(path.read_bytes())
    key = open_key(stream, PASSWORD)
    held = read_to_the_end(stream, key)

    restored = restore(stream, key, beside(number=7))

    assert (restored.row_count, restored.aside) == (sum(held.counts.values()), {})
    assert with_restored(stream, key, restored) == []
    with school_scope(restored.school):
        assert Account.objects.get(login="cle").check_password(OWN)
        assert Mark.objects.exists()
        assert open_file(EvaluationFile.objects.get()).read() == b"%PDF-1.7 Sujet"
    connection.check_constraints()


def test_column_that_the_backup_did_not_have_takes_its_default(school, monkeypatch):
    """What a version that knows one column less would have written."""
    from operation.backups import writing
    from operation.backups.rows import columns_of
    from tests.factories import AccountFactory
    from tests.operation.saving import save

    AccountFactory(login="cle", notice_version=9)
    names = ("notice_version", "preferences")

    def fewer(part):
        return [field for field in columns_of(part) if field.name not in names]

    monkeypatch.setattr(writing, "columns_of", fewer)
    monkeypatch.setattr("operation.backups.rows.columns_of", fewer)
    stream, key = save(school)
    monkeypatch.undo()

    restored = restore(stream, key, beside(number=7))

    with school_scope(restored.school):
        account = Account.objects.get(login="cle")
        assert (account.notice_version, account.preferences) == (0, {})
