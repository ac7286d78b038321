"""The school year of a day."""

import datetime


def first_year(on: datetime.date, *, switch_month: int) -> int:
    """The calendar year in which the school year of a day began: on the first day of `switch_month`."""
    return on.year if on.month >= switch_month else on.year - 1


def school_year(on: datetime.date, *, switch_month: int) -> str:
    """« 2026-2027 », for a school whose year changes on the first day of `switch_month`; « 2026 » for January."""
    first = first_year(on, switch_month=switch_month)
    return str(first) if switch_month == 1 else f"{first}-{first + 1}"
