"""A teacher is at work right after his first login: at most twenty-five gestures, each from the page before (P32)."""

from html import unescape

from django.test import Client
from django.urls import reverse

from accounts.enums import Profile
from accounts.models import Account
from evaluations.models import Mark
from referentiels.library import offers
from referentiels.models import Item, Referentiel
from referentiels.services.making import create
from referentiels.services.sharing import share
from sacoche.kit.tenancy import school_scope
from schools.models import Niveau, SchoolNiveau
from tests.factories import (
    PASSWORD,
    AccountFactory,
    MatiereFactory,
    MatiereTeachingFactory,
    SchoolClassFactory,
    TeachingAssignmentFactory,
)

# The menu is opened, then its entry is clicked.
IN_A_MENU = 2


class Walk:
    """A browser whose gestures are counted; it only goes where the page that it shows leads."""

    def __init__(self) -> None:
        self.browser, self.gestures, self.page = Client(), 0, ""

    def click(self, address: str, gestures: int = 1) -> None:
        assert f'href="{address}"' in self.page, address
        self.gestures += gestures
        self._show(self.browser.get(address, follow=True))

    def send(self, address: str, *, typed: int, **body: object) -> str:
        """Fill so many fields of a form of the page, and send it; where that leads."""
        assert f'name="{next(iter(body))}"' in self.page, body
        self.gestures += typed + 1
        answer = self.browser.post(address, body, follow=True)
        self._show(answer)
        return answer.redirect_chain[-1][0]

    def _show(self, answer: object) -> None:
        assert answer.status_code == 200, answer.status_code
        self.page = unescape(answer.content.decode())


def a_shared_one(other_school) -> Referentiel:
    with school_scope(other_school):
        matiere = MatiereFactory(reference="MATHS", label="Mathématiques", is_own=False)
        tree = offers()["maths-cm1"].tree
        niveau = Niveau.objects.get(reference="CM1")
        made = create(author=None, matiere=matiere, niveau=niveau, tree=tree, is_copy=False)
        share(author=None, referentiel=made)
        return made


def newcomer(school) -> Account:
    """Who coordinates the matière and has a class, as an import leaves him."""
    SchoolNiveau.objects.create(niveau=Niveau.objects.get(reference="CM1"))
    account = AccountFactory(profile=Profile.ENS, login="lea.petit", activated_at=None)
    matiere = MatiereFactory(reference="MATHS", label="Mathématiques", is_own=False)
    MatiereTeachingFactory(teacher=account, matiere=matiere, is_coordonnateur=True)
    school_class = SchoolClassFactory(niveau="CM1")
    TeachingAssignmentFactory(teacher=account, school_class=school_class)
    for _ in range(3):
        AccountFactory(profile=Profile.ELV, school_class=school_class)
    return account


def test_teacher_copies_evaluates_and_enters_three_codes_within_twenty_five_gestures_p32(school, other_school):
    shared = a_shared_one(other_school)
    teacher = newcomer(school)
    walk = Walk()
    walk._show(walk.browser.get("/", {"base": school.number}, follow=True))

    walk.send("/", typed=2, login="lea.petit", password=PASSWORD, base=school.number)
    walk.send("/activation/", typed=1, has_read="on")
    walk.click(reverse("referentiels:manage"), IN_A_MENU)
    walk.click(reverse("referentiels:shared"))
    copying = reverse("referentiels:copy", args=[shared.pk])
    walk.click(copying)
    # The same matière and niveau are already chosen.
    places = {"matiere": teacher.matiere_teachings.get().matiere_id, "niveau": Niveau.objects.get(reference="CM1").pk}
    assert all(f'value="{place}" selected' in walk.page for place in places.values())
    walk.send(copying, typed=0, **places)
    walk.click(reverse("evaluations:new"), IN_A_MENU)
    # A référentiel is chosen to see its items, two of which are ticked; a class is chosen, a title typed.
    items = list(Item.objects.order_by("pk").values_list("pk", flat=True)[:2])
    wanted = {"title": "Bilan", "given_on": "", "item": items, "classe": teacher.assignments.get().school_class_id}
    wanted["given_on"] = walk.page.split('name="given_on" value="')[1].split('"')[0]
    made = walk.send(reverse("evaluations:new"), typed=1 + len(items) + 2, **wanted)
    pupils = Account.objects.pupils().values_list("pk", flat=True)
    cells = [[pupil, items[0], "", "3"] for pupil in pupils]
    walk.gestures += len(cells) + 1
    body = {"gestures": [{"gesture": "cell", "cells": cells}]}
    answer = walk.browser.post(f"{made}enregistrer/", body, content_type="application/json")

    assert (answer.status_code, Mark.objects.count()) == (200, 3)
    assert walk.gestures <= 25
