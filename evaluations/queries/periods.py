"""The périodes of the school as a list of évaluations offers them."""

from django.db.models import Max, Min

from schools.calendar import Days
from schools.models import Period, PeriodDates


def periods_offered() -> list[tuple[str, str]]:
    """Those that have dates somewhere: their number and their name, in order."""
    dated = Period.objects.filter(dates__isnull=False).distinct().order_by("order", "name")
    return [(str(pk), name) for pk, name in dated.values_list("pk", "name")]


def days_of_period(pk: int, place: str) -> Days | None:
    """From when to when it lasts for a class or a group (« 12 », « g34 »), or anywhere; None without dates."""
    dates = PeriodDates.objects.filter(period=pk)
    if place:
        key = "group" if place.startswith("g") else "school_class"
        dates = dates.filter(**{key: int(place.removeprefix("g"))})
    found = dates.aggregate(first=Min("starts_on"), last=Max("ends_on"))
    return Days(found["first"], found["last"]) if found["first"] else None
