"""The school year of a day."""

import datetime


def school_year(on: datetime.date, *, switch_month: int) -> str:
    """« 2026-2027 », for a school whose year changes on the first day of `switch_month`; « 2026 » for January."""
    if switch_month == 1:
        return str(on.year)
    first = on.year if on.month >= switch_month else on.year - 1
    return f"{first}-{first + 1}"
