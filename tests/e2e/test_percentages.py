"""Seed 003's first case: a school that evaluated this year goes straight to validation, helped by percentages."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from tests.e2e import axe
from tests.e2e.grid import PASSWORD, GridPage
from tests.e2e.pages import SignInPage
from tests.e2e.server import SchoolOnServer, Server
from tests.e2e.touch import PHONE, fits, touch_page

BOX = "Afficher / Masquer les pourcentages d'items d'enseignements acquis"
ITEM = (
    "Écrire, nommer, comparer et utiliser les nombres entiers, les nombres décimaux (jusqu'au centième) "
    "et quelques fractions simples"
)
GRID = "/socle/items/grille/?palier=2&competence=10&tout=1"
# 5A, whose items A10, A11 and A20 feed the item 2311; one matière more, and the school lets percentages propose.
EVALUATED = """
import time_machine
from django.db.models import Max
from referentiels.models import ItemLink, SocleEntry
from sacoche.kit.tenancy import school_scope
from schools.models import School
from socle.models import SchoolPalier, SocleSettings
from tests.evaluations.class_5a import MONDAY, build_5a
from tests.factories import AccountFactory, MatiereFactory, SchoolFactory
answer = (School.objects.aggregate(last=Max("number"))["last"] or 0) + 1
with time_machine.travel(MONDAY), school_scope(SchoolFactory(number=answer, name="École des Pourcentages")):
    SchoolPalier.objects.create(palier_id=2)
    SocleSettings.objects.create(proposes=True)
    made = build_5a(AccountFactory(profile="ENS", login="pau.durand", last_name="DURAND", first_name="Paule"))
    MatiereFactory(reference="SVT", label="Sciences")
    entry = SocleEntry.objects.get(version="2006", number=2311)
    for name in ("A10", "A11", "A20"):
        ItemLink.objects.create(school=made.teacher.school, item=made.items[name], entry=entry)
"""
FIGURES = "cells => cells.map((cell) => cell.dataset.f ?? '-')"


@pytest.fixture
def evaluated(server: Server) -> SchoolOnServer:
    return SchoolOnServer(server.evaluate(EVALUATED), "École des Pourcentages", "pau.durand", PASSWORD)


def row(page: Page) -> Locator:
    """The cells of the first item."""
    return page.locator("tr[data-i]").first.locator("td[data-v]")


def test_school_that_evaluated_goes_from_sign_in_to_saved_validations_p126_p132_p133_p134_p135(
    evaluated, sign_in: Callable[..., SignInPage], page: Page
) -> None:
    """Sign in, the menu, the compétence, the grid, the box, a panel, proposals, one save."""
    sign_in(evaluated)
    grid = GridPage(page)
    grid.choose("Compétence 3a – Les principaux éléments de mathématiques")
    assert row(page).evaluate_all(FIGURES) == ["-"] * 4

    page.get_by_label(BOX).check()
    expect(page.locator("td[data-f]")).to_have_count(4)
    assert row(page).evaluate_all(FIGURES) == ["67", "83", "67", "17"]
    expect(grid.cell("ALPHA Ana", ITEM)).to_have_accessible_name(
        f"ALPHA Ana, {ITEM} : aucune décision, 67 % d'items acquis, Acquis"
    )
    expect(page.locator("[data-figures=enough]")).to_have_text("3 cases bleues à 61 % ou plus")
    expect(page.get_by_text("Tout est enregistré")).to_be_attached()
    axe.load(page)
    assert axe.violations(page) == []

    # By keyboard: what is behind it, the first score, its évaluations, and back; the click stays.
    grid.unfold_panel()
    grid.cell("ALPHA Ana", ITEM).focus()
    expect(page.get_by_text("67% acquis (1A 2VA 0NA)")).to_be_visible()
    page.keyboard.press("v")
    page.keyboard.press("e")
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name=re.compile("^D1"))).to_be_focused()
    page.keyboard.press("Escape")
    expect(grid.cell("ALPHA Ana", ITEM)).to_be_focused()
    expect(grid.cell("ALPHA Ana", ITEM)).to_have_attribute("data-v", "1")

    # The blue cells alone; one undo, then again, and saved.
    page.get_by_role("button", name="Proposer d'après les pourcentages…").click()
    dialog = page.get_by_role("dialog", name="Proposer d'après les pourcentages")
    expect(dialog).to_contain_text("3 cases changeront : 2 à valider, 1 à mettre non validé")
    dialog.get_by_role("button", name="Remplir ces cases").click()
    expect(page.locator("td.proposed")).to_have_count(3)
    page.get_by_role("button", name="Annuler", exact=True).click()
    expect(page.locator("td.proposed")).to_have_count(0)
    page.get_by_role("button", name="Rétablir").click()
    expect(page.locator("td.proposed")).to_have_count(3)
    page.get_by_role("button", name=re.compile("Enregistrer les validations")).click()
    expect(page.get_by_text("Validations enregistrées : 4 cases.")).to_be_visible()
    expect(page.locator("td.proposed")).to_have_count(0)

    # Found again at the next visit.
    page.goto(GRID)
    grid.wait()
    expect(page.get_by_label(BOX)).to_be_checked()
    assert row(page).evaluate_all(FIGURES) == ["67", "83", "67", "17"]
    assert row(page).evaluate_all("cells => cells.map((cell) => cell.dataset.v)") == ["1", "1", "1", "0"]


@pytest.mark.full
def test_items_recoltes_change_figures_without_the_page_p127(evaluated, sign_in, page: Page, witness) -> None:
    witness.allow("422")
    sign_in(evaluated)
    page.goto(GRID)
    grid = GridPage(page)
    grid.wait()
    page.get_by_label(BOX).check()
    grid.cell("ALPHA Ana", ITEM).click()
    page.get_by_role("button", name="Items récoltés…").click()
    dialog = page.get_by_role("dialog", name="Items récoltés")
    dialog.get_by_label(re.compile("manuelle")).check()
    dialog.get_by_label("Mathématiques").uncheck()
    dialog.get_by_label("Sciences").uncheck()
    dialog.get_by_role("button", name="Appliquer").click()
    expect(dialog.get_by_role("alert")).to_have_text("Choisissez au moins une matière.")
    dialog.get_by_label("Sciences").check()
    dialog.get_by_role("button", name="Appliquer").click()
    expect(page.locator("td[data-f]")).to_have_count(0)
    expect(page.get_by_text("matières restreintes (1 choisie)").first).to_be_visible()
    expect(grid.cell("ALPHA Ana", ITEM)).to_have_attribute("data-v", "1")


def test_phone_shows_the_percentage_of_each_line_and_what_is_behind_it_p132(
    evaluated, server: Server, sign_in, new_context: Callable[..., BrowserContext]
) -> None:
    page = touch_page(new_context, server, PHONE)
    sign_in(evaluated, on=page)
    page.goto(GRID)
    GridPage(page).wait()
    page.get_by_label(BOX).check()
    expect(page.locator(".cards-figure").first).to_have_text("67 %")
    assert fits(page)
    page.get_by_role("button", name=re.compile("^D'où vient le pourcentage")).first.tap()
    expect(page.locator(".cards-details")).to_contain_text("67% acquis (1A 2VA 0NA)")
    assert fits(page)
