"""A file of validations of a whole school: imported by a worker, its report read afterwards by who sent it."""

import datetime
import io

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.urls import reverse

from accounts.models import Account
from documents.jobs import running
from documents.jobs.reaper import SILENCE, give_back_lost_jobs
from documents.models import Job
from exports import importing
from exports.importing import FILES
from sacoche.kit.clock import now
from sacoche.kit.stored import keys_left_since
from socle.exchange import Decision, PupilRecord, count_pupils, write, write_archive
from socle.models import ItemValidation
from tests.documents.working import a_worker_is_there, work_off
from tests.factories import AccountFactory
from tests.html import words

IMPORT, REPORT = reverse("exports:import_file"), reverse("exports:import_report")
JUNE = datetime.date(2013, 6, 14)


def records(number: int):
    for rank in range(number):
        yield PupilRecord(0, f"NOM{rank}", "Zoé", [Decision(8, 2111, 1, JUNE, "DURAND P.")])


def archive(number: int) -> bytes:
    stream = io.BytesIO()
    write_archive(stream, records(number), at=datetime.datetime(2013, 6, 16, tzinfo=datetime.UTC))
    return stream.getvalue()


def send(client, content: bytes, name: str = "import-sacoche.zip"):
    return client.post(IMPORT, {"procedure": "import-sacoche", "fichier": SimpleUploadedFile(name, content)})


@pytest.fixture
def few_pupils_are_many(monkeypatch) -> None:
    monkeypatch.setattr(importing, "AT_ONCE", 2)


@pytest.fixture
def pupils(admin, few_pupils_are_many) -> list[Account]:
    """Two of the three pupils of the file; a worker is there."""
    a_worker_is_there()
    return [AccountFactory(last_name=f"NOM{rank}", first_name="Zoé") for rank in range(2)]


def only_job() -> Job:
    return Job.objects.get()


def waiting_files() -> int:
    return len(keys_left_since(FILES, now() + datetime.timedelta(days=1)))


@pytest.mark.parametrize(("number", "jobs"), [(300, 0), (301, 1)])
def test_file_of_more_than_300_pupils_is_imported_by_a_worker(admin, client_as, number, jobs):
    a_worker_is_there()
    answer = send(client_as(admin), archive(number))

    assert (answer.status_code, Job.objects.count()) == (302 if jobs else 200, jobs)


def test_page_may_be_left_and_the_report_is_read_afterwards(pupils, admin, client_as):
    client = client_as(admin)
    answer = send(client, archive(3))
    job = only_job()
    assert answer["Location"] == reverse("documents:job", args=[job.uuid])
    assert (job.title, ItemValidation.objects.count()) == ("Import des validations de 3 élèves", 0)

    work_off()

    job.refresh_from_db()
    assert (job.status, job.sentence) == ("done", "2 validations importées pour 2 élèves : voyez le bilan.")
    assert client.post(reverse("documents:read_job", args=[job.uuid]))["Location"] == REPORT
    told = words(client.get(REPORT))
    assert "import-sacoche.zip · en provenance de SACoche" in told
    assert "2 modifiés" in told
    assert "NOM2 Zoé ignoré aucun élève actif de ce nom" in told
    assert (ItemValidation.objects.count(), waiting_files()) == (2, 0)


def test_report_is_the_same_as_that_of_the_page(pupils, admin, client_as, monkeypatch):
    stream = io.BytesIO()
    write(stream, records(3))
    content = stream.getvalue().replace(b"<etat>1</etat>", b"<etat>7</etat>", 1)
    client = client_as(admin)
    send(client, content, "validations.xml")
    work_off()
    by_worker = words(client.get(REPORT))
    assert "Lignes refusées" in by_worker
    ItemValidation.objects.all().delete()
    Job.objects.all().delete()
    monkeypatch.setattr(importing, "AT_ONCE", 300)
    by_page = words(send(client, content, "validations.xml"))

    title = "Fichier traité"
    assert by_page[by_page.index(title) :] == by_worker[by_worker.index(title) :]


def test_file_that_cannot_be_read_says_why_and_where(pupils, admin, client_as):
    stream = io.BytesIO()
    write(stream, records(3))
    send(client_as(admin), stream.getvalue()[:-40], "validations.xml")
    work_off()

    job = only_job()
    assert (job.status, ItemValidation.objects.count(), waiting_files()) == ("failed", 0, 0)
    assert "ligne" in job.sentence
    assert job.address == reverse("exports:validations")


def test_file_that_is_no_archive_is_refused_on_the_page(pupils, admin, client_as):
    answer = send(client_as(admin), b"PK but not a ZIP")

    assert (answer.status_code, Job.objects.count()) == (422, 0)


def test_file_that_cannot_be_kept_is_said_on_the_page(pupils, admin, client_as, data_dir):
    # Where the folder of these files should be, something else stands.
    (data_dir / FILES).write_bytes(b"")

    answer = send(client_as(admin), archive(3))

    assert (answer.status_code, Job.objects.count(), ItemValidation.objects.count()) == (422, 0, 0)
    assert "Les fichiers de ce serveur sont hors d'atteinte" in words(answer)


def test_cancelled_import_writes_nothing_and_its_file_goes_with_the_purge(pupils, admin, client_as):
    client = client_as(admin)
    send(client, archive(3))
    client.post(reverse("documents:cancel_job", args=[only_job().uuid]))
    work_off()
    assert (ItemValidation.objects.count(), waiting_files()) == (0, 1)

    with time_machine.travel(now() + datetime.timedelta(days=2), tick=False):
        call_command("purge", verbosity=0)
    assert waiting_files() == 0


def test_worker_killed_at_the_last_moment_has_written_nothing_and_the_next_one_does_it_once(
    pupils, admin, client_as, monkeypatch
):
    def die(*_args, **_columns):
        raise KeyboardInterrupt

    send(client_as(admin), archive(3))
    with monkeypatch.context() as patch:
        patch.setattr(running, "_end", die)
        work_off()
    assert (only_job().status, ItemValidation.objects.count()) == ("running", 0)
    Job.objects.update(beat_at=now() - SILENCE - datetime.timedelta(seconds=1))
    give_back_lost_jobs()
    work_off()

    assert (only_job().status, only_job().tries, ItemValidation.objects.count()) == ("done", 2, 2)


def test_report_is_that_of_its_owner_alone_and_for_a_day(pupils, admin, director, client_as):
    send(client_as(admin), archive(3))
    work_off()
    assert client_as(director).get(REPORT).status_code == 410

    with time_machine.travel(now() + datetime.timedelta(days=1, minutes=1), tick=False):
        answer = client_as(admin).get(REPORT)
    assert answer.status_code == 410
    assert "Le bilan d'un import est gardé un jour" in words(answer)


def test_pupils_are_counted_whatever_the_pieces_that_the_file_is_read_in(monkeypatch):
    from socle.exchange import archive as pieces

    stream = io.BytesIO()
    write(stream, records(40))
    for size in (1, 5, 7, 64, 10_000):
        monkeypatch.setattr(pieces, "_PIECE", size)
        assert count_pupils(stream, "validations.xml") == 40
