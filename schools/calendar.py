"""The school year, and how the periods of a class or a group fill it: gaps and overlaps. No database here."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import combinations

from schools.years import first_year

DAY = datetime.timedelta(days=1)


@dataclass(frozen=True)
class Days:
    """From a day to another, both included."""

    first: datetime.date
    last: datetime.date

    @property
    def length(self) -> int:
        return (self.last - self.first).days + 1

    def holds(self, day: datetime.date) -> bool:
        return self.first <= day <= self.last

    def common(self, other: "Days") -> "Days | None":
        """The days that both have."""
        first, last = max(self.first, other.first), min(self.last, other.last)
        return Days(first, last) if first <= last else None


@dataclass(frozen=True)
class NamedDays:
    """A period of a class or a group."""

    name: str
    days: Days


@dataclass(frozen=True)
class Overlap:
    """The days that two periods share."""

    one: str
    other: str
    days: Days


def year_of(day: datetime.date, *, switch_month: int) -> Days:
    """The school year that holds a day: it begins on the first of `switch_month`."""
    year = first_year(day, switch_month=switch_month)
    return Days(datetime.date(year, switch_month, 1), datetime.date(year + 1, switch_month, 1) - DAY)


def gaps(periods: Iterable[NamedDays]) -> list[Days]:
    """The days between the first and the last that no period holds."""
    found, reached = [], None
    for period in sorted(periods, key=lambda each: each.days.first):
        if reached and period.days.first > reached + DAY:
            found.append(Days(reached + DAY, period.days.first - DAY))
        reached = max(reached or period.days.last, period.days.last)
    return found


def overlaps(periods: Iterable[NamedDays]) -> list[Overlap]:
    """The days held by two periods, pair by pair."""
    ordered = sorted(periods, key=lambda each: (each.days.first, each.days.last))
    shared = ((one, other, one.days.common(other.days)) for one, other in combinations(ordered, 2))
    return [Overlap(one.name, other.name, days) for one, other, days in shared if days]
