"""Which year ends, and how surely: pure, from the day and from the last year that was opened."""

import datetime
from dataclasses import dataclass

from sacoche.kit.parts.year import Closing
from schools.calendar import DAY, year_of

# How long after the switch a year is still being opened, and how long before it the next one may be: in months.
OPENING, EARLY = 2, 1


@dataclass(frozen=True)
class Passage:
    """What an « Initialisation annuelle » would do that day.

    `is_during`: pupils are being taught, so what ends is still in use. `is_again`: this year was opened already.
    """

    closing: Closing
    is_during: bool
    is_again: bool

    @property
    def is_asked_twice(self) -> bool:
        return self.is_during or self.is_again


def passage_of(today: datetime.date, *, opened: int, switch_month: int) -> Passage:
    """The passage of that day.

    In the month before the switch the next year may be opened; for two months after it, what is dated before it ends.
    Later, when the present year is open already, everything that it holds would end.
    """
    year = year_of(today, switch_month=switch_month)
    first, following = year.first, year.last + DAY
    if _months(today, following) <= EARLY:
        return Passage(Closing(following.year, following), is_during=False, is_again=opened >= following.year)
    is_late = _months(first, today) >= OPENING
    if opened < first.year or not is_late:
        return Passage(Closing(first.year, first), is_during=is_late, is_again=opened >= first.year)
    return Passage(Closing(first.year, following), is_during=True, is_again=opened >= first.year)


def _months(one: datetime.date, other: datetime.date) -> int:
    return (other.year - one.year) * 12 + other.month - one.month
