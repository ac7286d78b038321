"""From absences with their hours to half-days. Pure.

A day is cut at 13:00. A half-day is counted once, however many absences it has, and is unjustified as soon as one is.
"""

import datetime

_NOON = datetime.time(13)
_SUNDAY = 6
# Nobody is absent longer: the dates were typed wrong.
_LONGEST = datetime.timedelta(days=366)

# A half-day as files are kept: « 2026-10-12M » for the morning, « 2026-10-12A » for the afternoon.
HalfDay = str


def morning(day: datetime.date) -> HalfDay:
    return f"{day}M"


def afternoon(day: datetime.date) -> HalfDay:
    return f"{day}A"


def day_of(half_day: HalfDay) -> datetime.date:
    """The day of a half-day."""
    return datetime.date.fromisoformat(half_day[:-1])


def half_days(begins: datetime.datetime, ends: datetime.datetime, at_most: int | None = None) -> list[HalfDay]:
    """The half-days of an absence. Raises ValueError when it ends before it begins, or lasts more than a year.

    Of an absence over several days, Sundays are left out; then `at_most`, the number that the software gives, which
    knows when the pupil had no lesson, bounds it.
    """
    if not begins <= ends <= begins + _LONGEST:
        raise ValueError("an absence ends before it begins, or lasts more than a year")
    if begins.date() == ends.date():
        return _of_a_day(begins.date(), begins.time(), ends.time())
    found = []
    day = begins.date()
    while day <= ends.date():
        if day.weekday() != _SUNDAY:
            first = begins.time() if day == begins.date() else datetime.time.min
            found += _of_a_day(day, first, ends.time() if day == ends.date() else datetime.time.max)
        day += datetime.timedelta(days=1)
    return found[:at_most] if at_most else found


def _of_a_day(day: datetime.date, first: datetime.time, last: datetime.time) -> list[HalfDay]:
    found = [morning(day)] if first < _NOON else []
    return [*found, afternoon(day)] if last > _NOON or not found else found
