"""Who is there: the password asked again before what would let whoever found a session open take accounts."""

from django.contrib.auth.hashers import check_password

from accounts.models import Account
from accounts.safety import throttle
from accounts.safety.throttle import slowing
from sacoche.kit.journal import record


class WrongPassword(Exception):
    """The password that was typed is not the account's."""


def check_current_password(account: Account, password: str) -> None:
    """Whoever sits at a session left open must not take the account: his password is asked again.

    Raises WrongPassword, and throttle.Locked after five failures.
    """
    counters = [slowing(f"own:{account.pk}", limit=5)]
    throttle.refuse_when_locked(counters)
    if not check_password(password, account.password):
        throttle.count_failure(counters)
        record("accounts.proof_failed", actor=account, school=account.school)
        raise WrongPassword
    throttle.forget(counters)
