"""What people change of their own account: password, e-mail address, preferences."""

from typing import Any

from django.contrib.auth.hashers import check_password, make_password
from django.db import transaction

from accounts.entrance import throttle
from accounts.entrance.renewal import renew_password
from accounts.entrance.throttle import Counter
from accounts.mail import queue_mail
from accounts.models import Account
from sacoche.kit.journal import record

# What an account may keep for its own screens.
PATTERNS, FOLDED = "patterns", "folded"
_EMAIL_CHANGED = (
    "Bonjour,\n\n"
    "Le compte SACoche de {person}, dans « {school} », n'est plus lié à cette adresse e-mail.\n"
    "Si ce n'est pas vous qui l'avez demandé, prévenez aussitôt un administrateur de l'établissement.\n"
)


class WrongPassword(Exception):
    """The current password that was typed is not the account's."""


def check_current_password(account: Account, password: str) -> None:
    """Whoever sits at a session left open must not take the account: his password is asked again.

    Raises WrongPassword, and throttle.Locked after five failures.
    """
    counters = [Counter(f"own:{account.pk}", limit=5)]
    throttle.refuse_when_locked(counters)
    if not check_password(password, account.password):
        throttle.count_failure(counters)
        raise WrongPassword
    throttle.forget(counters)


def change_password(*, account: Account, current: str, password: str, session_key: str | None) -> bool:
    """Replace one's own password; every session of the account ends but the one of `session_key`.

    Answers whether other accounts were linked to this one, and are no longer.
    Raises WrongPassword or throttle.Locked, having written nothing.
    """
    check_current_password(account, current)
    password_hash = make_password(password)
    with transaction.atomic():
        was_linked = renew_password(account=account, password_hash=password_hash, kept_key=session_key)
        record("accounts.change_password", actor=account, school=account.school)
    return was_linked


def change_email(*, account: Account, current: str, email: str) -> None:
    """Replace one's own e-mail address, or remove it when `email` is empty.

    The address gives access to a new password: the current one is asked. Raises WrongPassword or throttle.Locked.
    """
    check_current_password(account, current)
    before, account.email, account.is_email_own = account.email, email, True
    with transaction.atomic():
        account.save(update_fields=["email", "is_email_own"])
        if before and before != email:
            queue_mail(
                school=account.school,
                recipient=before,
                subject="SACoche : adresse e-mail changée",
                body=_EMAIL_CHANGED.format(person=account.display_name, school=account.school),
            )
        record("accounts.change_email", actor=account, school=account.school)


def fold_block(*, account: Account, block: str, version: int, is_folded: bool) -> None:
    """Keep a block of the home page folded, until it has a newer `version`; or open again."""
    folded = {name: at for name, at in account.preferences.get(FOLDED, {}).items() if name != block}
    set_preference(account=account, name=FOLDED, value=folded | ({block: version} if is_folded else {}))


@transaction.atomic
def set_preference(*, account: Account, name: str, value: Any) -> None:
    """Keep what somebody chose for his own screens; the other choices stay as they are."""
    locked = Account.objects.select_for_update(no_key=True).get(pk=account.pk)
    account.preferences = locked.preferences | {name: value}
    account.save(update_fields=["preferences"])
