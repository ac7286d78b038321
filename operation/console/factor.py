"""The second factor of an operator: what it is made of, added, taken away, proved. Asked of everybody who has one, and
of every operator on a server that others reach.
"""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction

from accounts.safety import throttle
from accounts.safety.throttle import Counter, slowing
from operation.console.journal import note
from operation.console.models import Operator, OperatorApplication, OperatorCode, OperatorPasskey
from sacoche.kit.clock import now, seconds
from sacoche.kit.factor import passkeys, recovery, totp
from sacoche.kit.factor.held import MOST_PASSKEYS, FactorRefused, Held
from sacoche.kit.factor.passkeys import PasskeyRefused, Site
from sacoche.kit.sealing import Unsealed, seal, unseal

_FAILURES = 5
_NO_KEY = (
    "La clé de ce serveur a changé : les codes de votre application ne peuvent plus être vérifiés. La commande "
    "« manage.py create_operator … --without-factor » retire ce second facteur."
)


Factors = Held[OperatorApplication, OperatorPasskey]


def site() -> Site:
    """What the passkeys of this server are bound to: PUBLIC_URL."""
    return passkeys.site_of(settings.PUBLIC_URL, name="SACoche (console)")


def is_required() -> bool:
    """Whether no operator enters without one: everywhere but on a server that answers its own machine alone."""
    return not settings.IS_LOOPBACK


def factors_of(operator: Operator) -> Factors:
    """What this operator has."""
    return Factors(
        OperatorApplication.objects.filter(operator=operator).first(),
        tuple(OperatorPasskey.objects.filter(operator=operator)),
        OperatorCode.objects.filter(operator=operator, used_at=None).count(),
    )


# --- Added, taken away ------------------------------------------------------------------------------------------------


@transaction.atomic
def add_application(*, operator: Operator, secret: str, typed: str) -> None:
    """Keep the application that shows the digits that were typed, in the place of another. Raises FactorRefused."""
    try:
        step = totp.check_code(totp.Application(secret), typed, at=seconds())
    except totp.WrongCode as wrong:
        raise FactorRefused(wrong.sentence) from wrong
    kept = {"secret": seal(secret), "last_step": step, "added_at": now()}
    OperatorApplication.objects.update_or_create(operator=operator, defaults=kept)
    note("factor.add", operator=operator, what="application de codes")


def begin_passkey(operator: Operator) -> tuple[dict[str, Any], dict[str, Any]]:
    """What a browser makes a passkey with, and the state to keep."""
    owner = passkeys.Owner(f"console-{operator.pk}", operator.login, operator.full_name)
    known = [each.public_half for each in factors_of(operator).passkeys]
    return passkeys.begin_registration(site(), owner, known, at=seconds())


def add_passkey(*, operator: Operator, state: Mapping[str, Any] | None, answer: Any, name: str) -> None:
    """Keep the passkey that a browser made. Raises FactorRefused."""
    try:
        made = passkeys.finish_registration(site(), state, answer, at=seconds())
    except PasskeyRefused as refused:
        raise FactorRefused(refused.sentence) from refused
    if OperatorPasskey.objects.filter(operator=operator).count() >= MOST_PASSKEYS:
        raise FactorRefused(f"Vous avez déjà {MOST_PASSKEYS} clés d'accès : retirez-en une d'abord.")
    row = OperatorPasskey(operator=operator, code=made.code, data=made.data, sign_count=made.sign_count)
    row.name = name.strip() or "clé d'accès"
    try:
        with transaction.atomic():
            row.save()
            note("factor.add", operator=operator, what=f"clé d'accès « {row.name} »")
    except IntegrityError as error:
        raise FactorRefused("Cette clé d'accès est déjà enregistrée.") from error


@transaction.atomic
def remove(*, operator: Operator, application: bool = False, passkey: int = 0) -> None:
    """Take one away. Raises FactorRefused for the last one where it is asked of everybody."""
    found = factors_of(operator)
    if is_required() and (found.application is not None) + len(found.passkeys) <= 1:
        raise FactorRefused("C'est le seul : ajoutez-en un autre avant de le retirer.")
    if application:
        OperatorApplication.objects.filter(operator=operator).delete()
    OperatorPasskey.objects.filter(operator=operator, pk=passkey).delete()
    if not factors_of(operator):
        OperatorCode.objects.filter(operator=operator).delete()
    note("factor.remove", operator=operator, login=operator.login)


@transaction.atomic
def take_all_away(*, actor: Operator | None, operator: Operator) -> None:
    """Of somebody who has lost everything: he enters by his password, then adds another."""
    for table in (OperatorApplication, OperatorPasskey, OperatorCode):
        table.objects.filter(operator=operator).delete()
    note("factor.remove", operator=actor, login=operator.login)


@transaction.atomic
def renew_codes(operator: Operator) -> tuple[str, ...]:
    """Ten others, to be shown once; those of before no longer open."""
    codes = recovery.new_codes()
    OperatorCode.objects.filter(operator=operator).delete()
    OperatorCode.objects.bulk_create([OperatorCode(operator=operator, digest=recovery.digest(each)) for each in codes])
    note("factor.codes", operator=operator)
    return codes


# --- Proved -----------------------------------------------------------------------------------------------------------


def begin_proof(operator: Operator) -> tuple[dict[str, Any], dict[str, Any]]:
    """What a browser must sign, and the state to keep. Raises FactorRefused."""
    known = factors_of(operator).passkeys
    if not known:
        raise FactorRefused("Votre compte n'a pas de clé d'accès.")
    return passkeys.begin_proof(site(), [each.public_half for each in known], at=seconds())


def prove_by_passkey(operator: Operator, state: Mapping[str, Any] | None, answer: Any) -> None:
    """By what a browser has signed. Raises FactorRefused."""
    known = [each.public_half for each in factors_of(operator).passkeys]
    with _Counted(operator):
        try:
            proof = passkeys.finish_proof(site(), state, known, answer, at=seconds())
        except PasskeyRefused as refused:
            raise FactorRefused(refused.sentence) from refused
    used = {"sign_count": proof.sign_count, "used_at": now()}
    OperatorPasskey.objects.filter(operator=operator, code=proof.code).update(**used)


def prove_by_code(operator: Operator, typed: str) -> None:
    """By the digits of an application, or by one of the ten codes on paper. Raises FactorRefused."""
    with _Counted(operator):
        _by_recovery(operator, typed) if recovery.looks_like_one(typed) else _by_application(operator, typed)


class _Counted:
    """Failures are counted, and slow down whoever has the password already."""

    def __init__(self, operator: Operator) -> None:
        self._operator = operator
        self._counters: list[Counter] = [slowing(f"console-factor:{operator.pk}", limit=_FAILURES)]

    def __enter__(self) -> None:
        try:
            throttle.refuse_when_locked(self._counters)
        except throttle.Locked as lock:
            raise FactorRefused(f"Trop d'essais infructueux : réessayez dans {lock.wait}.") from lock

    def __exit__(self, kind: Any, *args: Any) -> None:
        if kind is None:
            throttle.forget(self._counters)
        elif issubclass(kind, FactorRefused):
            throttle.count_failure(self._counters)
            with transaction.atomic():
                note("factor.failed", operator=self._operator)


@transaction.atomic
def _by_application(operator: Operator, typed: str) -> None:
    """Two who type the same digits at once: one alone opens."""
    found = OperatorApplication.objects.select_for_update().filter(operator=operator).first()
    if found is None:
        raise FactorRefused("Votre compte n'a pas d'application de codes : servez-vous de votre clé d'accès.")
    try:
        application = totp.Application(unseal(bytes(found.secret)), found.last_step)
        found.last_step = totp.check_code(application, typed, at=seconds())
    except Unsealed as error:
        raise FactorRefused(_NO_KEY) from error
    except totp.WrongCode as wrong:
        raise FactorRefused(wrong.sentence) from wrong
    found.save(update_fields=["last_step"])


@transaction.atomic
def _by_recovery(operator: Operator, typed: str) -> None:
    """Each of the ten serves once, and is told in the journal."""
    digest = recovery.digest(typed)
    if not OperatorCode.objects.filter(operator=operator, digest=digest, used_at=None).update(used_at=now()):
        raise FactorRefused("Ce n'est pas un de vos codes de secours, ou il a déjà servi.")
    left = OperatorCode.objects.filter(operator=operator, used_at=None).count()
    note("factor.recovery", operator=operator, left=left)
