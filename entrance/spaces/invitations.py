"""The e-mail that gives a school its space: where it is, and a link with which its administrator enters the first time.

The link dies after 72 hours, or as soon as it has served: it is signed with what choosing a password or signing in
changes. Nobody else, the operator included, then knows the password.
"""

import datetime

from django.conf import settings
from django.core import signing
from django.urls import reverse
from django.utils.crypto import constant_time_compare, salted_hmac

from accounts.mail import queue_mail
from accounts.models import Account
from entrance.addresses import selection_address
from sacoche.kit.addresses import absolute_url
from sacoche.kit.journal import record
from sacoche.kit.tenancy import all_schools
from schools.models import School

LIFE = datetime.timedelta(hours=72)
_SALT = "accounts.first_access"
_MAIL = (
    "Bonjour,\n\n"
    "L'espace SACoche de « {school} » est ouvert (établissement n° {school.number}).\n\n"
    "Adresse de connexion : {address}\n"
    "Identifiant de l'administrateur : {account.login}\n\n"
    "Choisissez d'abord votre mot de passe, dans les trois jours, par ce lien qui ne sert qu'une fois :\n"
    "{link}\n\n"
    "L'administrateur crée les comptes de l'établissement et répond de ce qui s'y trouve. Vous êtes aussi la personne\n"
    "que l'hébergeur contacte : prévenez-le si cela change.\n\n"
    "Pour commencer : {help}\n"
    "SACoche est un logiciel libre (licence AGPL 3 ou ultérieure), fourni sans garantie.\n"
)


def invite(*, account: Account, school: School, email: str) -> None:
    """Queue the e-mail that lets an administrator of this school in; call it in a transaction, with the school open.

    A server that sends no e-mail queues none: the command that calls this prints the link.
    """
    body = _MAIL.format(
        school=school,
        account=account,
        address=selection_address(school),
        link=link_to(account),
        help=absolute_url(reverse("help")),
    )
    if settings.SENDS_MAIL:
        queue_mail(school=school, recipient=email, subject="SACoche : votre espace est ouvert", body=body)
    record("accounts.invite", actor=None, school=school, login=account.login, email=email)


def link_to(account: Account) -> str:
    """The whole address with which this account chooses its password."""
    token = signing.dumps([account.pk, _state(account)], salt=_SALT)
    return absolute_url(reverse("accounts:first_access", args=[token]))


def account_of_link(token: str) -> Account | None:
    """The account that a link lets in, or None: forged, more than 72 hours old, or already used."""
    pk, _ = _read(token)
    with all_schools():
        account: Account | None = Account.objects.active().select_related("school").filter(pk=pk).first()
    return account if account and link_opens(account, token) else None


def link_opens(account: Account, token: str) -> bool:
    """Whether this link lets this account in, as it is now."""
    pk, state = _read(token)
    return account.is_active and pk == account.pk and constant_time_compare(state, _state(account))


def _read(token: str) -> tuple[int, str]:
    """The number of an account and the state in which the link opens it; nobody's when it is forged or too old."""
    try:
        pk, state = signing.loads(token, salt=_SALT, max_age=LIFE)
    except signing.BadSignature:
        return 0, ""
    return pk, state


def _state(account: Account) -> str:
    """What a new password and a sign-in change."""
    return salted_hmac(_SALT, f"{account.password} {account.last_login}").hexdigest()[:32]
