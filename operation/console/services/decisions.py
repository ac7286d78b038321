"""Writing what the operator decides of the whole server; each decision signs the journal of the console."""

import datetime
import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import transaction
from django.utils.formats import date_format

from accounts.mail import mark_refused, queue_mail
from accounts.models import OutgoingMail
from operation.console.journal import note
from operation.console.models import Decided, Operator
from sacoche.kit.clock import local, now
from sacoche.kit.installation import forget
from sacoche.kit.tenancy import all_schools
from schools.logo import redrawn_logo

IDENTITY = ("name", "host", "host_url", "host_email", "legal_text", "privacy_text", "children_text")
LIMITS = ("upload_megabytes", "resource_megabytes", "voice_months", "journal_days", "sign_in_days")
# Somebody who sets a maintenance « now » has read the clock some moments ago.
_JUST_NOW = datetime.timedelta(minutes=1)
_TEST = (
    "Ceci est le courriel d'essai que {operator} a demandé depuis la console de SACoche.\n\n"
    "S'il vous est parvenu, l'envoi fonctionne. Regardez aussi s'il est arrivé parmi les indésirables.\n"
)


class InThePast(Exception):
    """The hour of a maintenance is over already, or ends before it begins; the message says it in French."""


@contextmanager
def _decided() -> Iterator[Decided]:
    """The row of decisions, alone with it; saved when the block ends well, and known at once by this process."""
    with transaction.atomic():
        Decided.objects.get_or_create(number=Decided.ONLY)
        row = Decided.objects.select_for_update().get(number=Decided.ONLY)
        yield row
        row.save()
    forget()


def decide(*, operator: Operator, code: str, names: tuple[str, ...], values: dict[str, Any]) -> None:
    """Keep those of `names` that `values` changes, under the verb `code`; nothing is written when none does."""
    with _decided() as row:
        changed = [name for name in names if getattr(row, name) != values[name]]
        for name in changed:
            setattr(row, name, values[name])
        if "children_text" in changed:
            row.children_version += 1
        if changed:
            labels = ", ".join(str(Decided._meta.get_field(name).verbose_name) for name in changed)  # type: ignore[union-attr]
            note(code, operator=operator, fields=labels)


def set_logo(*, operator: Operator, content: bytes | None) -> None:
    """Keep the logo of the installation, drawn anew; None takes it away. Raises schools.logo.UnreadableLogo."""
    image = redrawn_logo(content) if content else b""
    with _decided() as row:
        row.logo_content = image
        row.logo = hashlib.sha256(image).hexdigest()[:16] if image else ""
        note("identity.logo", operator=operator)


def logo_content(digest: str) -> bytes | None:
    """The PNG of the logo of that digest, or None when it is no longer the one."""
    row = Decided.objects.filter(logo=digest).exclude(logo="").first()
    return bytes(row.logo_content) if row else None


# --- Maintenance ------------------------------------------------------------------------------------------------------


def plan_maintenance(
    *, operator: Operator, reason: str, begins_at: datetime.datetime, ends_at: datetime.datetime | None
) -> None:
    """Shut every school from `begins_at` on, whatever was planned before. Raises InThePast."""
    if begins_at < now() - _JUST_NOW:
        raise InThePast("Cette heure est passée : choisissez-en une à venir, ou « tout de suite ».")
    if ends_at and ends_at <= begins_at:
        raise InThePast("Le retour est prévu avant la fermeture : changez l'une des deux heures.")
    with _decided() as row:
        row.maintenance_reason, row.maintenance_begins_at, row.maintenance_ends_at = reason, begins_at, ends_at
        begins = date_format(local(begins_at), "j F Y à H:i")
        note("maintenance.set", operator=operator, begins=begins, reason=reason)


def lift_maintenance(*, operator: Operator) -> None:
    """Open schools again, or give up what was planned; harmless when nothing is."""
    with _decided() as row:
        if row.maintenance_begins_at:
            row.maintenance_reason, row.maintenance_begins_at, row.maintenance_ends_at = "", None, None
            note("maintenance.lift", operator=operator)


# --- Mails ------------------------------------------------------------------------------------------------------------


def switch_mail(*, operator: Operator, is_off: bool) -> None:
    """Let no e-mail leave this server, or let them leave again; those that wait go on waiting."""
    with _decided() as row:
        if row.is_mail_off != is_off:
            row.is_mail_off = is_off
            note("mail.off" if is_off else "mail.on", operator=operator)


def set_bounce_address(*, operator: Operator, email: str) -> None:
    """Choose where what cannot be delivered comes back; empty: to the address that sends."""
    with _decided() as row:
        if row.bounce_address != email:
            row.bounce_address = email
            note("mail.address", operator=operator, email=email or "celle qui envoie")


@transaction.atomic
def clear_waiting_mails(*, operator: Operator) -> int:
    """Forget the e-mails that wait, those of a copied server for instance; how many."""
    with all_schools():
        number = OutgoingMail.objects.filter(sent_at=None, refused_at=None).delete()[0]
    note("mail.clear", operator=operator, count=number)
    return number


@transaction.atomic
def send_test(*, operator: Operator) -> OutgoingMail:
    """Queue an e-mail to the operator himself."""
    note("mail.test", operator=operator)
    body = _TEST.format(operator=operator.full_name)
    return queue_mail(school=None, recipient=operator.email, subject="SACoche : courriel d'essai", body=body)


@transaction.atomic
def mark_bounced(*, operator: Operator | None, email: str, answer: str) -> int:
    """What was sent to this address came back; how many e-mails it concerns, none when nothing was sent lately."""
    number = mark_refused(email=email, answer=answer)
    if number:
        note("mail.bounce", operator=operator, email=email)
    return number
