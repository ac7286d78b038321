"""The class 5A of the acceptance: four pupils, five items, three évaluations, and what they must give."""

import json
from collections import defaultdict
from collections.abc import Collection
from dataclasses import replace
from datetime import date
from pathlib import Path

from bilans.computing.inputs import Domaine, Item, Marks, Matiere, Niveau, Pupil, Referentiel, Synthesis, Theme
from bilans.computing.levels import Levels
from evaluations.scoring.methods import Method
from evaluations.scoring.series import LookBack, ReportWindow, Result, Window
from evaluations.scoring.states import DEFAULT_STATES
from referentiels.tree import SocleLink

WORKED = json.loads(
    (Path(__file__).parent.parent / "data" / "golden" / "golden_pedagogie.json").read_text(encoding="utf-8")
)
VALUES = {"1": 0, "2": 33, "3": 67, "4": 100}
NO_RESULTS = ("_", "PA")
MATHS = Matiere(1, "MATHS", "Mathématiques")
CINQUIEME = Niveau(5, "5", "5e")
REFERENTIEL = Referentiel(1, MATHS, CINQUIEME, Method.GEOMETRIC, 5, LookBack.YES, Synthesis.DOMAINE)
NOMBRES, ESPACE = Domaine(1, "Nombres", REFERENTIEL), Domaine(2, "Espace", REFERENTIEL)
FRACTIONS, CALCUL, SOLIDES = Theme(1, "Fractions", NOMBRES), Theme(2, "Calcul", NOMBRES), Theme(3, "Solides", ESPACE)
ENTRY = 311
PUPILS = tuple(Pupil(number, name) for number, name in enumerate(WORKED["fixture"]["pupils"], start=1))
ALPHA, BRAVO, CHARLI, DELTA = PUPILS


def _links(*entries: int) -> tuple[SocleLink, ...]:
    return tuple(SocleLink("2006", 0, one) if one == ENTRY else SocleLink("2016", 4, one) for one in entries)


A10 = Item(10, "Comparer des fractions", "5.A10", FRACTIONS, 1, _links(ENTRY, 13))
A11 = Item(11, "Additionner des fractions", "5.A11", FRACTIONS, 2, _links(ENTRY, 13, 41))
A20 = Item(20, "Calculer de tête", "5.A20", CALCUL, 1, _links(ENTRY, 13))
B10 = Item(30, "Nommer des solides", "5.B10", SOLIDES, 0, _links(51))
B11 = Item(31, "Représenter des solides", "5.B11", SOLIDES, 1, _links(41, 43))
ITEMS = (A10, A11, A20, B10, B11)


def _marks() -> Marks:
    found = defaultdict(list)
    by_name = {item.reference.removeprefix("5."): item for item in ITEMS}
    for number, evaluation in enumerate(WORKED["fixture"]["evaluations"], start=1):
        given_on = date.fromisoformat(evaluation["date"])
        # The last one is seen by families a week after it was given.
        visible_on = date(2026, 11, 10) if evaluation["id"] == "D3" else given_on
        for name, codes in evaluation["codes"].items():
            for pupil, code in zip(PUPILS, codes.split(), strict=True):
                if code not in NO_RESULTS:
                    result = Result(given_on, number, code, VALUES.get(code), visible_on=visible_on)
                    found[pupil.key, by_name[name].key].append(result)
    return found


MARKS: Marks = _marks()


def expected(number: str) -> list[str]:
    """The figures worked by hand under a number: « W17 »."""
    return next(one["expected"] for one in WORKED["figures"] if one["n"] == number)


def levels(window: Window | None = None, marks: Marks = MARKS) -> Levels:
    """Those of the class; over all the past unless a window is given."""
    return Levels(marks, ReportWindow(window or Window()), DEFAULT_STATES)


def only(marks: Marks, evaluations: Collection[int]) -> Marks:
    """The results of some évaluations alone."""
    kept = {place: [one for one in results if one.evaluation in evaluations] for place, results in marks.items()}
    return {place: results for place, results in kept.items() if results}


def elsewhere(item: Item, key: int, *, matiere: Matiere = MATHS, niveau: Niveau = CINQUIEME, name: str = "") -> Item:
    """An item like another, in the référentiel of another matière or niveau; its thème has another name if given."""
    referentiel = Referentiel(key, matiere, niveau)
    domaine = Domaine(key, item.theme.domaine.name, referentiel)
    theme = Theme(key, name or item.theme.name, domaine)
    return replace(item, key=key, theme=theme)
