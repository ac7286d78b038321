"""Bulletins printed for good: a class from its page, a whole school as a worker makes it, and a page meanwhile."""

import contextlib
import re
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Any

from django.db import connection

from accounts.models import Account
from bench.browser import Browser
from bench.figures import Sample
from bench.invented import children
from bench.rows.base import Row, Scene, rows
from bench.rows.evaluations import VISITOR, school_with_a_teacher
from bench.world import Visitor, add_class
from bilans.models import Appreciation, DocumentStatus, Position
from documents.makers import makers
from documents.making import make_file
from sacoche.kit.clock import now, today
from sacoche.kit.tenancy import school_scope
from schools.calendar import year_of
from schools.models import Matiere, Period, PeriodDates, School, SchoolClass
from schools.years import first_year

Progress = Callable[[int, int], None]
_MATIERES = 11
_SAID = "De la volonté à l'oral ; l'écrit demande plus de soin. Le travail de chaque semaine portera ses fruits. "


def _closed(classes: int, pupils: int) -> tuple[School, dict[str, Any]]:
    """A school whose classes have eleven matières, texts, and are « Complet »; and what the page of printing sends."""
    school = school_with_a_teacher()
    keys = [add_class(school, children(pupils), reference=f"5E{rank}") for rank in range(classes)]
    with school_scope(school):
        period = Period.objects.create(school=school, order=1, name="1er trimestre")
        named = [{"reference": f"M{rank}", "label": f"Matière {rank}"} for rank in range(_MATIERES)]
        matieres = [Matiere.objects.create(school=school, **each) for each in named]
        for its_class, its_pupils in keys:
            _conclude(its_class, its_pupils, period, matieres)
    return school, {"bilan": "bulletin", "periode": period.pk, "classe": [its_class.pk for its_class, _ in keys]}


def _conclude(its_class: SchoolClass, pupils: Sequence[int], period: Period, matieres: Sequence[Matiere]) -> None:
    """A text of each pupil in each matière, a mean, a synthesis; the class is closed."""
    days = year_of(today(), switch_month=8)
    PeriodDates.objects.create(period=period, school_class=its_class, starts_on=days.first, ends_on=today())
    place = {"kind": "bulletin", "year": first_year(days.first, switch_month=8), "period": period}
    DocumentStatus.objects.create(school_class=its_class, status="complet", locked_at=now(), **place)
    signed = place | {"author_label": "PETIT A."}
    texts, means = [], []
    for pupil in pupils:
        texts.append(Appreciation(pupil_id=pupil, section="synthese", text=_SAID * 3, **signed))
        for matiere in matieres:
            named = {"pupil_id": pupil, "matiere": matiere, "matiere_label": matiere.label} | signed
            texts.append(Appreciation(section="matiere", text=_SAID, **named))
            means.append(Position(origin="typed", percent=69, **named))
    Appreciation.objects.bulk_create(texts)
    Position.objects.bulk_create(means)


def _print(asked: dict[str, Any], browser: Browser) -> None:
    """The question, then the print, its archives, the file."""
    fields = [("bilan", asked["bilan"]), ("periode", str(asked["periode"]))]
    fields += [("classe", str(each)) for each in asked["classe"]]
    question = browser.post("/impression/", [*fields, ("act", "imprimer")], status=200).body.decode()
    seen = re.search('name="vu" value="([^"]*)"', question)
    assert seen
    made = browser.post("/impression/", [*fields, ("act", "imprimer"), ("vu", seen[1])])
    assert b"archiv" in browser.follow(made).body


def _bulletins(classes: int, pupils: int, count: int) -> Iterator[Scene]:
    school, asked = _closed(classes, pupils)
    yield from [Scene(Visitor(school, "head"), partial(_print, asked))] * count


def _print_all() -> Sample:
    """Six hundred bulletins, as the worker makes them: seconds, and what the file of the printer weighs."""
    school, asked = _closed(20, 30)
    began = time.perf_counter()
    file = _made_by_a_worker(school, asked)
    seconds = time.perf_counter() - began
    assert file.told["pupils"] == 600
    return Sample(seconds * 1000, requests=0, bytes=file.size, grown_mb=0.0)


def _made_by_a_worker(school: School, asked: dict[str, Any], progress: Progress = lambda done, total: None) -> Any:
    sent = {"kind": "bulletin", "period": asked["periode"], "classes": asked["classe"], "only": [], "pupils": 600}
    with school_scope(school):
        head = Account.objects.get(login="head")
        return make_file(maker=makers.get("bilans.print"), school=school, owner=head, asked=sent, progress=progress)


class _Enough(Exception):
    """The pages were measured: what is still printed serves nobody."""


def _pages_meanwhile(count: int) -> Iterator[Scene]:
    """The board of the same school, opened again and again while its six hundred bulletins are printed."""
    school, asked = _closed(20, 30)
    has_enough = threading.Event()

    def progress(_done: int, _total: int) -> None:
        if has_enough.is_set():
            raise _Enough

    def work() -> None:
        try:
            with contextlib.suppress(_Enough):
                _made_by_a_worker(school, asked, progress)
        finally:
            connection.close()

    printing = threading.Thread(target=work)
    printing.start()
    for _ in range(count):
        assert printing.is_alive()
        yield Scene(Visitor(school, VISITOR), _read_board)
    has_enough.set()
    printing.join()


def _read_board(browser: Browser) -> None:
    assert b"off-board" in browser.get("/bilans-officiels/bulletin/").body


rows.register(Row("bulletin_print_30", partial(_bulletins, 1, 30), runs=3, workers="bilans"))
rows.register(Row("bulletin_print_600", alone=_print_all, runs=1, warm_up=0))
rows.register(Row("bulletin_board_while_printing", _pages_meanwhile, runs=60))
