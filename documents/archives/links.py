"""Addresses that give archives for a week: for the school where a pupil has gone, which has no account here."""

import datetime
import hashlib
import secrets
from collections.abc import Sequence

from django.db import transaction
from django.db.models import F
from django.urls import reverse

from accounts.mail import queue_mail
from accounts.models import Account
from documents.models import Archive, ArchiveLink
from sacoche.kit.addresses import absolute_url
from sacoche.kit.clock import local, now
from sacoche.kit.journal import record
from sacoche.kit.tenancy import all_schools
from sacoche.kit.text import count
from schools.models import School

DAYS = 7
_KEPT = datetime.timedelta(days=365)


@transaction.atomic
def transmit(*, owner: Account, school: School, archives: Sequence[Archive], recipient: str) -> str:
    """Make an address that gives these archives until the evening of the seventh day, and mail it; the address.

    Neither the address nor the mail names anybody. Raises HeaderInjection.
    """
    token = secrets.token_urlsafe(32)
    link = ArchiveLink(
        digest=_digest(token),
        owner=owner,
        keys=[str(archive.key) for archive in archives],
        recipient=recipient,
        created_at=now(),
        expires_at=_evening_of_the_last_day(),
    )
    link.save()
    address = absolute_url(reverse("documents:transmitted", args=[token]))
    queue_mail(school=school, recipient=recipient, subject=_SUBJECT, body=_body(school, link, address))
    record("documents.transmit", actor=owner, school=school, documents=len(archives), recipient=recipient)
    return address


_SUBJECT = "SACoche : documents scolaires transmis"


def _body(school: School, link: ArchiveLink, address: str) -> str:
    number = count(len(link.keys), "document scolaire", "documents scolaires")
    return "\n".join(
        [
            "Bonjour,",
            "",
            f"{school} vous transmet {number}.",
            "",
            f"À prendre avant le {local(link.expires_at):%d/%m/%Y} au soir : {address}",
            "",
            "Cette adresse suffit pour les lire : ne la donnez qu'à qui doit les avoir.",
        ]
    )


def _evening_of_the_last_day() -> datetime.datetime:
    last = local(now()) + datetime.timedelta(days=DAYS)
    return last.replace(hour=23, minute=59, second=59, microsecond=0)


@transaction.atomic
def withdraw(*, actor: Account, link: ArchiveLink) -> None:
    """The address gives nothing any more. Harmless when it no longer did."""
    if ArchiveLink.objects.filter(pk=link.pk, withdrawn_at=None).update(withdrawn_at=now()):
        record("documents.withdraw_link", actor=actor, school=link.school, recipient=link.recipient)


def link_of(token: str) -> ArchiveLink | None:
    """What an address gives, in whatever school; None when it was withdrawn or never was."""
    with all_schools():
        found = ArchiveLink.objects.select_related("school", "owner").filter(digest=_digest(token), withdrawn_at=None)
        link: ArchiveLink | None = found.first()
    return link


def archives_of(link: ArchiveLink) -> list[Archive]:
    """What is still there of what it gives; the school must be open."""
    return list(Archive.objects.filter(key__in=link.keys).in_order())


@transaction.atomic
def note_taken(link: ArchiveLink) -> None:
    """The file leaves once more."""
    ArchiveLink.objects.filter(pk=link.pk).update(times=F("times") + 1, last_at=now())
    record("documents.take_transmitted", actor=None, school=link.school, recipient=link.recipient)


def links_of(school: School) -> list[ArchiveLink]:
    """Those of a school, the last one first."""
    return list(ArchiveLink.objects.filter(school=school).select_related("owner").order_by("-created_at", "-pk"))


def forget_old_links() -> int:
    """Delete, in every school, what was transmitted a year ago; how many. The journal goes on saying it."""
    with all_schools():
        return int(ArchiveLink.objects.filter(expires_at__lt=now() - _KEPT).delete()[0])


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
