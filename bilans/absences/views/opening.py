"""Whose absences a page is about: a class and a period, as its address says."""

from dataclasses import dataclass
from typing import TypeVar

from django.core.exceptions import PermissionDenied
from django.http import Http404, QueryDict

from bilans.absences.queries import classes_for, period_now
from sacoche.kit.requests import SchoolRequest
from schools.models import Period, SchoolClass

_Thing = TypeVar("_Thing", SchoolClass, Period)


@dataclass(frozen=True)
class Place:
    """A class in a period."""

    school_class: SchoolClass
    period: Period


@dataclass(frozen=True)
class Opened:
    """The classes and periods that may be chosen, and those that are; None when there is none to choose from."""

    classes: list[SchoolClass]
    periods: list[Period]
    school_class: SchoolClass | None
    period: Period | None

    @property
    def place(self) -> Place | None:
        """The class and the period of a page, when there are both."""
        return Place(self.school_class, self.period) if self.school_class and self.period else None

    @property
    def query(self) -> str:
        """What the address of this choice carries."""
        query = QueryDict(mutable=True)
        if self.school_class:
            query["classe"] = str(self.school_class.pk)
        if self.period:
            query["periode"] = str(self.period.pk)
        return query.urlencode()


def opened(request: SchoolRequest, sent: QueryDict, *, is_whole: bool = False) -> Opened:
    """What is asked: 404 for what the school does not have, 403 in words for a class that is not the reader's.

    The first class is opened when none is asked for; with `is_whole`, none is.
    """
    classes, periods = list(classes_for(request.user)), list(Period.objects.order_by("order", "name"))
    school_class = _asked(sent.get("classe", ""), classes, SchoolClass)
    period = _asked(sent.get("periode", ""), periods, Period) or period_now(periods)
    return Opened(classes, periods, school_class or (None if is_whole else next(iter(classes), None)), period)


def _asked(typed: str, offered: list[_Thing], model: type[_Thing]) -> _Thing | None:
    if not typed:
        return None
    found = next((each for each in offered if str(each.pk) == typed), None)
    if found:
        return found
    is_number = typed.isascii() and typed.isdigit() and len(typed) < 18
    if is_number and model.objects.filter(pk=int(typed)).exists():
        raise PermissionDenied("Cette classe n'est pas une des vôtres : choisissez dans la liste.")
    raise Http404
