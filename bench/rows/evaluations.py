"""« Saisir les acquisitions »: the grid of an évaluation, its saving, the list with its rates."""

import datetime
import json
from collections.abc import Iterator
from functools import partial

from accounts.enums import Profile
from accounts.models import NOTICE_VERSION, Account
from bench.browser import Browser, Upload
from bench.invented import children
from bench.rows.base import Row, Scene, rows
from bench.world import Visitor, add_class, new_school
from evaluations.dates import Dates
from evaluations.models import Evaluation, Mark
from evaluations.services.evaluations import Wanted, create_evaluation
from evaluations.services.marks import signature_of
from referentiels.models import Item
from referentiels.services.making import create
from referentiels.tree import Domaine, Theme, Tree
from referentiels.tree import Item as PlainItem
from sacoche.kit.bulk import bulk_insert
from sacoche.kit.clock import now, today
from sacoche.kit.tenancy import school_scope
from schools.models import Matiere, Niveau, School, SchoolClass

VISITOR = "teacher"


def school_with_a_teacher() -> School:
    """An empty school, and a teacher who works in every class."""
    school = new_school()
    with school_scope(school):
        head = Account.objects.get(login="head")
        teacher = Account(profile=Profile.DOC, login=VISITOR, last_name="PETIT", first_name="Ali")
        teacher.password, teacher.activated_at, teacher.notice_version = head.password, now(), NOTICE_VERSION
        teacher.save()
    return school


def items_of(school: School, number: int) -> list[int]:
    """So many items of one référentiel."""
    named = tuple(PlainItem(f"Ce que l'on évalue, {rank}") for rank in range(number))
    tree = Tree((Domaine("A", "Nombres", themes=(Theme("Calculs", items=named),)),))
    with school_scope(school):
        matiere = Matiere.objects.create(school=school, reference="MATHS", label="Mathématiques")
        made = create(author=None, matiere=matiere, niveau=Niveau.objects.get(reference="CM2"), tree=tree)
        return list(Item.objects.filter(theme__domaine__referentiel=made).order_by("pk").values_list("pk", flat=True))


def evaluation_of(school: School, its_class: SchoolClass, items: list[int], *, day: datetime.date) -> Evaluation:
    with school_scope(school):
        wanted = Wanted(title="Bilan", dates=Dates(day, day), items=items, school_class=its_class)
        return create_evaluation(actor=Account.objects.get(login=VISITOR), wanted=wanted)


def fill(school: School, evaluation: Evaluation, pupils: list[int], items: list[int]) -> None:
    """Every cell « 3 »."""
    with school_scope(school):
        give(evaluation, Account.objects.get(login=VISITOR), pupils, items)


def evaluate(
    school: School, its_class: SchoolClass, pupils: list[int], items: list[int], *, day: datetime.date
) -> None:
    """Every pupil of a class gets « 3 » on every item, by who signs the results of these schools."""
    with school_scope(school):
        head = Account.objects.get(login="head")
        wanted = Wanted(title="Bilan", dates=Dates(day, day), items=items, school_class=its_class)
        give(create_evaluation(actor=head, wanted=wanted), head, pupils, items)


def give(evaluation: Evaluation, by: Account, pupils: list[int], items: list[int]) -> None:
    """« 3 » in every cell of an évaluation of the open school."""
    author = signature_of(by)
    cells = [{"pupil_id": pupil, "item_id": item} for pupil in pupils for item in items]
    days = {"given_on": evaluation.given_on, "visible_on": evaluation.visible_on, "year": evaluation.year}
    bulk_insert(Mark, cells, common=days | {"evaluation_id": evaluation.pk, "author_id": author.pk, "code": "3"})


def filled(pupils: int, items: int) -> tuple[School, Evaluation, list[int], list[int]]:
    """A school with one évaluation, every cell given: itself, its pupils, its items."""
    school = school_with_a_teacher()
    its_class, pupil_ids = add_class(school, children(pupils), reference="CM2")
    item_ids = items_of(school, items)
    evaluation = evaluation_of(school, its_class, item_ids, day=today())
    fill(school, evaluation, pupil_ids, item_ids)
    return school, evaluation, pupil_ids, item_ids


def read(path: str, expected: bytes, browser: Browser) -> None:
    """A page that holds these words."""
    assert expected in browser.get(path).body


def _grids(pupils: int, items: int, count: int) -> Iterator[Scene]:
    """The whole grid, every cell filled."""
    school, evaluation, _, _ = filled(pupils, items)
    look = partial(read, f"/evaluations/{evaluation.pk}/saisir/", b'id="grid-decisions"')
    yield from [Scene(Visitor(school, VISITOR), look)] * count


def save(pk: int, cells: list[list[object]], browser: Browser) -> None:
    """These cells of the grid of an évaluation, none refused."""
    sent = {"gestures": [{"gesture": "cell", "cells": cells}]}
    answer = browser.post_json(f"/evaluations/{pk}/saisir/enregistrer/", sent)
    assert answer["saved"] == len(cells), answer


def _new_saves(count: int) -> Iterator[Scene]:
    """Each run fills another évaluation of thirty pupils and ten items, empty until then."""
    school = school_with_a_teacher()
    its_class, pupils = add_class(school, children(30), reference="CM2")
    items = items_of(school, 10)
    cells = [[pupil, item, "", "3"] for pupil in pupils for item in items]
    for _ in range(count):
        evaluation = evaluation_of(school, its_class, items, day=today())
        yield Scene(Visitor(school, VISITOR), partial(save, evaluation.pk, cells))


def _single_saves(count: int) -> Iterator[Scene]:
    """Each run changes another cell of a grid that is wholly filled."""
    school, evaluation, pupils, items = filled(30, 10)
    for number in range(count):
        cell: list[list[object]] = [[pupils[number % 30], items[number // 30], "3", "4"]]
        yield Scene(Visitor(school, VISITOR), partial(save, evaluation.pk, cell))


def _lists(number: int, count: int) -> Iterator[Scene]:
    """So many évaluations of one teacher, each half filled, with its rate."""
    school = school_with_a_teacher()
    its_class, pupils = add_class(school, children(30), reference="CM2")
    items = items_of(school, 10)
    for _ in range(number):
        fill(school, evaluation_of(school, its_class, items, day=today()), pupils[::2], items)
    yield from [Scene(Visitor(school, VISITOR), partial(read, "/evaluations/", str(number).encode()))] * count


def _files(count: int) -> Iterator[Scene]:
    """« Saisie déportée » of a grid that is wholly filled."""
    school, evaluation, _, _ = filled(30, 10)
    look = partial(read, f"/evaluations/{evaluation.pk}/saisie-deportee.csv?rempli=1", b"CODAGES")
    yield from [Scene(Visitor(school, VISITOR), look)] * count


def _files_back(count: int) -> Iterator[Scene]:
    """The same file given back: what it says of the cells is read, as « Fichier… » does."""
    school, evaluation, _, _ = filled(30, 10)
    address, kept = f"/evaluations/{evaluation.pk}", _KeptFile()
    ask = partial(kept.take, f"{address}/saisie-deportee.csv?rempli=1")
    give = partial(kept.give_back, f"{address}/saisir/lire-un-fichier/")
    yield from [Scene(Visitor(school, VISITOR), give, before=ask)] * count


class _KeptFile:
    """A file between its download and its return."""

    data = b""

    def take(self, path: str, browser: Browser) -> None:
        self.data = self.data or browser.get(path).body

    def give_back(self, path: str, browser: Browser) -> None:
        upload = Upload("fichier", "saisie.csv", self.data)
        answer = browser.post(path, upload=upload, status=200)
        assert len(json.loads(answer.body)["cells"]) == 300


def _rates(count: int) -> Iterator[Scene]:
    """The « taux de saisie » of an évaluation that is wholly filled, on its page."""
    school, evaluation, _, _ = filled(30, 10)
    yield from [Scene(Visitor(school, VISITOR), partial(read, f"/evaluations/{evaluation.pk}/", b"100"))] * count


for _pupils, _number in ((30, 10), (35, 40)):
    rows.register(Row(f"entry_{_pupils}x{_number}", partial(_grids, _pupils, _number), runs=20, workers="entry"))
rows.register(Row("save_300_marks", _new_saves, workers="entry"))
rows.register(Row("save_1_mark", _single_saves, runs=20, workers="entry"))
rows.register(Row("entry_csv", _files, runs=20, workers="entry"))
rows.register(Row("entry_rate", _rates, runs=20, workers="entry"))
rows.register(Row("entry_csv_back", _files_back, runs=20, workers="entry"))
for _number in (200, 500):
    rows.register(Row(f"evaluations_{_number}", partial(_lists, _number), runs=20, workers="entry"))
