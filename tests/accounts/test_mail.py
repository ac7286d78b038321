"""The queue of e-mails: plain text, one sender at a time, tried again when it fails."""

import datetime
from collections.abc import Iterator

import pytest
import time_machine
from django.core import mail
from django.core.management import call_command
from django.urls import reverse

from accounts.enums import Profile
from accounts.mail import DELAYS, HeaderInjection, forget_old_mails, queue_mail, send_due_mails
from accounts.models import Account, OutgoingMail
from sacoche.kit.clock import now
from schools.models import School
from tests.factories import AccountFactory
from tests.html import words
from tests.postbox import Postbox, mail_server


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


@pytest.fixture
def postbox(settings) -> Iterator[Postbox]:
    """A real mail server, where the product sends."""
    with mail_server() as (box, port):
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
        yield box


def test_mail_reaches_a_real_server_as_plain_french_text(school: School, postbox: Postbox, settings) -> None:
    queue(school, subject="Vos identifiants à « Jean Macé »", body="Bonjour Éloïse,\nvoici le lien.\n")

    assert send_due_mails() == (1, 0)

    [(sender, recipients, message)] = postbox.received
    assert (sender, recipients) == (settings.DEFAULT_FROM_EMAIL, ["anne@exemple.fr"])
    assert message["Subject"] == "Vos identifiants à « Jean Macé »"
    assert message["Auto-Submitted"] == "auto-generated"
    assert message.get_content_type() == "text/plain"
    assert message.get_content().replace("\r\n", "\n") == "Bonjour Éloïse,\nvoici le lien.\n"


def test_mail_refused_for_good_is_not_sent_again_and_told_where_the_address_stands(
    school: School, postbox: Postbox, admin: Account, client_as, caplog
) -> None:
    teacher = AccountFactory(profile=Profile.ENS, email="parti@exemple.fr")
    postbox.refusal = "550 5.1.1 No such user here"
    queued = queue(school, recipient=teacher.email)

    assert (send_due_mails(), send_due_mails()) == ((0, 1), (0, 0))
    with time_machine.travel(now() + datetime.timedelta(days=2), tick=False):
        assert send_due_mails() == (0, 0)

    queued.refresh_from_db()
    assert (queued.refused_at is not None, queued.tries, queued.body) == (True, 1, "")
    sentence = "Aucun courriel n'arrive à « parti@exemple.fr »"
    for browser, address in (
        (client_as(admin), reverse("accounts:edit_staff", args=[teacher.pk])),
        (client_as(teacher), reverse("accounts:email")),
    ):
        page = words(browser.get(address))
        assert (sentence in page, "550 5.1.1 No such user here" in page) == (True, True)


def test_address_of_the_contact_that_is_refused_is_told_on_the_page_of_the_school(
    school: School, postbox: Postbox, admin: Account, client_as
) -> None:
    School.objects.filter(pk=school.pk).update(contact_email="parti@exemple.fr")
    postbox.refusal = "553 mailbox name not allowed"
    queue(school, recipient="parti@exemple.fr")
    send_due_mails()

    assert "Aucun courriel n'arrive à « parti@exemple.fr »" in words(client_as(admin).get(reverse("schools:identity")))


def test_refusal_is_no_longer_told_once_the_address_changes_or_receives(
    school: School, postbox: Postbox, admin: Account, client_as
) -> None:
    teacher = AccountFactory(profile=Profile.ENS, email="parti@exemple.fr")
    page = reverse("accounts:edit_staff", args=[teacher.pk])
    postbox.refusal = "550 No such user"
    queue(school, recipient=teacher.email)
    send_due_mails()
    browser = client_as(admin)

    told = []
    for address in ("parti@exemple.fr", "revenu@exemple.fr"):
        Account.objects.filter(pk=teacher.pk).update(email=address)
        told.append("Aucun courriel n'arrive" in words(browser.get(page)))
    Account.objects.filter(pk=teacher.pk).update(email="parti@exemple.fr")
    postbox.refusal = ""
    queue(school, recipient=teacher.email)
    send_due_mails()
    told.append("Aucun courriel n'arrive" in words(browser.get(page)))

    assert told == [True, False, False]


def test_mail_refused_for_a_while_is_sent_later(school: School, postbox: Postbox) -> None:
    postbox.refusal = "450 4.2.1 Mailbox busy"
    queued = queue(school, recipient="parti@exemple.fr")
    assert send_due_mails() == (0, 1)

    postbox.refusal = ""
    with time_machine.travel(now() + DELAYS[0] + datetime.timedelta(seconds=1), tick=False):
        assert send_due_mails() == (1, 0)

    queued.refresh_from_db()
    assert queued.refused_at is None


def test_old_mails_are_forgotten(school: School) -> None:
    queue(school)
    send_due_mails()
    queue(school)

    counts = []
    for days in (6, 8, 31):
        with time_machine.travel(now() + datetime.timedelta(days=days), tick=False):
            counts.append(forget_old_mails())

    assert counts == [0, 1, 1]
