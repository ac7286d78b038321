"""What the structure loses when a part of it is deleted: dates of periods."""

from schools.losses import Loss, lose, loss
from schools.models import Group, Period, PeriodDates, SchoolClass


def _dates_here(place: SchoolClass | Group) -> Loss | None:
    rows = place.period_dates.select_related("period").order_by("period__order", "period__name")
    return loss(
        [f"{each.period} (du {each.starts_on:%d/%m/%Y} au {each.ends_on:%d/%m/%Y})" for each in rows],
        "période perdra ses dates ici",
        "périodes perdront leurs dates ici",
    )


def _dates_of_places(period: Period) -> Loss | None:
    dates = sorted(
        period.dates.select_related("school_class__niveau", "group__niveau"),
        key=lambda each: (each.group is not None, _place(each).niveau.order, _place(each).reference),
    )
    return loss(
        [f"{_place(each)} (du {each.starts_on:%d/%m/%Y} au {each.ends_on:%d/%m/%Y})" for each in dates],
        "classe ou groupe perdra ses dates",
        "classes et groupes perdront leurs dates",
    )


def _place(dates: PeriodDates) -> SchoolClass | Group:
    place = dates.school_class or dates.group
    assert place is not None
    return place


lose(PeriodDates, "school_class", _dates_here)
lose(PeriodDates, "group", _dates_here)
lose(PeriodDates, "period", _dates_of_places)
