"""The queue of e-mails: plain text, one sender at a time, tried again when it fails."""

import datetime
import email.policy
from collections.abc import Iterator
from email.message import EmailMessage

import pytest
import time_machine
from aiosmtpd.controller import Controller
from django.core import mail
from django.core.management import call_command

from accounts.mail import DELAYS, HeaderInjection, forget_old_mails, queue_mail, send_due_mails
from accounts.models import OutgoingMail
from sacoche.kit.clock import now
from schools.models import School
from tests.ent import free_port


def queue(school: School, **changes: str) -> OutgoingMail:
    usual = {"recipient": "anne@exemple.fr", "subject": "Bonjour", "body": "Le lien secret"}
    return queue_mail(school=school, **(usual | changes))


def test_queued_mail_leaves_once_and_its_text_is_not_kept(school: School, capsys) -> None:
    queued = queue(school)

    call_command("send_mail")
    call_command("send_mail")

    assert [(sent.to, sent.subject, sent.body) for sent in mail.outbox] == [
        (["anne@exemple.fr"], "Bonjour", "Le lien secret")
    ]
    queued.refresh_from_db()
    assert (queued.sent_at is not None, queued.body) == (True, "")
    assert capsys.readouterr().out.splitlines() == ["1 courriel envoyé", "0 courriel envoyé"]


@pytest.mark.parametrize(
    "changes", [{"subject": "Bonjour\nBcc: x@exemple.fr"}, {"recipient": "a@exemple.fr\r\nBcc: x@exemple.fr"}]
)
def test_header_injection_is_refused_before_the_queue(school: School, changes: dict) -> None:
    with pytest.raises(HeaderInjection):
        queue(school, **changes)

    assert OutgoingMail.objects.count() == 0


def test_mail_that_fails_is_tried_again_later_and_later_then_given_up(school: School, settings, caplog) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    # Nothing listens there: every try fails at once.
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    queued = queue(school)
    outcomes = []
    with time_machine.travel(now() + datetime.timedelta(seconds=1), tick=False) as clock:
        for delay in DELAYS:
            outcomes += [send_due_mails(), send_due_mails()]
            clock.shift(delay + datetime.timedelta(seconds=1))
        outcomes.append(send_due_mails())

    queued.refresh_from_db()
    assert outcomes == [(0, 1), (0, 0)] * len(DELAYS) + [(0, 0)]
    assert (queued.tries, queued.sent_at, queued.body) == (len(DELAYS), None, "Le lien secret")
    assert queued.last_error.startswith("ConnectionRefusedError")
    failures = [(record.levelname, "is given up" in record.message) for record in caplog.records]
    assert failures == [("WARNING", False)] * (len(DELAYS) - 1) + [("ERROR", True)]


class Postbox:
    """What a mail server was brought."""

    def __init__(self) -> None:
        self.received: list[tuple[str, list[str], EmailMessage]] = []

    async def handle_DATA(self, server, session, envelope) -> str:
        message = email.message_from_bytes(envelope.content, policy=email.policy.default)
        self.received.append((envelope.mail_from, envelope.rcpt_tos, message))
        return "250 OK"


@pytest.fixture
def postbox(settings) -> Iterator[Postbox]:
    """A real mail server, where the product sends."""
    box = Postbox()
    server = Controller(box, hostname="127.0.0.1", port=free_port())
    server.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = server.hostname, server.port
    yield box
    server.stop()


def test_mail_reaches_a_real_server_as_plain_french_text(school: School, postbox: Postbox, settings) -> None:
    queue(school, subject="Vos identifiants à « Jean Macé »", body="Bonjour Éloïse,\nvoici le lien.\n")

    assert send_due_mails() == (1, 0)

    [(sender, recipients, message)] = postbox.received
    assert (sender, recipients) == (settings.DEFAULT_FROM_EMAIL, ["anne@exemple.fr"])
    assert message["Subject"] == "Vos identifiants à « Jean Macé »"
    assert message["Auto-Submitted"] == "auto-generated"
    assert message.get_content_type() == "text/plain"
    assert message.get_content().replace("\r\n", "\n") == "Bonjour Éloïse,\nvoici le lien.\n"


def test_old_mails_are_forgotten(school: School) -> None:
    queue(school)
    send_due_mails()
    queue(school)

    counts = []
    for days in (6, 8, 31):
        with time_machine.travel(now() + datetime.timedelta(days=days), tick=False):
            counts.append(forget_old_mails())

    assert counts == [0, 1, 1]
