"""The days that an évaluation may have: pure, whole days of the school.

Months end: three months after 30 November is 28 February (29 in a leap year), never 2 March.
"""

import calendar
import datetime
from collections.abc import Iterator
from dataclasses import dataclass

from schools.calendar import Days, year_of

# How far from today, in months, an évaluation may be given: when it is made, when it is changed.
MADE_WITHIN, CHANGED_WITHIN = 3, 10
# How far from today it may be seen by families.
SEEN_BEFORE, SEEN_AFTER = 3, 10
# What the list shows at first.
LISTED_BEFORE, LISTED_AFTER = 2, 1
# How long pupils are offered to evaluate themselves.
SELF_DAYS = 7


def months_from(day: datetime.date, months: int) -> datetime.date:
    """The same day so many months later (earlier when negative), or the last day of a month that is shorter."""
    rank = day.year * 12 + day.month - 1 + months
    year, month = divmod(rank, 12)
    return datetime.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def listed(today: datetime.date) -> Days:
    """The days of the list of évaluations, until others are asked for."""
    return Days(months_from(today, -LISTED_BEFORE), months_from(today, LISTED_AFTER))


@dataclass(frozen=True, slots=True)
class Limits:
    """Between which days an évaluation is given, and between which it becomes visible."""

    given: Days
    seen: Days


def limits(today: datetime.date, *, switch_month: int, is_new: bool) -> Limits:
    """The limits on that day: inside the school year, and not too far from today."""
    within = MADE_WITHIN if is_new else CHANGED_WITHIN
    year = year_of(today, switch_month=switch_month)
    given = year.common(Days(months_from(today, -within), months_from(today, within)))
    assert given  # today is in both
    return Limits(given, Days(months_from(today, -SEEN_BEFORE), months_from(today, SEEN_AFTER)))


@dataclass(frozen=True, slots=True)
class Dates:
    """The three dates of an évaluation."""

    given_on: datetime.date
    visible_on: datetime.date
    self_until: datetime.date | None = None


def date_faults(dates: Dates, allowed: Limits, *, kept: Dates | None = None) -> Iterator[tuple[str, str]]:
    """What is wrong with these dates: the name of one and a French sentence that names its limits.

    `kept` are those that it already has: a date that stays as it is, is not refused because time went by.
    """
    if (kept is None or dates.given_on != kept.given_on) and not allowed.given.holds(dates.given_on):
        yield "given_on", f"La date de l'évaluation va {_between(allowed.given)} : changez-la."
    if (kept is None or dates.visible_on != kept.visible_on) and not allowed.seen.holds(dates.visible_on):
        yield "visible_on", f"La date de visibilité va {_between(allowed.seen)} : changez-la."
    if dates.self_until is None:
        return
    if dates.self_until < dates.visible_on:
        seen = f"le {dates.visible_on:%d/%m/%Y}"
        yield "self_until", f"L'auto-évaluation ne peut pas finir avant que l'évaluation soit visible, {seen}."
    elif (kept is None or dates.self_until != kept.self_until) and not allowed.seen.holds(dates.self_until):
        yield "self_until", f"La fin de l'auto-évaluation va {_between(allowed.seen)} : changez-la."


def _between(days: Days) -> str:
    return f"du {days.first:%d/%m/%Y} au {days.last:%d/%m/%Y}"
