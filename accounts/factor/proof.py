"""A second factor proved: digits of an application, a recovery code, a passkey. Failures slow down, as elsewhere."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import transaction

from accounts.factor.elsewhere import is_of_another_server
from accounts.factor.factors import factors_of
from accounts.models import Account, Application, Passkey, RecoveryCode
from accounts.safety import throttle
from accounts.safety.owners import owner_of
from accounts.safety.throttle import Counter, slowing
from sacoche.kit.clock import now, seconds
from sacoche.kit.factor import passkeys, recovery, totp
from sacoche.kit.factor.passkeys import PasskeyRefused, Site
from sacoche.kit.journal import record
from sacoche.kit.sealing import Unsealed, unseal

FAILURES = 5
_OTHER_KEY = (
    "La clé de ce serveur a changé, ou votre établissement vient d'un autre serveur : ni votre application ni vos "
    "codes de secours ne peuvent être vérifiés. Demandez à un administrateur de votre établissement, ou à "
    "l'exploitant du serveur, de retirer votre second facteur ; vous en ajouterez un autre."
)


class FactorWrong(Exception):
    """What was given does not prove the factor; the argument is the sentence to show."""

    @property
    def sentence(self) -> str:
        return str(self.args[0])


@dataclass(frozen=True)
class Proved:
    """By what, for the journal and for whoever must be told; `is_alone`: it is proof enough without a password."""

    by: str
    is_alone: bool = False
    codes_left: int | None = None


def site() -> Site:
    """What the passkeys of this server are bound to: PUBLIC_URL."""
    return passkeys.site_of(settings.PUBLIC_URL, name="SACoche")


def uses_passkeys(account: Account) -> bool:
    """Whether this account of the open school may prove itself by a passkey at the address of this server."""
    return site().takes_passkeys and Passkey.objects.filter(account=account).exists()


def prove_by_code(account: Account, typed: str) -> Proved:
    """By what was typed: the six digits of an application, or one of the ten codes on paper.

    Raises FactorWrong, and throttle.Locked after five failures.
    """
    counters = _counters(account)
    throttle.refuse_when_locked(counters)
    try:
        proved = _by_recovery(account, typed) if recovery.looks_like_one(typed) else _by_application(account, typed)
    except FactorWrong:
        _count(account, counters)
        raise
    throttle.forget(counters)
    return proved


def begin_passkey(account: Account) -> tuple[dict[str, Any], dict[str, Any]]:
    """What the browser must sign with a passkey of this account, and the state to keep. Raises PasskeyRefused."""
    known = factors_of(account).passkeys
    if not known:
        raise PasskeyRefused("Votre compte n'a pas de clé d'accès.")
    return passkeys.begin_proof(site(), [each.public_half for each in known], at=seconds())


def prove_by_passkey(account: Account, state: Mapping[str, Any] | None, answer: Any) -> Proved:
    """By what the browser has signed. Raises FactorWrong, and throttle.Locked after five failures."""
    counters, known = _counters(account), factors_of(account).passkeys
    throttle.refuse_when_locked(counters)
    try:
        proof = passkeys.finish_proof(site(), state, [each.public_half for each in known], answer, at=seconds())
    except PasskeyRefused as refused:
        _count(account, counters)
        raise FactorWrong(refused.sentence) from refused
    Passkey.objects.filter(account=account, code=proof.code).update(sign_count=proof.sign_count, used_at=now())
    throttle.forget(counters)
    return Proved("clé d'accès", is_alone=proof.is_verified)


def _counters(account: Account) -> list[Counter]:
    """Of one account wherever it is tried from: whoever tries has its password already."""
    return [slowing(f"factor:{owner_of(account)}", limit=FAILURES)]


def _count(account: Account, counters: list[Counter]) -> None:
    throttle.count_failure(counters)
    record("accounts.factor_failed", actor=account, school=account.school)


@transaction.atomic
def _by_application(account: Account, typed: str) -> Proved:
    """Two who type the same digits at once: one alone opens."""
    found = Application.objects.select_for_update().filter(account=account).first()
    if found is None:
        raise FactorWrong("Votre compte n'a pas d'application de codes : servez-vous de votre clé d'accès.")
    try:
        application = totp.Application(unseal(bytes(found.secret)), found.last_step)
        found.last_step = totp.check_code(application, typed, at=seconds())
    except Unsealed as error:
        raise FactorWrong(_OTHER_KEY) from error
    except totp.WrongCode as wrong:
        raise FactorWrong(wrong.sentence) from wrong
    found.save(update_fields=["last_step"])
    return Proved("application de codes")


@transaction.atomic
def _by_recovery(account: Account, typed: str) -> Proved:
    """Each of the ten serves once, and is told in the journal."""
    digest = recovery.digest(typed)
    served = RecoveryCode.objects.filter(account=account, digest=digest, used_at=None).update(used_at=now())
    if not served:
        if RecoveryCode.objects.filter(account=account, digest=digest).exists():
            raise FactorWrong("Ce code de secours a déjà servi : prenez-en un autre, chacun ne sert qu'une fois.")
        raise FactorWrong(_OTHER_KEY if is_of_another_server(account) else "Ce n'est pas un de vos codes de secours.")
    left = RecoveryCode.objects.filter(account=account, used_at=None).count()
    record("accounts.use_recovery_code", actor=account, school=account.school, left=left)
    return Proved("code de secours", codes_left=left)
