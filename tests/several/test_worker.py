"""`manage.py worker` as the operator starts it: a process beside the server, on the same database."""

import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.e2e.backstage import ROOT
from tests.e2e.server import Server, make_ready, temporary_folder
from tests.postbox import mail_server

SECONDS = 60
QUEUE_MAIL = """
from accounts.mail import queue_mail
from accounts.models import OutgoingMail
queue_mail(school=None, recipient="anne@exemple.fr", subject="Vos identifiants", body="Bonjour Éloïse,")
answer = OutgoingMail.objects.count()
"""
LEFT = """
from accounts.models import OutgoingMail
answer = [[mail.sent_at is not None, mail.body] for mail in OutgoingMail.objects.all()]
"""


@pytest.fixture(scope="module")
def beside(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Iterator[Server]:
    """A database and its settings; no page is needed."""
    folder = tmp_path_factory.getbasetemp()
    ready = make_ready((folder if worker_id == "master" else folder.parent) / "ready")
    with temporary_folder() as own:
        server = Server(Path(own), ready=ready)
        server.prepare()
        try:
            yield server
        finally:
            server.stop()


@contextmanager
def worker(server: Server) -> Iterator[subprocess.Popen[bytes]]:
    """A worker, told to stop at the end as `make run` does."""
    process = subprocess.Popen([sys.executable, "manage.py", "worker"], cwd=ROOT, env=server.environment)
    try:
        yield process
    finally:
        process.send_signal(signal.SIGTERM)
        # By the signal itself when it was still starting.
        assert process.wait(timeout=SECONDS) in (0, -signal.SIGTERM)


def test_worker_sends_the_mails_that_wait_and_each_one_once(beside):
    with mail_server() as (box, port):
        beside.environment["EMAIL_URL"] = f"smtp://127.0.0.1:{port}"
        assert beside.evaluate(QUEUE_MAIL) == 1
        with worker(beside), worker(beside):
            deadline = time.monotonic() + SECONDS
            while beside.evaluate(LEFT) != [[True, ""]] and time.monotonic() < deadline:
                time.sleep(0.1)

    [(_, recipients, message)] = box.received
    assert (recipients, message["Subject"]) == (["anne@exemple.fr"], "Vos identifiants")
    assert message.get_content().strip() == "Bonjour Éloïse,"
    assert beside.evaluate(LEFT) == [[True, ""]]
