"""What a person prefers of the pages of évaluations, kept with the account."""

import datetime

from accounts.models import Account
from accounts.own.services import set_preference
from schools.calendar import Days

_DAYS, _TURNED = "evaluations_listed", "entry_turned"


def kept_days(account: Account) -> Days | None:
    """The days on which the list of évaluations opens, when the person kept some."""
    kept = account.preferences.get(_DAYS)
    if not kept:
        return None
    first, last = (datetime.date.fromisoformat(day) for day in kept)
    return Days(first, last)


def keep_listed_days(*, account: Account, days: Days) -> None:
    """The list opens on these days from now on."""
    set_preference(account=account, name=_DAYS, value=[days.first.isoformat(), days.last.isoformat()])


def forget_days(*, account: Account) -> None:
    """The list opens on the usual days again."""
    set_preference(account=account, name=_DAYS, value=None)


def is_turned(account: Account) -> bool:
    """Whether entry grids have pupils in rows."""
    return bool(account.preferences.get(_TURNED))


def turn_grids(*, account: Account, is_turned: bool) -> None:
    """« Tourner le tableau »: pupils in rows, or in columns again."""
    set_preference(account=account, name=_TURNED, value=is_turned)
