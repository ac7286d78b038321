"""E-mails: queued in the database with what causes them, sent outside any transaction, tried again when that fails."""

import datetime
import logging
import threading
from smtplib import SMTPDataError, SMTPRecipientsRefused

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import connection
from django.db.models import F, Q

from accounts.models import OutgoingMail
from sacoche.kit.clock import now
from sacoche.kit.installation import installation
from sacoche.kit.tenancy import all_schools, school_scope
from sacoche.kit.text import folded
from schools.models import School

# How long after each failure the next try comes; after the last one the mail is given up.
DELAYS = tuple(datetime.timedelta(minutes=minutes) for minutes in (1, 5, 30, 120, 480, 1440))
_KEPT_SENT, _KEPT_UNSENT = datetime.timedelta(days=7), datetime.timedelta(days=30)
# As long as the address may stand where it is told.
_KEPT_REFUSED = datetime.timedelta(days=365)
_SECONDS_BETWEEN_LOOKS = 10
_log = logging.getLogger(__name__)


class HeaderInjection(ValueError):
    """A recipient or a subject of several lines: somebody tries to write headers of his own."""


def queue_mail(*, school: School | None, recipient: str, subject: str, body: str) -> OutgoingMail:
    """Keep a plain text e-mail to be sent; call it in the transaction of what causes it.

    Raises HeaderInjection when the recipient or the subject hold a line break.
    """
    if any(len(header.splitlines()) > 1 for header in (recipient, subject)):
        raise HeaderInjection(subject[:80])
    with school_scope(school):
        return OutgoingMail.objects.create(school=school, recipient=recipient, subject=subject, body=body)


def send_due_mails(*, at_most: int = 50) -> tuple[int, int]:
    """Send the mails whose time has come; how many left, how many failed. Two callers at once share the work.

    None leaves a server whose operator stopped them: they wait.
    """
    if installation().is_mail_off:
        return 0, 0
    due = OutgoingMail.objects.filter(sent_at=None, refused_at=None, next_try_at__lte=now(), tries__lt=len(DELAYS))
    with all_schools():
        results = [_send(mail) for mail in due.order_by("next_try_at", "pk")[:at_most] if _claim(mail)]
    return results.count(True), results.count(False)


def _claim(mail: OutgoingMail) -> bool:
    """Whether this mail is ours to send: nobody else has taken it since it was read."""
    ours = OutgoingMail.objects.filter(pk=mail.pk, sent_at=None, tries=mail.tries)
    return bool(ours.update(tries=F("tries") + 1, next_try_at=now() + DELAYS[mail.tries]))


def _send(mail: OutgoingMail) -> bool:
    # What cannot be delivered comes back to the envelope's address, not to the one that people read.
    headers = {"Auto-Submitted": "auto-generated", "From": settings.DEFAULT_FROM_EMAIL}
    envelope = installation().bounce_address or settings.DEFAULT_FROM_EMAIL
    message = EmailMessage(mail.subject, mail.body, envelope, [mail.recipient], headers=headers)
    try:
        message.send()
    except (SMTPRecipientsRefused, SMTPDataError) as error:
        code, words = _answer_of(error)
        if not 500 <= code < 600:
            _note_failure(mail, f"{code} {words}")
        else:
            _give_up(mail, f"{code} {words}")
        return False
    except (OSError, ValueError) as error:
        _note_failure(mail, f"{type(error).__name__}: {error}")
        return False
    # The text may hold a link that opens an account: it is not kept once it has left.
    OutgoingMail.objects.filter(pk=mail.pk).update(sent_at=now(), body="", last_error="")
    return True


def _answer_of(error: SMTPRecipientsRefused | SMTPDataError) -> tuple[int, str]:
    """What the server of the recipient answered."""
    if isinstance(error, SMTPDataError):
        code, words = error.smtp_code, error.smtp_error
    else:
        code, words = next(iter(error.recipients.values()))
    return int(code), words.decode("utf-8", "replace") if isinstance(words, bytes) else str(words)


def _give_up(mail: OutgoingMail, answer: str) -> None:
    """Refused for good: to try again would only have the whole server held for a sender of spam."""
    OutgoingMail.objects.filter(pk=mail.pk).update(refused_at=now(), body="", last_error=" ".join(answer.split())[:200])
    _log.error("mail %d is refused for good: %s", mail.pk, answer)


def refused_mail(*, school: School, email: str) -> OutgoingMail | None:
    """The e-mail of this school to this address that was refused for good, unless a later one was taken."""
    tried = OutgoingMail.objects.filter(school=school, recipient=email)
    with school_scope(school):
        refused = tried.filter(refused_at__isnull=False).order_by("-refused_at").first()
        if refused and tried.filter(sent_at__gt=refused.refused_at).exists():
            return None
    return refused


def mark_refused(*, email: str, answer: str) -> int:
    """What was sent to this address came back: its last e-mail to each school's people is one refused for good, as if
    the server had said so at once. How many are marked.
    """
    found = OutgoingMail.objects.filter(recipient__iexact=email).order_by("school", "-queued_at", "-pk")
    with all_schools():
        mails = [mail for mail in found if folded(mail.recipient) == folded(email)]
        latest = list({mail.school_id: mail for mail in reversed(mails)}.values())
        for mail in latest:
            OutgoingMail.objects.filter(pk=mail.pk).update(sent_at=None)
            _give_up(mail, answer)
    return len(latest)


def _note_failure(mail: OutgoingMail, error: str) -> None:
    """Kept with the mail, and told to the operator: a wrong password of the mail server would stop them all."""
    OutgoingMail.objects.filter(pk=mail.pk).update(last_error=error[:200])
    is_last = mail.tries + 1 == len(DELAYS)
    outcome = "is given up" if is_last else "will be tried again"
    _log.log(logging.ERROR if is_last else logging.WARNING, "mail %d %s: %s", mail.pk, outcome, error)


def forget_old_mails() -> int:
    """Delete the mails that have had their time, sent or given up; return how many. For the operator."""
    moment = now()
    is_over = Q(sent_at__lt=moment - _KEPT_SENT) | Q(refused_at=None, queued_at__lt=moment - _KEPT_UNSENT)
    is_over |= Q(refused_at__lt=moment - _KEPT_REFUSED)
    with all_schools():
        return OutgoingMail.objects.filter(is_over).delete()[0]


def start_sending() -> None:
    """Send the queue from a thread of this process, for as long as it lives (docs/adr/0013)."""
    threading.Thread(target=_keep_sending, name="mail", daemon=True).start()


def _keep_sending() -> None:
    pause = threading.Event()
    while True:
        try:
            send_due_mails()
        except Exception:
            # A database out of reach for a while: the next look may find it.
            _log.exception("the queue of mails could not be read")
        finally:
            connection.close()
        pause.wait(_SECONDS_BETWEEN_LOOKS)
