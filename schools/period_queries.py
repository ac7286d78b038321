"""What the pages about periods read."""

import datetime
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, QuerySet

from sacoche.kit.clock import today
from schools.calendar import Days, NamedDays, Overlap, gaps, overlaps, year_of
from schools.models import Group, Period, PeriodDates, School, SchoolClass

# The drawing of a year, in days; its colours come round again.
HEIGHT = 22
COLOURS = 4


@dataclass(frozen=True)
class Bar:
    """A rectangle of the drawing: `kind` is period-1 to period-4, gap or overlap."""

    kind: str
    x: int
    width: int


@dataclass(frozen=True)
class DatedPlace:
    """A class or a group with its periods, in words and drawn. `key` is what forms call it: c12, g3."""

    key: str
    name: str
    dates: list[PeriodDates]
    gaps: list[Days]
    overlaps: list[Overlap]
    outside: list[PeriodDates]
    bars: list[Bar]


def school_year(school: School) -> Days:
    """The present year of the school."""
    return year_of(today(), switch_month=school.year_switch_month)


def periods_with_counts() -> QuerySet[Period]:
    """The periods in order, each with how many classes and groups have its dates (`place_count`)."""
    periods: QuerySet[Period] = Period.objects.annotate(place_count=Count("dates")).order_by("order", "name")
    return periods


def places_of_periods() -> list[SchoolClass | Group]:
    """What a period may be dated for: the classes, then the groups of the school."""
    return [*SchoolClass.objects.in_level_order(), *Group.objects.of_the_school().in_level_order()]


def key_of(place: SchoolClass | Group) -> str:
    """« c12 » for a class, « g3 » for a group."""
    return f"{'c' if isinstance(place, SchoolClass) else 'g'}{place.pk}"


def dated_places(year: Days) -> list[DatedPlace]:
    """Every class and group with its periods, in four queries."""
    colours = {pk: rank % COLOURS + 1 for rank, pk in enumerate(periods_with_counts().values_list("pk", flat=True))}
    by_place: dict[str, list[PeriodDates]] = defaultdict(list)
    for dates in PeriodDates.objects.select_related("period").order_by("starts_on", "ends_on", "pk"):
        by_place[f"c{dates.school_class_id}" if dates.school_class_id else f"g{dates.group_id}"].append(dates)
    return [_dated(place, by_place[key_of(place)], year, colours) for place in places_of_periods()]


def by_period(place: DatedPlace, periods: Sequence[Period]) -> list[PeriodDates | None]:
    """The dates of a class or a group, in the order of the periods; None where it has none."""
    known = {dates.period_id: dates for dates in place.dates}
    return [known.get(period.pk) for period in periods]


def overlaps_of(places: Sequence[SchoolClass | Group], year: Days) -> dict[str, list[Overlap]]:
    """The overlaps of some classes and groups, by name."""
    keys = {key_of(place) for place in places}
    return {place.name: place.overlaps for place in dated_places(year) if place.key in keys and place.overlaps}


def _dated(place: Any, dates: list[PeriodDates], year: Days, colours: dict[int, int]) -> DatedPlace:
    named = [NamedDays(each.period.name, Days(each.starts_on, each.ends_on)) for each in dates]
    holes, doubles = gaps(named), overlaps(named)
    bars = [
        *(_bar(f"period-{colours[each.period_id]}", Days(each.starts_on, each.ends_on), year) for each in dates),
        *(_bar("gap", hole, year) for hole in holes),
        *(_bar("overlap", double.days, year) for double in doubles),
    ]
    outside = [each for each in dates if not (year.holds(each.starts_on) and year.holds(each.ends_on))]
    return DatedPlace(key_of(place), str(place), dates, holes, doubles, outside, [bar for bar in bars if bar])


def _bar(kind: str, days: Days, year: Days) -> Bar | None:
    """The part of it that is in the year."""
    drawn = days.common(year)
    return Bar(kind, (drawn.first - year.first).days, drawn.length) if drawn else None


def months_of(year: Days) -> list[int]:
    """Where each month begins in the drawing."""
    days = (year.first + datetime.timedelta(days=number) for number in range(year.length))
    return [number for number, day in enumerate(days) if day.day == 1]
