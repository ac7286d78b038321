"""The second factor of an account: what it is made of, adding to it, taking it away.

What is secret is sealed by the key of the servers (an application) or kept as a digest (recovery codes).
"""

from django.db import IntegrityError, transaction

from accounts.enums import STAFF
from accounts.factor.notices import FACTOR_GONE
from accounts.models import Account, Application, Passkey, RecoveryCode
from accounts.notices.services import notify
from accounts.safety.open_sessions import trust_no_browser
from sacoche.kit.clock import now
from sacoche.kit.factor import passkeys, recovery, totp
from sacoche.kit.factor.held import MOST_PASSKEYS, FactorRefused, Held
from sacoche.kit.journal import record
from sacoche.kit.sealing import seal

Factors = Held[Application, Passkey]


def factors_of(account: Account) -> Factors:
    """The factor of an account of the open school; three queries, none for those who are never asked for one."""
    if account.profile not in STAFF:
        return Factors(None, (), 0)
    return Factors(
        Application.objects.filter(account=account).first(),
        tuple(Passkey.objects.filter(account=account)),
        RecoveryCode.objects.filter(account=account, used_at=None).count(),
    )


def has_factor(account: Account) -> bool:
    """Whether an account of the open school has a second factor."""
    if account.profile not in STAFF:
        return False
    is_shown = Application.objects.filter(account=account).exists()
    return is_shown or Passkey.objects.filter(account=account).exists()


@transaction.atomic
def add_application(*, account: Account, secret: str, step: int) -> None:
    """Keep the application whose digits were just typed (of the step `step`), in the place of the one before."""
    kept = {"secret": seal(secret), "last_step": step, "added_at": now()}
    Application.objects.update_or_create(account=account, defaults=kept)
    record("accounts.add_application", actor=account, school=account.school)


@transaction.atomic
def add_passkey(*, account: Account, passkey: passkeys.Passkey, name: str) -> Passkey:
    """Keep a passkey that was just made. Raises FactorRefused for one that is kept already, or one too many."""
    if Passkey.objects.filter(account=account).count() >= MOST_PASSKEYS:
        raise FactorRefused(f"{MOST_PASSKEYS} clés d'accès au plus : supprimez-en une qui ne sert plus.")
    kept = Passkey(
        account=account, code=passkey.code, data=passkey.data, sign_count=passkey.sign_count, name=name or "Clé d'accès"
    )
    try:
        with transaction.atomic():
            kept.save()
    except IntegrityError as error:
        raise FactorRefused("Cette clé d'accès est déjà enregistrée pour votre compte.") from error
    record("accounts.add_passkey", actor=account, school=account.school, name=kept.name)
    return kept


def application_of(account: Account, secret: str) -> str:
    """What the QR code that an application reads holds: the school and the login stand beside its digits."""
    return totp.address_of(secret, owner=account.login, issuer=f"SACoche {account.school}")


@transaction.atomic
def renew_recovery_codes(*, account: Account) -> tuple[str, ...]:
    """Ten new codes, to be shown once; those of before no longer open."""
    codes = recovery.new_codes()
    RecoveryCode.objects.filter(account=account).delete()
    RecoveryCode.objects.bulk_create(RecoveryCode(account=account, digest=recovery.digest(code)) for code in codes)
    record("accounts.renew_recovery_codes", actor=account, school=account.school)
    return codes


@transaction.atomic
def remove_application(*, account: Account, is_required: bool) -> None:
    """Take the application away. Raises FactorRefused when the school requires a factor and there is no other."""
    found = Application.objects.select_for_update().filter(account=account).first()
    if found is None:
        return
    if is_required and not Passkey.objects.filter(account=account).exists():
        raise FactorRefused(_STILL_REQUIRED)
    found.delete()
    _forget_what_goes_with_it(account)
    record("accounts.remove_application", actor=account, school=account.school)


@transaction.atomic
def remove_passkey(*, account: Account, passkey: Passkey, is_required: bool) -> None:
    """Take one passkey away. Raises FactorRefused when the school requires a factor and it is the last."""
    left = Passkey.objects.filter(account=account).exclude(pk=passkey.pk)
    if is_required and not left.exists() and not Application.objects.filter(account=account).exists():
        raise FactorRefused(_STILL_REQUIRED)
    name = passkey.name
    passkey.delete()
    _forget_what_goes_with_it(account)
    record("accounts.remove_passkey", actor=account, school=account.school, name=name)


_STILL_REQUIRED = (
    "Votre établissement demande un second facteur à votre profil : ajoutez-en un autre avant de supprimer celui-ci."
)


def _forget_what_goes_with_it(account: Account) -> None:
    """Without a factor, its recovery codes and the browsers that it trusted are nothing."""
    if not has_factor(account):
        RecoveryCode.objects.filter(account=account).delete()
        trust_no_browser(account)


@transaction.atomic
def reset_factor(*, account: Account, actor: Account | None) -> bool:
    """Take the whole factor of somebody else away, who has lost it: an administrator of the school, or the operator
    (None). Answers whether there was one. Raises FactorRefused for one's own.
    """
    if actor is not None and actor.pk == account.pk:
        raise FactorRefused(
            "Un administrateur ne retire pas son propre second facteur de cette façon : demandez-le à un autre "
            "administrateur, ou à l'exploitant du serveur."
        )
    gone = Application.objects.filter(account=account).delete()[0] + Passkey.objects.filter(account=account).delete()[0]
    RecoveryCode.objects.filter(account=account).delete()
    trust_no_browser(account)
    if not gone:
        return False
    person = f"{account.full_name} ({account.get_profile_display()}, {account.login})"
    record("accounts.reset_factor", actor=actor, school=account.school, person=person)
    notify(FACTOR_GONE, [account], by=actor, who=actor.display_name if actor else "l'exploitant du serveur")
    return True
