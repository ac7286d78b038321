"""The retention table of a school: what is kept how long, what is due, what comes next."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils import timezone

from accounts.departed.queries import long_gone
from sacoche.kit.parts.kept import Longest, kinds, longest
from schools.models import School


@dataclass(frozen=True)
class Line:
    """A kind of things: how long it is kept, how many have had their time, when the next one will have."""

    label: str
    days: int
    due: int
    next_on: datetime.date | None


@dataclass(frozen=True)
class Table:
    lines: Sequence[Line]
    # Accounts are proposed to an administrator, never erased by the clock.
    proposed: int
    longest: Sequence[Longest]


def retention(school: School) -> Table:
    """Of an open school."""
    lines = []
    for kept in kinds:
        moment = kept.next_on(school)
        due = kept.due().filter(school=school).count()
        lines.append(Line(kept.label, kept.days(), due, timezone.localdate(moment) if moment else None))
    return Table(lines, long_gone().count(), list(longest()))
