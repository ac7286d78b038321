"""Évaluations beside a million results: a big grid, its save, two hundred saves at once, what a year entered."""

import datetime
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache, partial
from threading import Barrier

from accounts.models import Account
from bench.browser import Browser
from bench.figures import p95
from bench.invented import children
from bench.rows.base import Row, Scene, rows
from bench.rows.evaluations import VISITOR, evaluation_of, fill, items_of, read, save, school_with_a_teacher
from bench.world import Visitor, add_class, settle
from evaluations.models import Evaluation, EvaluationItem, Mark
from evaluations.services.marks import signature_of
from sacoche.kit.bulk import bulk_insert
from sacoche.kit.clock import today
from sacoche.kit.tenancy import school_scope
from schools.models import School, SchoolClass

RESULTS = 1_000_000
CLASSES, PUPILS, ITEMS = 40, 30, 10
AT_ONCE = 200
# Two hundred whole grids are long to write one after the other; what is measured is how long.
PATIENCE = 300
WHOLE = 29
_GROUP = "volume"


@dataclass(frozen=True)
class Volume:
    """A school of forty classes with a million results of this year, and one class more."""

    school: School
    items: Sequence[int]
    its_class: SchoolClass
    pupils: Sequence[int]


@cache
def volume() -> Volume:
    """Made once: every row of this file reads and writes beside the same results."""
    school = school_with_a_teacher()
    items = items_of(school, 50)
    each = RESULTS // (CLASSES * PUPILS * ITEMS) + 1
    for number in range(CLASSES):
        its_class, pupils = add_class(school, children(PUPILS), reference=f"V{number}")
        with school_scope(school):
            _give(its_class, pupils, items, each)
    its_class, pupils = add_class(school, children(35), reference="CM2")
    settle(Mark, Evaluation, EvaluationItem)
    return Volume(school, items, its_class, pupils)


def _give(its_class: SchoolClass, pupils: Sequence[int], items: Sequence[int], number: int) -> None:
    """So many évaluations of a class, ten items each, every cell filled, one a day before today."""
    teacher = Account.objects.get(login=VISITOR)
    author, year = signature_of(teacher), _year(its_class)
    days = [today() - datetime.timedelta(days=rank % 80 + 1) for rank in range(number)]
    common = {"owner": teacher, "owner_label": teacher.author_label, "school_class": its_class, "year": year}
    made = Evaluation.objects.bulk_create(
        [Evaluation(title=f"Bilan {rank}", given_on=day, visible_on=day, **common) for rank, day in enumerate(days)]
    )
    lines, marks = [], []
    for rank, evaluation in enumerate(made):
        chosen = [items[(rank + place) % len(items)] for place in range(ITEMS)]
        of = {"evaluation_id": evaluation.pk}
        lines += [of | {"item_id": item, "order": order} for order, item in enumerate(chosen, start=1)]
        days_of = {"given_on": evaluation.given_on, "visible_on": evaluation.visible_on}
        marks += [of | days_of | {"pupil_id": pupil, "item_id": item} for pupil in pupils for item in chosen]
    bulk_insert(EvaluationItem, lines)
    bulk_insert(Mark, marks, common={"year": year, "author_id": author.pk, "code": "3"})


def _year(its_class: SchoolClass) -> int:
    return int(its_class.school.first_year)


def _new(items: Sequence[int]) -> Evaluation:
    """An empty évaluation of the class that has no results yet."""
    known = volume()
    return evaluation_of(known.school, known.its_class, list(items), day=today())


def _grids(count: int) -> Iterator[Scene]:
    """35 × 40, every cell filled."""
    known = volume()
    evaluation = _new(known.items[:40])
    fill(known.school, evaluation, list(known.pupils), list(known.items[:40]))
    look = partial(read, f"/evaluations/{evaluation.pk}/saisir/", b'id="grid-decisions"')
    yield from [Scene(Visitor(known.school, VISITOR), look)] * count


def _saves(count: int) -> Iterator[Scene]:
    """1,400 cells of an empty évaluation, in one save."""
    known = volume()
    for _ in range(count):
        evaluation = _new(known.items[:40])
        cells: list[list[object]] = [[pupil, item, "", "3"] for pupil in known.pupils for item in known.items[:40]]
        yield Scene(Visitor(known.school, VISITOR), partial(save, evaluation.pk, cells))


def _at_once(pupils_each: int, count: int) -> Iterator[Scene]:
    """Two hundred évaluations of 30 × 29, saved at the same moment: so many pupils of each, every cell of them.

    The figure is the p95 of the two hundred answers, counted from the moment when all were sent; every mark is then
    found, or the bench stops.
    """
    known = volume()
    items, pupils = known.items[:WHOLE], known.pupils[:pupils_each]
    cells: list[list[object]] = [[pupil, item, "", "3"] for pupil in pupils for item in items]
    for _ in range(count):
        made = [_new(items).pk for _ in range(AT_ONCE)]
        yield Scene(Visitor(known.school, VISITOR), partial(_save_all, known.school, made, cells))


def _save_all(school: School, evaluations: Sequence[int], cells: list[list[object]], browser: Browser) -> None:
    together = Barrier(len(evaluations))

    def one(pk: int) -> tuple[float, int]:
        window = browser.twin(patience=PATIENCE)
        together.wait()
        save(pk, cells, window)
        window.close()
        return window.milliseconds, window.bytes

    with ThreadPoolExecutor(len(evaluations)) as pool:
        answers = list(pool.map(one, evaluations))
    browser.milliseconds, browser.requests = p95([took for took, _ in answers]), len(answers)
    browser.bytes = sum(size for _, size in answers)
    with school_scope(school):
        written = Mark.objects.filter(evaluation__in=evaluations).count()
    assert written == len(evaluations) * len(cells), f"{written} marks of {len(evaluations) * len(cells)}"


def _years(count: int) -> Iterator[Scene]:
    """« Nombre de saisies » of the head: the rates of every évaluation of the school year, by class and by teacher."""
    known = volume()
    yield from [Scene(Visitor(known.school, "head"), partial(read, "/evaluations/saisies/", b"PETIT A."))] * count


rows.register(Row("volume_entry_35x40", _grids, runs=20, workers=_GROUP))
rows.register(Row("volume_save_1400_marks", _saves, workers=_GROUP))
rows.register(Row("volume_rates_of_the_year", _years, warm_up=2, runs=5, workers=_GROUP))
for _pupils, _what in ((1, "pupils"), (30, "grids")):
    _code = f"volume_save_{AT_ONCE}_{_what}_at_once"
    rows.register(Row(_code, partial(_at_once, _pupils), warm_up=1, runs=3, workers=_GROUP))
