"""Who is present: the one rule, on a date, and as a condition of a query. A test finds whoever writes it elsewhere.

The day of exit is already outside: somebody who leaves on the 12th is present on the 11th, not on the 12th.
"""

import datetime

from django.db.models import Q

from sacoche.kit.clock import today
from sacoche.kit.prepared import Given


def is_present(left_on: datetime.date | None, on: datetime.date | None = None) -> bool:
    """Whether whoever leaves on that day (None: nothing says that he does) is present `on` a day, today.

    Over many rows, give the day: asking the clock for each costs more than comparing.
    """
    return left_on is None or left_on > (on or today())


def present(*paths: str, on: "datetime.date | Given | None" = None) -> Q:
    """That the accounts at the end of these paths (« pupil »; « » for the row itself) are present on a day, today."""
    day = on or today()
    condition = Q()
    for path in paths or ("",):
        left_on = _left_on(path)
        condition &= Q(**{left_on: None}) | Q(**{f"{left_on}__gt": day})
    return condition


def left(path: str = "", on: datetime.date | None = None) -> Q:
    """That the account at the end of this path has left, on a day, today."""
    return Q(**{f"{_left_on(path)}__lte": on or today()})


def _left_on(path: str) -> str:
    return f"{path}__left_on" if path else "left_on"
