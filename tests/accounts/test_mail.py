"""The queue of e-mails: plain text, one sender at a time, tried again when it fails."""

import datetime

import pytest
import time_machine
from django.core import mail
from django.core.management import call_command

from accounts.mail import DELAYS, HeaderInjection, forget_old_mails, queue_mail, send_due_mails
from accounts.models import OutgoingMail
from sacoche.kit.clock import now
from schools.models import School


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


def test_mail_that_fails_is_tried_again_later_and_later_then_given_up(school: School, settings) -> None:
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


def test_old_mails_are_forgotten(school: School) -> None:
    queue(school)
    send_due_mails()
    queue(school)

    counts = []
    for days in (6, 8, 31):
        with time_machine.travel(now() + datetime.timedelta(days=days), tick=False):
            counts.append(forget_old_mails())

    assert counts == [0, 1, 1]
