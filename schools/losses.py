"""What a deletion would take away, counted and named before anything is deleted."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from sacoche.kit.clock import today
from sacoche.kit.text import count
from schools.models import Group, Matiere, Period, PeriodDates, SchoolClass


@dataclass(frozen=True)
class Loss:
    """One sentence, with the names of those whom it concerns; none when they are only counted."""

    sentence: str
    names: tuple[str, ...]


def fingerprint(losses: Iterable[Loss]) -> str:
    """What the person who is asked has read: it must still be true when the answer comes."""
    return hashlib.sha256(repr(list(losses)).encode()).hexdigest()[:16]


def losses_of_class(school_class: SchoolClass) -> list[Loss]:
    """What goes with a class."""
    pupils = school_class.pupils.order_by("sort_key", "pk")
    teachers = school_class.assignments.order_by("teacher__sort_key")
    return _kept(
        _loss(
            _names(pupils.exclude(left_on__lte=today())),
            "élève restera sans classe : son compte et ses validations restent",
            "élèves resteront sans classe : leurs comptes et leurs validations restent",
        ),
        _loss(
            _names(pupils.filter(left_on__lte=today())),
            "élève sorti perdra la mention de cette classe",
            "élèves sortis perdront la mention de cette classe",
        ),
        _loss(
            _teachers(teachers, "is_pp", "professeur principal"),
            "professeur perdra cette classe",
            "professeurs perdront cette classe",
        ),
        _dates_loss(school_class.period_dates.all()),
    )


def losses_of_group(group: Group) -> list[Loss]:
    """What goes with a group."""
    members = group.memberships.order_by("pupil__sort_key", "pupil_id")
    teachers = group.teachings.order_by("teacher__sort_key")
    return _kept(
        _loss(
            _names(members, "pupil__"),
            "élève n'y sera plus : son compte, sa classe et ses validations restent",
            "élèves n'y seront plus : leurs comptes, leurs classes et leurs validations restent",
        ),
        _loss(_teachers(teachers), "professeur perdra ce groupe", "professeurs perdront ce groupe"),
        _dates_loss(group.period_dates.all()),
    )


def losses_of_matiere(matiere: Matiere) -> list[Loss]:
    """What goes with a matière."""
    teachers = matiere.teachings.order_by("teacher__sort_key")
    return _kept(
        _loss(
            _teachers(teachers, "is_coordonnateur", "coordonnateur"),
            "professeur perdra cette matière",
            "professeurs perdront cette matière",
        )
    )


def losses_of_period(period: Period) -> list[Loss]:
    """What goes with a period."""
    dates = sorted(
        period.dates.select_related("school_class__niveau", "group__niveau"),
        key=lambda each: (each.group is not None, _place(each).niveau.order, _place(each).reference),
    )
    return _kept(
        _loss(
            [f"{_place(each)} (du {each.starts_on:%d/%m/%Y} au {each.ends_on:%d/%m/%Y})" for each in dates],
            "classe ou groupe perdra ses dates",
            "classes et groupes perdront leurs dates",
        )
    )


def _place(dates: PeriodDates) -> SchoolClass | Group:
    place = dates.school_class or dates.group
    assert place is not None
    return place


def _kept(*losses: Loss | None) -> list[Loss]:
    return [loss for loss in losses if loss]


def _loss(names: list[str], singular: str, plural: str) -> Loss | None:
    return Loss(f"{count(len(names), singular, plural)}.", tuple(names)) if names else None


def _names(people: QuerySet[Any], prefix: str = "") -> list[str]:
    return [" ".join(names) for names in people.values_list(f"{prefix}last_name", f"{prefix}first_name")]


def _teachers(links: QuerySet[Any], role: str = "", role_word: str = "") -> list[str]:
    fields = ["teacher__last_name", "teacher__first_name", *([role] if role else [])]
    rows = links.values_list(*fields)
    return [f"{row[0]} {row[1]}" + (f" ({role_word})" if role and row[2] else "") for row in rows]


def _dates_loss(dates: QuerySet[PeriodDates]) -> Loss | None:
    rows = dates.select_related("period").order_by("period__order", "period__name")
    return _loss(
        [f"{each.period} (du {each.starts_on:%d/%m/%Y} au {each.ends_on:%d/%m/%Y})" for each in rows],
        "période perdra ses dates ici",
        "périodes perdront leurs dates ici",
    )
