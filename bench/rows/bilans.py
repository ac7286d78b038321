"""Relevés, synthèses and curves: the page of a class, its PDF."""

import datetime
from collections.abc import Iterator
from functools import partial
from urllib.parse import urlencode

from bench.browser import Browser
from bench.invented import children
from bench.rows.base import Row, Scene, rows
from bench.rows.evaluations import VISITOR, evaluation_of, fill, items_of, school_with_a_teacher
from bench.world import Visitor, add_class
from sacoche.kit.clock import today
from schools.models import School

# An item is marked once in each évaluation.
_EVALUATIONS = 4


def _marked(pupils: int, items: int) -> tuple[School, int]:
    """A school, and a class of it with a result of each pupil on each item in each évaluation."""
    school = school_with_a_teacher()
    its_class, keys = add_class(school, children(pupils), reference="CM2")
    taught = items_of(school, items)
    for number in range(_EVALUATIONS):
        day = today() - datetime.timedelta(days=number)
        fill(school, evaluation_of(school, its_class, taught, day=day), keys, taught)
    return school, its_class.pk


def _read(path: str, browser: Browser) -> None:
    assert b"rel-sheet" in browser.get(path).body


def _pages(path: str, asked: dict[str, str], pupils: int, items: int, count: int) -> Iterator[Scene]:
    school, its_class = _marked(pupils, items)
    query = urlencode({"classe": its_class, **asked})
    yield from [Scene(Visitor(school, VISITOR), partial(_read, f"/releves/{path}/?{query}"))] * count


def _make(path: str, query: str, browser: Browser) -> None:
    made = browser.post(f"/releves/{path}/fichier/", [("query", query), ("format", "pdf")])
    assert b"pages" in browser.follow(made).body


def _papers(path: str, asked: dict[str, str], pupils: int, items: int, count: int) -> Iterator[Scene]:
    school, its_class = _marked(pupils, items)
    query = urlencode({"classe": its_class, **asked})
    yield from [Scene(Visitor(school, VISITOR), partial(_make, path, query))] * count


_MATHS = {"matiere": "MATHS"}
for _name, _path, _asked, _pupils, _items in (
    ("releve_30", "items/matiere", _MATHS, 30, 40),
    ("releve_table_53", "tableau/matiere", _MATHS, 53, 40),
    ("releve_bulletin_53", "bulletin", _MATHS, 53, 40),
    ("releve_all_53", "items/pluridisciplinaire", {}, 53, 120),
    ("synthese_53", "synthese/pluridisciplinaire", {"format": "theme"}, 53, 120),
    ("curves_30", "chronologie", {}, 30, 40),
    ("suivi_30", "suivi", {}, 30, 40),
):
    rows.register(Row(_name, partial(_pages, _path, _asked, _pupils, _items), runs=10, workers="bilans"))
rows.register(Row("releve_pdf_30", partial(_papers, "items/matiere", _MATHS, 30, 60), runs=3, workers="bilans"))
