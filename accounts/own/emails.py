"""One's own e-mail address: a new one serves once its owner has opened, signed in, the link sent to it."""

from django.conf import settings
from django.core import signing
from django.db import transaction
from django.urls import reverse

from accounts.mail import queue_mail
from accounts.models import Account
from accounts.safety import throttle
from accounts.safety.proof import check_current_password
from accounts.safety.throttle import LONGEST_LOCK, Counter, hidden
from sacoche.kit.addresses import absolute_url
from sacoche.kit.journal import record
from sacoche.kit.text import folded

_LIFE_SECONDS = 24 * 3600
_SALT = "accounts.confirm_email"
_CHANGED = (
    "Bonjour,\n\n"
    "Le compte SACoche de {person}, dans « {school} », n'est plus lié à cette adresse e-mail.\n"
    "Si ce n'est pas vous qui l'avez demandé, prévenez aussitôt un administrateur de l'établissement.\n"
)
_CONFIRM = (
    "Bonjour,\n\n"
    "Quelqu'un a donné cette adresse e-mail pour son compte SACoche de « {school} ».\n\n"
    "Si c'est vous, confirmez-la dans les 24 heures, connecté à ce compte :\n"
    "{link}\n\n"
    "Sinon, ne faites rien : l'adresse ne servira pas.\n"
)


class LinkServed(Exception):
    """The link is too old, has served, or is for another address than the one now waiting."""


def change_email(*, account: Account, current: str, email: str) -> None:
    """Ask for another e-mail address, which waits to be confirmed, or remove one's own when `email` is empty.

    An address gives access to a new password: the current one is asked, and a mailbox must be its owner's. Raises
    WrongPassword, and throttle.Locked after too many wrong passwords or too many links.
    """
    check_current_password(account, current)
    is_waiting = email not in ("", account.email)
    if is_waiting:
        _count_links(account, email)
    with transaction.atomic():
        account.email_to_confirm = email if is_waiting else ""
        account.save(update_fields=["email_to_confirm"])
        if is_waiting:
            _send_link(account)
        elif email != account.email:
            _replace(account, email)


def _count_links(account: Account, email: str) -> None:
    counters = [
        Counter(f"confirm:{hidden(folded(email))}", limit=3, longest=LONGEST_LOCK),
        Counter(f"confirm:by:{account.pk}", limit=10, longest=LONGEST_LOCK),
    ]
    throttle.refuse_when_locked(counters)
    throttle.count_failure(counters)


def _send_link(account: Account) -> None:
    """A server that sends no e-mail keeps the address waiting: it never serves unproved."""
    if settings.SENDS_MAIL:
        body = _CONFIRM.format(school=account.school, link=link_to(account))
        subject = "SACoche : confirmez votre adresse e-mail"
        queue_mail(school=account.school, recipient=account.email_to_confirm, subject=subject, body=body)
    record("accounts.ask_email", actor=account, school=account.school)


def link_to(account: Account) -> str:
    """The whole address that confirms the e-mail address that waits."""
    token = signing.dumps([account.pk, account.email_to_confirm], salt=_SALT)
    return absolute_url(reverse("accounts:confirm_email", args=[token]))


def address_of_link(account: Account, token: str) -> str:
    """The e-mail address that this link confirms for this account, now; empty when there is none."""
    try:
        pk, email = signing.loads(token, salt=_SALT, max_age=_LIFE_SECONDS)
    except signing.BadSignature:
        return ""
    return str(email) if pk == account.pk and email == account.email_to_confirm else ""


@transaction.atomic
def confirm_email(*, account: Account, token: str) -> None:
    """The address that waited becomes that of the account. Raises LinkServed."""
    locked = Account.objects.select_for_update(no_key=True).get(pk=account.pk)
    email = address_of_link(locked, token)
    if not email:
        raise LinkServed
    account.email_to_confirm, account.email = "", locked.email
    account.save(update_fields=["email_to_confirm"])
    _replace(account, email)


def _replace(account: Account, email: str) -> None:
    before, account.email, account.is_email_own = account.email, email, True
    account.save(update_fields=["email", "is_email_own"])
    if before:
        queue_mail(
            school=account.school,
            recipient=before,
            subject="SACoche : adresse e-mail changée",
            body=_CHANGED.format(person=account.display_name, school=account.school),
        )
    record("accounts.change_email", actor=account, school=account.school)
