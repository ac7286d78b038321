"""The 37 steps of requests that the software of 2012 went through, with what stood in its tables after each."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from accounts.models import Account
from referentiels.models import Item
from referentiels.services.making import create
from referentiels.tree import Domaine, Theme, Tree
from referentiels.tree import Item as PlainItem
from schools.models import Niveau, SchoolClass, SchoolNiveau
from tests.factories import (
    AccountFactory,
    MatiereFactory,
    MatiereTeachingFactory,
    SchoolClassFactory,
    TeachingAssignmentFactory,
)

FILE = Path(__file__).parent.parent / "data" / "golden" / "requests" / "steps.json"
# Matière, niveau, quota, and its items by the number that they had there; those that cannot be asked for.
TAUGHT = (
    ("Mathématiques", "CM2", 3, (5, 6, 7)),
    ("Mathématiques", "CM1", 3, (46, 47, 48, 51, 52)),
    ("Français", "CM2", 1, (62, 63, 64)),
    ("Anglais", "CM2", 0, (106,)),
    ("Jardin de l'école", "CM2", 9, (148,)),
)
CLOSED = (5,)
PUPILS = (11, 25, 26, 29, 37, 62, 64)


@dataclass
class Golden:
    """The class, its teacher, its pupils and items by the numbers of the steps."""

    teacher: Account
    school_class: SchoolClass
    pupils: dict[int, Account]
    items: dict[int, Item]

    def number_of(self, account: int) -> int:
        return next(number for number, each in self.pupils.items() if each.pk == account)

    def item_number(self, item: int) -> int:
        return next(number for number, each in self.items.items() if each.pk == item)


def steps() -> Iterator[dict[str, Any]]:
    yield from json.loads(FILE.read_text())


def build(teacher: Account) -> Golden:
    school_class = SchoolClassFactory(niveau="CE2", reference="CE2A", name="CE2 A")
    TeachingAssignmentFactory(teacher=teacher, school_class=school_class)
    matieres, items = {}, {}
    for label, reference, quota, numbers in TAUGHT:
        if label not in matieres:
            matieres[label] = MatiereFactory(label=label, request_limit=quota)
            MatiereTeachingFactory(teacher=teacher, matiere=matieres[label])
        niveau = Niveau.objects.get(reference=reference)
        SchoolNiveau.objects.get_or_create(school=teacher.school, niveau=niveau)
        plain = tuple(PlainItem(f"Item {number}", requestable=number not in CLOSED) for number in numbers)
        tree = Tree((Domaine("A", "Domaine", themes=(Theme("Thème", items=plain),)),))
        made = create(author=None, matiere=matieres[label], niveau=niveau, tree=tree)
        stored = Item.objects.filter(theme__domaine__referentiel=made).order_by("order")
        items |= dict(zip(numbers, stored, strict=True))
    pupils = {number: AccountFactory(school_class=school_class, last_name=f"ELEVE{number}") for number in PUPILS}
    return Golden(teacher, school_class, pupils, items)
