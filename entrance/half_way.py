"""Whoever has given the right password, and has not proved the second factor yet: nobody is in.

What he was doing is kept in the session of the browser, ten minutes at most; nothing of the account is open meanwhile.
"""

from dataclasses import asdict, dataclass
from typing import Any

from django.contrib.sessions.backends.base import SessionBase
from django.utils.crypto import constant_time_compare

from accounts.access.decided import closing_for
from accounts.models import Account
from sacoche.kit.tenancy import all_schools

_KEY = "half_way"
_TEN_MINUTES = 600


@dataclass(frozen=True)
class HalfWay:
    """Of whom, since when (seconds since 1970), and where he goes. `left` is the account that he comes from when he
    goes from one of his to another, `ticket` that of the ENT which opened it.
    """

    account: int
    password: str
    since: float
    target: str = ""
    left: int | None = None
    ticket: str = ""


def wait_for_factor(
    session: SessionBase, account: Account, *, now: float, target: str = "", left: int | None = None, ticket: str = ""
) -> None:
    """Keep what this person was doing until he proves his second factor, in the place of anybody before."""
    # What remains of the password tells whether it has changed meanwhile.
    kept = HalfWay(account.pk, account.get_session_auth_hash(), now, target, left, ticket)
    session[_KEY] = asdict(kept)


def half_way_of(session: SessionBase, *, now: float) -> HalfWay | None:
    """Who waits in this browser; None when nobody does, or for too long."""
    kept: dict[str, Any] | None = session.get(_KEY)
    found = HalfWay(**kept) if kept else None
    return found if found and 0 <= now - found.since < _TEN_MINUTES else None


def forget_half_way(session: SessionBase) -> None:
    """He is in, or has given up."""
    session.pop(_KEY, None)


def account_half_way(waiting: HalfWay | None) -> Account | None:
    """Whose it is, when the account may still come in with the password that was given."""
    if waiting is None:
        return None
    with all_schools():
        account: Account | None = Account.objects.select_related("school").filter(pk=waiting.account).first()
    if account is None or account.school is None or not account.is_active or closing_for(account):
        return None
    return account if constant_time_compare(account.get_session_auth_hash(), waiting.password) else None
