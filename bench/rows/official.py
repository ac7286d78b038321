"""Official documents: a subject page, the save of a text, the board of statuses, the recap of a class."""

import datetime
from collections.abc import Iterator
from functools import partial

from accounts.models import Account, MatiereTeaching
from bench.browser import Browser
from bench.invented import children
from bench.rows.base import Row, Scene, rows
from bench.rows.evaluations import VISITOR, evaluation_of, fill, items_of, school_with_a_teacher
from bench.world import Visitor, add_class
from bilans.models import Appreciation, DocumentStatus
from sacoche.kit.clock import today
from sacoche.kit.tenancy import school_scope
from schools.models import Matiere, Period, PeriodDates, School, SchoolClass
from schools.years import first_year

_DAYS, _PERIODS = 60, 3


def _period(school: School, its_class: SchoolClass, order: int = 1) -> Period:
    """A period of the class that ends so many times sixty days ago, or today; its bulletin is open."""
    period, _ = Period.objects.get_or_create(school=school, name=f"Période {order}", defaults={"order": order})
    ends = today() - datetime.timedelta(days=_DAYS * (_PERIODS - order))
    days = {"starts_on": ends - datetime.timedelta(days=_DAYS - 1), "ends_on": ends}
    PeriodDates.objects.create(period=period, school_class=its_class, **days)
    year = first_year(days["starts_on"], switch_month=school.year_switch_month)
    place = {"kind": "bulletin", "year": year, "period": period}
    DocumentStatus.objects.create(school_class=its_class, status="profs", **place)
    return period


def _open_class(pupils: int, items: int) -> tuple[School, SchoolClass, list[int], list[Period], Matiere]:
    """A class marked twice on each item, its three periods, the bulletin of each open to who visits."""
    school = school_with_a_teacher()
    its_class, keys = add_class(school, children(pupils), reference="CM2")
    taught = items_of(school, items)
    for days in (1, _DAYS + 1):
        day = today() - datetime.timedelta(days=days)
        fill(school, evaluation_of(school, its_class, taught, day=day), keys, taught)
    with school_scope(school):
        periods = [_period(school, its_class, order) for order in range(1, _PERIODS + 1)]
        matiere = Matiere.objects.get()
        MatiereTeaching.objects.create(teacher=Account.objects.get(login=VISITOR), matiere=matiere)
    return school, its_class, keys, periods, matiere


def _read(path: str, expected: bytes, browser: Browser) -> None:
    assert expected in browser.get(path).body


def _subjects(pupils: int, count: int) -> Iterator[Scene]:
    school, its_class, _, periods, matiere = _open_class(pupils, 20)
    path = f"/bilans-officiels/bulletin/{its_class.pk}/{periods[-1].pk}/matiere/{matiere.pk}/"
    yield from [Scene(Visitor(school, VISITOR), partial(_read, path, b"off-row"))] * count


def _save(path: str, pupil: int, matiere: int, browser: Browser) -> None:
    sent = {"pupil": pupil, "matiere": matiere, "text": "Un trimestre sérieux.", "version": 0, "key": 0}
    assert browser.post_json(path, sent)["version"] == 1


def _saves(count: int) -> Iterator[Scene]:
    """Each run writes of another pupil."""
    school, its_class, pupils, periods, matiere = _open_class(max(count, 30), 20)
    path = f"/bilans-officiels/bulletin/{its_class.pk}/{periods[-1].pk}/texte/"
    for pupil in pupils[:count]:
        yield Scene(Visitor(school, VISITOR), partial(_save, path, pupil, matiere.pk))


def _boards(classes: int, count: int) -> Iterator[Scene]:
    """Thirty pupils in each class, with a text each in the first period."""
    school = school_with_a_teacher()
    for number in range(classes):
        its_class, keys = add_class(school, children(30), reference=f"CM2-{number}")
        with school_scope(school):
            periods = [_period(school, its_class, order) for order in range(1, _PERIODS + 1)]
            _write(school, periods[0], keys)
    yield from [Scene(Visitor(school, VISITOR), partial(_read, "/bilans-officiels/bulletin/", b"off-board"))] * count


def _write(school: School, period: Period, pupils: list[int]) -> None:
    year = DocumentStatus.objects.filter(period=period).latest("pk").year
    told = {"kind": "bulletin", "year": year, "period": period, "section": "synthese", "author_label": "PETIT A."}
    Appreciation.objects.bulk_create(Appreciation(pupil_id=key, text="Bon trimestre.", **told) for key in pupils)


def _recaps(count: int) -> Iterator[Scene]:
    school, its_class, _, periods, _ = _open_class(30, 20)
    path = f"/bilans-officiels/bulletin/{its_class.pk}/{periods[-1].pk}/conseil/recapitulatif/"
    yield from [Scene(Visitor(school, VISITOR), partial(_read, path, b"rel-lines"))] * count


for _pupils in (30, 35):
    rows.register(Row(f"bulletin_subject_{_pupils}", partial(_subjects, _pupils), runs=10, workers="bilans"))
rows.register(Row("bulletin_save_text", _saves, runs=20, workers="bilans"))
rows.register(Row("bulletin_board_40x3", partial(_boards, 40), runs=10, workers="bilans"))
rows.register(Row("bulletin_recap_30", _recaps, runs=10, workers="bilans"))
