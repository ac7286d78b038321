"""What people change of their own account: password, preferences; the e-mail address is in emails.py."""

from typing import Any

from django.contrib.auth.hashers import make_password
from django.db import transaction

from accounts.models import Account
from accounts.safety.proof import check_current_password
from accounts.safety.renewal import renew_password
from sacoche.kit.journal import record

# What an account may keep for its own screens.
PATTERNS, FOLDED = "patterns", "folded"


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


def replace_known_password(*, account: Account, password: str, session_key: str | None) -> None:
    """Replace a password that others know or guess, just typed to come in; every other session of the account ends."""
    password_hash = make_password(password)
    with transaction.atomic():
        renew_password(account=account, password_hash=password_hash, kept_key=session_key)
        record("accounts.change_password", actor=account, school=account.school)


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
