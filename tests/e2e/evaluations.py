"""A class with its teacher, an évaluation that she makes, and what its grid shows."""

import re

from playwright.sync_api import Page, expect

FURNISH = """
from referentiels.services.making import create
from referentiels.tree import Domaine, Item, Theme, Tree
from sacoche.kit.tenancy import school_scope
from schools.models import Niveau, School, SchoolNiveau
from tests.factories import (
    AccountFactory, MatiereFactory, MatiereTeachingFactory, SchoolClassFactory, TeachingAssignmentFactory
)
NAMES = ("ABDOULAYE-TRAORÉ Mamadou", "AUBRY Éloïse", "BA Aïssatou", "BEN YOUSSEF Mohamed-Amine", "CHEVALLIER Côme",
    "DE LA ROCHEFOUCAULD Marie-Clémentine", "DUPONT-DURAND Léa", "FAURE Tom")
school = School.objects.get(number={number})
with school_scope(school):
    niveau = Niveau.objects.get(reference="6")
    SchoolNiveau(school=school, niveau=niveau).save()
    maths = MatiereFactory(reference="MATHS", label="Mathématiques", is_own=False)
    teacher = AccountFactory(profile="ENS", login="pau.durand", last_name="DURAND", first_name="Paul")
    MatiereTeachingFactory(teacher=teacher, matiere=maths)
    school_class = SchoolClassFactory(niveau="6", reference="6E3", name="6e 3")
    TeachingAssignmentFactory(teacher=teacher, school_class=school_class)
    for rank in range({pupils}):
        last, _, first = NAMES[rank % 8].rpartition(" ")
        last_name = last if rank < 8 else f"{{last}} {{rank}}"
        AccountFactory(last_name=last_name, first_name=first, school_class=school_class)
    items = tuple(Item(f"Résoudre le problème n° {{rank}} et rédiger sa solution") for rank in range(1, {items} + 1))
    create(author=None, matiere=maths, niveau=niveau,
        tree=Tree((Domaine("N", "Nombres", themes=(Theme("Calculs", items=items),)),)))
    answer = True
"""


def make_evaluation(page: Page) -> None:
    """Through its page; the grid is then open."""
    page.goto("/evaluations/classe/")
    page.get_by_label("Classe / groupe").select_option(label="6e 3")
    page.get_by_label("Titre").fill("Bilan 2")
    page.get_by_label("Référentiel", exact=True).select_option(index=1)
    boxes = page.get_by_role("checkbox", name=re.compile("Résoudre le problème"))
    expect(boxes.first).to_be_visible()
    for box in boxes.all():
        box.check()
    page.locator("button.btn-primary").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Saisir les acquisitions")
    expect(page.locator("html[data-grid-ready]")).to_be_attached()


def shown(page: Page) -> list[str]:
    """The sigles of the cells, row after row."""
    return page.locator("td[data-v]").evaluate_all("cells => cells.map(cell => cell.dataset.s ?? '')")
