"""Reading absences and lates: those of a document, of a class, and what was written of them."""

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Count, Max, Min, QuerySet

from accounts.models import Account, AccountQuerySet
from accounts.present import present
from accounts.queries import classes_open_to
from bilans.absences.deciding import KnownPupil
from bilans.computing.attendance import Figures
from bilans.models import Attendance, AttendanceChange, AttendanceSave
from bilans.rights import ATTENDANCE
from sacoche.kit.clock import today
from sacoche.kit.text import unaccent
from schools.calendar import Days
from schools.models import Period, PeriodDates, SchoolClass, SchoolClassQuerySet

# What a page shows of the saves of a period; the others stay in the history of each pupil.
SHOWN_SAVES = 20
_NOTHING = Figures()


def attendance_of(pupils: Iterable[Account | int], period: Period | int, *, year: int) -> dict[int, Figures]:
    """What is known of these pupils' absences and lates in a period, by number of the pupil: for a bulletin, a relevé
    or a page of the livret. `year` is the first calendar year of the school year (School.first_year). One query; a
    pupil of whom nothing is known is not in the answer.
    """
    rows = Attendance.objects.filter(year=year, period=period, pupil__in=list(pupils))
    return {row.pupil_id: row.figures for row in rows}


# --- Whose ------------------------------------------------------------------------------------------------------------


def classes_for(account: Account) -> SchoolClassQuerySet:
    """The classes whose absences the account writes."""
    return classes_open_to(account, ATTENDANCE)


def days_by_class(period: Period) -> dict[int, Days]:
    """The days of a period for each class that has its dates."""
    rows = PeriodDates.objects.filter(period=period).exclude(school_class=None)
    return {row.school_class_id or 0: Days(row.starts_on, row.ends_on) for row in rows}


def period_now(periods: Sequence[Period]) -> Period | None:
    """The period that a page opens on: the last that has begun for some class, else the first one."""
    begun = PeriodDates.objects.filter(starts_on__lte=today()).values_list("period").annotate(Max("starts_on"))
    latest = max(begun, key=lambda row: row[1], default=None)
    known = {period.pk: period for period in periods}
    return known.get(latest[0]) if latest and latest[0] in known else next(iter(periods), None)


def pupils_of_period(period: Period, classes: Iterable[SchoolClass] | None = None) -> AccountQuerySet:
    """The pupils who are there, or were when the period began: in order of names. All of them without `classes`."""
    found = PeriodDates.objects.filter(period=period)
    pupils: AccountQuerySet = Account.objects.pupils().in_name_order()
    if classes is not None:
        found = found.filter(school_class__in=classes)
        pupils = pupils.filter(school_class__in=classes)
    first: datetime.date | None = found.aggregate(first=Min("starts_on"))["first"]
    return pupils.filter(present(on=min(first, today()) if first else today()))


def known_pupils(period: Period, open_classes: Sequence[SchoolClass], *, year: int) -> list[KnownPupil]:
    """The pupils whom a file may name, in order of names, with what is kept of them; five queries."""
    classes = {each.pk: each for each in SchoolClass.objects.select_related("niveau")}
    days, opened = days_by_class(period), {each.pk for each in open_classes}
    pupils = list(pupils_of_period(period))
    figures = {row.pupil_id: row.figures for row in Attendance.objects.filter(year=year, period=period)}
    return [
        _known(pupil, classes.get(pupil.school_class_id or 0), days, opened, figures.get(pupil.pk, _NOTHING))
        for pupil in pupils
    ]


def _known(
    pupil: Account, school_class: SchoolClass | None, days: Mapping[int, Days], opened: set[int], figures: Figures
) -> KnownPupil:
    names = (school_class.reference, school_class.name, school_class.long_name) if school_class else ()
    return KnownPupil(
        id=pupil.pk,
        last_name=pupil.last_name,
        first_name=pupil.first_name,
        reference=pupil.reference,
        elenoet=pupil.elenoet,
        class_label=school_class.label if school_class else "",
        class_names=frozenset(unaccent(name) for name in names if name),
        days=days.get(pupil.school_class_id or 0),
        is_open=pupil.school_class_id in opened,
        figures=figures,
    )


# --- What was written -------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Undo:
    """What putting a save back would do: for each pupil the figures before it, or why he is left as he is."""

    save_made: AttendanceSave
    back: Sequence[AttendanceChange]
    left: Sequence[AttendanceChange]


def saves_of(period: Period, classes: Iterable[SchoolClass], *, year: int) -> QuerySet[AttendanceSave]:
    """The saves that changed something for the pupils of these classes, the latest first, with how many (`number`)."""
    saves = AttendanceSave.objects.filter(year=year, period=period, changes__pupil__school_class__in=list(classes))
    found: QuerySet[AttendanceSave] = saves.annotate(number=Count("changes")).order_by("-at", "-pk")
    return found


def changes_of(save_made: AttendanceSave) -> list[AttendanceChange]:
    """What a save changed, in order of names."""
    changes = AttendanceChange.objects.filter(save_made=save_made).select_related("pupil__school_class__niveau")
    return list(changes.order_by("pupil__sort_key", "pupil"))


def undo_of(save_made: AttendanceSave, changes: Sequence[AttendanceChange]) -> Undo:
    """What putting a save back would do now: what somebody has changed since stays."""
    pupils = [change.pupil_id for change in changes]
    present_ones = attendance_of(pupils, save_made.period_id, year=save_made.year)
    stays = [list(present_ones.get(change.pupil_id, _NOTHING)) != change.after for change in changes]
    return Undo(
        save_made,
        back=[change for change, is_left in zip(changes, stays, strict=True) if not is_left],
        left=[change for change, is_left in zip(changes, stays, strict=True) if is_left],
    )


def history_of(pupil: Account, *, year: int) -> list[AttendanceChange]:
    """Every change of a pupil's figures in a school year, the latest first."""
    changes = AttendanceChange.objects.filter(pupil=pupil, save_made__year=year)
    return list(changes.select_related("save_made__period").order_by("-save_made__at", "-pk"))
