"""The periods of the school year, and their dates for each class and group."""

import datetime
from collections.abc import Sequence
from typing import Any

from django.db import IntegrityError, transaction

from sacoche.kit.journal import record
from schools.models import Group, Period, PeriodDates, School, SchoolClass

# What schools usually cut their year into.
USUAL = {
    "trimestres": [f"Trimestre {number}" for number in (1, 2, 3)],
    "semestres": [f"Semestre {number}" for number in (1, 2)],
    "periodes": [f"Période {number}" for number in (1, 2, 3, 4, 5)],
}


class PeriodNameTaken(Exception):
    """Another period of the school has this name."""


def save_period(*, actor: Any, period: Period) -> None:
    """Save a period, new or changed. Raises PeriodNameTaken."""
    verb = "schools.update_period" if period.pk else "schools.create_period"
    try:
        with transaction.atomic():
            period.save()
            record(verb, actor=actor, school=period.school, period=period.name)
    except IntegrityError as error:
        raise PeriodNameTaken from error


@transaction.atomic
def create_usual_periods(*, actor: Any, school: School, model: str) -> int:
    """Create the periods of a usual model that are not there yet; how many were made."""
    held = set(Period.objects.values_list("name", flat=True))
    new = [(order, name) for order, name in enumerate(USUAL[model], start=1) if name not in held]
    for order, name in new:
        save_period(actor=actor, period=Period(school=school, order=order, name=name))
    return len(new)


@transaction.atomic
def delete_period(*, actor: Any, period: Period) -> None:
    """Delete a period, and its dates with it."""
    record("schools.delete_period", actor=actor, school=period.school, period=period.name)
    period.delete()


@transaction.atomic
def give_dates(
    *,
    actor: Any,
    period: Period,
    places: Sequence[SchoolClass | Group],
    starts_on: datetime.date,
    ends_on: datetime.date,
) -> None:
    """Date a period for classes and groups; dates that it already had there are replaced."""
    for place in places:
        target = {"school_class": place} if isinstance(place, SchoolClass) else {"group": place}
        PeriodDates.objects.update_or_create(
            school=period.school, period=period, **target, defaults={"starts_on": starts_on, "ends_on": ends_on}
        )
    names = ", ".join(place.label for place in places)
    days = {"first": f"{starts_on:%d/%m/%Y}", "last": f"{ends_on:%d/%m/%Y}"}
    record("schools.date_period", actor=actor, school=period.school, period=period.name, places=names, **days)


@transaction.atomic
def take_dates(*, actor: Any, dates: PeriodDates) -> None:
    """A class or a group no longer has this period."""
    place = dates.school_class or dates.group
    record("schools.undate_period", actor=actor, school=dates.school, period=dates.period.name, places=str(place))
    dates.delete()
