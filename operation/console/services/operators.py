"""The accounts of the console: made, let in, closed. Each is named and signs the journal."""

import datetime

from django.contrib.auth.hashers import check_password, make_password
from django.core import signing
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.crypto import constant_time_compare, salted_hmac

from accounts.mail import queue_mail
from accounts.safety import throttle
from accounts.safety.throttle import LONGEST_LOCK, Counter, Locked, hidden, network_of, slowing
from operation.console.journal import note
from operation.console.models import Decided, Operator
from operation.console.passwords import check_new_password
from sacoche.kit.addresses import absolute_url
from sacoche.kit.clock import now
from sacoche.kit.text import unaccent

LINK_LIFE = datetime.timedelta(hours=72)
_SALT = "operation.console.entry"
_WRONG = "Identifiant ou mot de passe incorrect."
_MAIL = (
    "Bonjour {operator.first_name},\n\n"
    "Un compte vous est ouvert dans la console de ce serveur SACoche : {console}\n"
    "Identifiant : {operator.login}\n\n"
    "Choisissez votre mot de passe dans les trois jours, par ce lien qui ne sert qu'une fois :\n{link}\n"
)


class SignInRefused(Exception):
    """Nobody enters; the message says in French what may be said."""


class CannotAdd(Exception):
    """The account cannot be made, or closed; the message says why, in French."""


def sign_in(*, login: str, password: str, address: str) -> Operator:
    """The operator of these credentials. Raises SignInRefused, whose words do not tell which of the two is wrong."""
    login = plain_login(login)
    counters = _counters(login, address)
    _refuse_when_locked(counters)
    operator = Operator.objects.filter(login=login, left_at=None).first()
    # As long for a login that nobody has, so that the time of the answer tells nothing.
    matches = check_password(password.strip(), operator.password) if operator else not make_password(password)
    if operator is None or not matches:
        throttle.count_failure(counters)
        with transaction.atomic():
            note("operators.sign_in_failed", operator=operator, who="identifiant inconnu")
        raise SignInRefused(_WRONG)
    throttle.forget(counters)
    with transaction.atomic():
        Operator.objects.filter(pk=operator.pk).update(last_login=now())
        note("operators.sign_in", operator=operator)
    return operator


def check_password_of(operator: Operator, password: str, *, address: str) -> None:
    """Let him go on who types the password of this operator. Raises SignInRefused."""
    counters = _counters(operator.login, address)
    _refuse_when_locked(counters)
    if not check_password(password.strip(), operator.password):
        throttle.count_failure(counters)
        raise SignInRefused("Ce n'est pas votre mot de passe.")


def _counters(login: str, address: str) -> list[Counter]:
    """A login waits more and more, from one address first, then from all; one address may not try them all."""
    network, name = network_of(address), hidden(login)
    return [
        slowing(f"console:{name}:{network}", limit=5, longest=LONGEST_LOCK),
        slowing(f"console:{name}", limit=20),
        slowing(f"console:@{network}", limit=30),
    ]


def _refuse_when_locked(counters: list[Counter]) -> None:
    try:
        throttle.refuse_when_locked(counters)
    except Locked as lock:
        raise SignInRefused(f"Trop d'essais : réessayez dans {lock.wait}.") from lock


def plain_login(login: str) -> str:
    """The login as it is kept: without spaces, capitals or accents."""
    return "".join(unaccent(login).split())


# --- Accounts ---------------------------------------------------------------------------------------------------------


def has_none() -> bool:
    """Whether nobody has a console account yet: the server is new."""
    return not Operator.objects.exists()


def make_first(*, login: str, last_name: str, first_name: str, email: str, password: str) -> Operator:
    """The first operator of this server. Raises CannotAdd when there is one already, ValidationError for the password.

    The first of two who come at once is the one: the second finds him.
    """
    check_new_password(password, names=(login, last_name, first_name, email))
    password_hash = make_password(password.strip())
    with transaction.atomic():
        # The one row that every server of this database has: the second who comes waits here.
        Decided.objects.get_or_create(number=Decided.ONLY)
        Decided.objects.select_for_update().get(number=Decided.ONLY)
        if Operator.objects.exists():
            raise CannotAdd("Cette console a déjà un exploitant : demandez-lui un compte.")
        operator = _create(login, last_name, first_name, email, password_hash)
        note("operators.first", operator=operator, login=operator.login)
    return operator


@transaction.atomic
def add(*, actor: Operator | None, login: str, last_name: str, first_name: str, email: str) -> Operator:
    """One more operator, who chooses his password by a link. Raises CannotAdd."""
    operator = _create(login, last_name, first_name, email, make_password(None))
    note("operators.add", operator=actor, login=operator.login, name=operator.full_name)
    _send_link(operator)
    return operator


@transaction.atomic
def give_link(*, actor: Operator | None, operator: Operator) -> None:
    """Another link to who lost his password; the former one dies when this one serves."""
    note("operators.link", operator=actor, login=operator.login)
    _send_link(operator)


@transaction.atomic
def close(*, actor: Operator, operator: Operator) -> None:
    """He no longer enters. Raises CannotAdd for oneself: somebody must be left."""
    if actor.pk == operator.pk:
        raise CannotAdd("Un exploitant ne ferme pas son propre compte : demandez à un autre.")
    if Operator.objects.filter(pk=operator.pk, left_at=None).update(left_at=now()):
        note("operators.close", operator=actor, login=operator.login, name=operator.full_name)


def _create(login: str, last_name: str, first_name: str, email: str, password_hash: str) -> Operator:
    operator = Operator(login=plain_login(login), last_name=last_name, first_name=first_name, email=email)
    operator.password = password_hash
    try:
        operator.full_clean()
        with transaction.atomic():
            operator.save(force_insert=True)
    except (ValidationError, IntegrityError) as error:
        if Operator.objects.filter(login=operator.login).exists():
            raise CannotAdd(f"L'identifiant « {operator.login} » est déjà celui d'un exploitant.") from error
        raise CannotAdd("Vérifiez l'identifiant, le nom et l'adresse e-mail : ils sont obligatoires.") from error
    return operator


def _send_link(operator: Operator) -> None:
    body = _MAIL.format(operator=operator, link=link_to(operator), console=absolute_url(reverse("operation:schools")))
    queue_mail(school=None, recipient=operator.email, subject="SACoche : votre compte de console", body=body)


def link_to(operator: Operator) -> str:
    """The whole address with which he chooses his password."""
    token = signing.dumps([operator.pk, _state(operator)], salt=_SALT)
    return absolute_url(reverse("operation:entry", args=[token]))


def operator_of_link(token: str) -> Operator | None:
    """Whom a link lets choose his password; None: forged, more than 72 hours old, or already used."""
    try:
        pk, state = signing.loads(token, salt=_SALT, max_age=LINK_LIFE)
    except signing.BadSignature:
        return None
    operator = Operator.objects.filter(pk=pk, left_at=None).first()
    return operator if operator and constant_time_compare(state, _state(operator)) else None


def _state(operator: Operator) -> str:
    """What a new password and a sign-in change."""
    return salted_hmac(_SALT, f"{operator.password} {operator.last_login}").hexdigest()[:32]


def choose_password(*, operator: Operator, password: str) -> None:
    """Keep the password that he chose; sessions opened with the former one close. Raises ValidationError."""
    check_new_password(password, names=(operator.login, operator.last_name, operator.first_name, operator.email))
    password_hash = make_password(password.strip())
    with transaction.atomic():
        Operator.objects.filter(pk=operator.pk).update(password=password_hash)
        note("operators.password", operator=operator)
