"""Class 5A, its four pupils, the five items of its référentiel and its three évaluations, with every mark."""

import datetime
from dataclasses import dataclass, field

from accounts.models import Account
from evaluations.dates import Dates
from evaluations.models import Evaluation, Mark
from evaluations.services.evaluations import Wanted, create_evaluation
from evaluations.services.marks import signature_of
from referentiels.models import Item, Referentiel
from referentiels.services.making import create
from referentiels.tree import Domaine, Theme, Tree
from referentiels.tree import Item as PlainItem
from schools.models import Matiere, Niveau, SchoolClass, SchoolNiveau
from tests.factories import (
    AccountFactory,
    MarkFactory,
    MatiereFactory,
    MatiereTeachingFactory,
    SchoolClassFactory,
    TeachingAssignmentFactory,
)

# Today, in these tests.
TODAY = datetime.date(2026, 11, 30)
MONDAY = f"{TODAY.isoformat()} 09:00+01:00"

TREE = Tree(
    (
        Domaine(
            "A",
            "Nombres",
            themes=(
                Theme("Fractions", items=(PlainItem("Lire une fraction"), PlainItem("Placer une fraction", 2))),
                Theme("Calcul", items=(PlainItem("Calculer de tête"),)),
            ),
        ),
        Domaine("B", "Espace", themes=(Theme("Solides", items=(PlainItem("Nommer", 0), PlainItem("Construire"))),)),
    )
)
NAMES = ("A10", "A11", "A20", "B10", "B11")
PUPILS = (("ALPHA", "Ana"), ("BRAVO", "Ben"), ("CHARLI", "Cléo"), ("DELTA", "Dan"))
# Codes in the order of the pupils, « _ » for an empty cell, by item; PA is a request of ALPHA.
GIVEN = {
    "D1": (datetime.date(2026, 9, 15), {"A10": "1 3 AB 2", "A11": "2 4 AB 2", "B10": "4 4 AB 1"}),
    "D2": (
        datetime.date(2026, 10, 6),
        {"A10": "3 4 2 2", "A11": "3 3 1 NE", "A20": "2 4 3 1", "B11": "PA 3 3 _"},
    ),
    "D3": (datetime.date(2026, 11, 3), {"A10": "4 4 4 3", "A20": "3 2 DI 1", "B11": "4 _ 4 AB"}),
}


@dataclass
class Class5A:
    """Its rows, by their names."""

    teacher: Account
    matiere: Matiere
    school_class: SchoolClass
    referentiel: Referentiel
    items: dict[str, Item] = field(default_factory=dict)
    pupils: dict[str, Account] = field(default_factory=dict)
    evaluations: dict[str, Evaluation] = field(default_factory=dict)

    def ids(self, *names: str) -> list[int]:
        """The numbers of these items."""
        return [self.items[name].pk for name in names]

    def codes(self, name: str) -> list[str]:
        """What is stored of an évaluation, « A10 ALPHA 1 », in the order of items then of pupils."""
        marks = Mark.objects.filter(evaluation=self.evaluations[name]).select_related("pupil")
        labels = {item.pk: label for label, item in self.items.items()}
        return sorted(f"{labels[mark.item_id]} {mark.pupil.last_name} {mark.code}" for mark in marks)


def build_5a(teacher: Account) -> Class5A:
    """The class in the open school; `teacher` has it and MATHS, and signed every mark."""
    niveau = Niveau.objects.get(reference="5")
    SchoolNiveau.objects.get_or_create(school=teacher.school, niveau=niveau)
    matiere = MatiereFactory(reference="MATHS", label="Mathématiques", is_own=False)
    MatiereTeachingFactory(teacher=teacher, matiere=matiere)
    school_class = SchoolClassFactory(niveau="5", reference="5A", name="5A")
    TeachingAssignmentFactory(teacher=teacher, school_class=school_class)
    referentiel = create(author=None, matiere=matiere, niveau=niveau, tree=TREE)
    made = Class5A(teacher, matiere, school_class, referentiel)
    items = Item.objects.filter(theme__domaine__referentiel=referentiel)
    ordered = items.order_by("theme__domaine__order", "theme__order", "order")
    made.items = dict(zip(NAMES, ordered, strict=True))
    for last_name, first_name in PUPILS:
        pupil = AccountFactory(last_name=last_name, first_name=first_name, school_class=school_class)
        made.pupils[last_name] = pupil
    for name, (day, marks) in GIVEN.items():
        made.evaluations[name] = _evaluation(made, name, day, marks)
    return made


def _evaluation(made: Class5A, name: str, day: datetime.date, marks: dict[str, str]) -> Evaluation:
    wanted = Wanted(title=name, dates=Dates(day, day), items=made.ids(*marks), school_class=made.school_class)
    evaluation = create_evaluation(actor=made.teacher, wanted=wanted)
    author = signature_of(made.teacher)
    for item, codes in marks.items():
        for pupil, code in zip(made.pupils.values(), codes.split(), strict=True):
            if code != "_":
                MarkFactory(evaluation=evaluation, pupil=pupil, item=made.items[item], author=author, code=code)
    return evaluation
