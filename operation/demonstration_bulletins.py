"""The year of the demonstration school in trimesters, and the bulletin of a class half written in one of them."""

import datetime

from accounts.models import Account
from bilans.models import Status
from bilans.officiels.kinds import BULLETIN
from bilans.officiels.services.statuses import set_statuses
from bilans.officiels.services.texts import Wanted, save_text
from evaluations.models import Mark
from schools.calendar import Days
from schools.models import Matiere, Period, School, SchoolClass
from schools.period_queries import places_of_periods, school_year
from schools.services.periods import create_usual_periods, give_dates

_SAID = (
    "Un trimestre sérieux : les fractions sont comprises.",
    "Des progrès réguliers ; la droite graduée reste à travailler.",
    "Participe volontiers. Les calculs gagneraient à être vérifiés.",
)


def open_bulletins(*, director: Account, teacher: Account, matiere: Matiere, school_class: SchoolClass) -> None:
    """Date three trimesters for everybody; open the bulletin of the class in that of its last results, half done."""
    last = Mark.objects.filter(pupil__school_class=school_class).latest("given_on")
    period = _date_trimesters(director.school, last.given_on)
    set_statuses(
        actor=director,
        kind=BULLETIN,
        places={(school_class.pk, period.pk)},
        status=Status.MIXED,
        is_discreet=True,
    )
    pupils = list(Account.objects.pupils().active().filter(school_class=school_class).in_name_order())
    for rank, pupil in enumerate(pupils[: len(pupils) // 2]):
        wanted = Wanted(pupil=pupil.pk, matiere=matiere.pk, text=_SAID[rank % len(_SAID)], seen=0)
        save_text(actor=teacher, kind=BULLETIN, school_class=school_class.pk, period=period.pk, wanted=wanted)


def _date_trimesters(school: School | None, day: datetime.date) -> Period:
    """The trimester that holds this day."""
    assert school is not None
    create_usual_periods(actor=None, school=school, model="trimestres")
    places, current = places_of_periods(), None
    for period, days in zip(Period.objects.order_by("order"), _thirds(school_year(school)), strict=True):
        give_dates(actor=None, period=period, places=places, starts_on=days.first, ends_on=days.last)
        current = period if days.holds(day) else current
    assert current is not None
    return current


def _thirds(year: Days) -> list[Days]:
    length, day = year.length // 3, datetime.timedelta(days=1)
    second, third = (year.first + length * rank * day for rank in (1, 2))
    return [Days(year.first, second - day), Days(second, third - day), Days(third, year.last)]
