"""A school saved while it works: read as it was at one moment, by a worker who says how far he is."""

import io

import pytest
from django.db import connection

from accounts.models import Account
from documents.models import GeneratedFile, Job, JobStatus
from entrance.spaces.creation import open_school
from operation.backups.aside import told_aside
from operation.backups.making import BACK_UP, back_up_or_ask
from operation.backups.reading import read_to_the_end
from operation.backups.records import open_key
from operation.backups.writing import write_backup
from operation.models import Backup
from sacoche.kit.snapshot import one_moment
from sacoche.kit.stored import fetch
from sacoche.kit.tenancy import school_scope
from schools.models import Niveau, SchoolClass
from tests.documents.working import a_worker_is_there, work_off
from tests.operation.saving import PASSWORD, file_key


@pytest.fixture
def working(transactional_db):
    """A school whose rows others see: no transaction of the test is around them."""
    made, _ = open_school(name="École au travail", password_hash="!")
    with school_scope(made):
        yield made


def open_class(reference: str) -> None:
    cm2 = Niveau.objects.get(reference="CM2")
    SchoolClass.objects.create(niveau=cm2, reference=reference, name=reference)


def test_worker_saves_the_school_and_says_how_far_he_is(working, monkeypatch):
    monkeypatch.setattr("operation.backups.making.WholeSchool.at_once", -1)
    open_class("A")
    owner = Account.objects.get(login="admin")
    a_worker_is_there()
    job = back_up_or_ask(school=working, owner=owner, password=PASSWORD)
    assert isinstance(job, Job)

    work_off()

    job.refresh_from_db()
    assert (job.kind, job.status, job.done) == (BACK_UP.code, JobStatus.DONE, job.total)
    content = fetch("exports", GeneratedFile.objects.get().token, "content")
    assert read_to_the_end(content, open_key(content, PASSWORD)).counts["schools.SchoolClass"] == 1
    assert Backup.objects.count() == 1


def test_what_is_written_meanwhile_is_in_none_of_the_tables(working):
    """SQLite's database of tests, in memory, refuses whoever would write beside a reader: nobody does there."""
    open_class("A")
    stream = io.BytesIO()
    told = []

    def write_beside(done: int, total: int) -> None:
        told.append((done, total))
        if connection.vendor == "postgresql" and len(told) == 1:
            open_class("B")
            Account.objects.create(profile="ELV", login="rose", last_name="BAILLY", first_name="Rose")

    with told_aside(working, write_beside) as progress:
        write_backup(school=working, stream=stream, key=file_key(), by="", progress=progress)

    held = read_to_the_end(stream, file_key())
    assert (held.counts["schools.SchoolClass"], held.counts["accounts.Account"]) == (1, 1)
    assert told[-1] == (sum(held.counts.values()),) * 2
    assert SchoolClass.objects.count() == (2 if connection.vendor == "postgresql" else 1)


def test_whoever_stops_the_work_stops_the_reading(working):
    def stop(done: int, total: int) -> None:
        raise KeyError("stopped")

    with pytest.raises(KeyError, match="stopped"), told_aside(working, stop) as progress:
        write_backup(school=working, stream=io.BytesIO(), key=file_key(), by="", progress=progress)

    # The moment is over: one may write.
    with one_moment():
        assert SchoolClass.objects.count() == 0
    open_class("A")
