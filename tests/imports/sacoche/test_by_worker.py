"""« Venir de SACoche » by a worker: the page is left, the work goes on, the strip tells its end."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from accounts.models import Account
from documents.jobs.asking import cancel
from documents.models import Job, JobStatus
from evaluations.models import Mark
from imports.models import MoveIn, MoveStatus
from tests.documents.working import a_worker_is_there, work_off
from tests.imports.sacoche.writer import DATA


@pytest.fixture
def client(admin, client_as):
    """The browser of the administrator of an empty space, on a server that has a worker."""
    a_worker_is_there()
    return client_as(admin)


def send(client, content):
    file = SimpleUploadedFile("dump.zip", content, content_type="application/zip")
    return client.post(reverse("imports:move"), {"fichier": file})


def last_job():
    return Job.objects.latest("pk")


def test_backup_is_read_then_taken_then_undone_while_nobody_waits(client):
    send(client, (DATA / "2012.zip").read_bytes())
    assert "en cours de lecture" in client.get(reverse("imports:move")).content.decode()
    work_off()
    move = MoveIn.objects.get()
    assert last_job().address == reverse("imports:move_review", args=[move.uuid])
    client.post(reverse("imports:move_take", args=[move.uuid]), {"identity": "on"})
    assert not Mark.objects.exists()
    work_off()
    job = last_job()
    assert (job.status, job.address) == (JobStatus.DONE, reverse("imports:move_result", args=[move.uuid]))
    assert Mark.objects.count() == 2653
    client.post(reverse("imports:move_undo", args=[move.uuid]), {"sure": "on"})
    work_off()
    assert Account.objects.count() == 1
    move.refresh_from_db()
    assert move.status == MoveStatus.UNDONE


def test_file_that_is_no_backup_is_refused_in_the_words_of_the_job(client):
    send(client, b"bonjour")
    work_off()
    assert last_job().status == JobStatus.FAILED
    assert "archive" in last_job().sentence
    assert MoveIn.objects.get().status == MoveStatus.CANCELLED


def test_work_that_was_cancelled_writes_nothing(client, admin):
    send(client, (DATA / "2012.zip").read_bytes())
    work_off()
    move = MoveIn.objects.get()
    client.post(reverse("imports:move_take", args=[move.uuid]), {})
    cancel(owner=admin, uuid=last_job().uuid)
    work_off()
    assert not Mark.objects.exists()
    move.refresh_from_db()
    assert move.is_open
