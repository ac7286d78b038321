"""« Absences / Retards » in a browser: typed from the keyboard, pasted from a spreadsheet, a file taken back."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.bilans.absences.files import FILES
from tests.e2e import axe

FURNISH = """
from sacoche.kit.clock import today
from sacoche.kit.tenancy import school_scope
from schools.models import School
from tests.factories import AccountFactory, PeriodDatesFactory, SchoolClassFactory
school = School.objects.get(number={number})
with school_scope(school):
    AccountFactory(profile="EDU", login="ines.vasseur", last_name="VASSEUR", first_name="Inès")
    class_5a = SchoolClassFactory(niveau="5", reference="5A", name="5A")
    PeriodDatesFactory(period__name="Trimestre 1", school_class=class_5a, starts_on=today(), ends_on=today())
    AccountFactory(last_name="ALPHA", first_name="Anna", school_class=class_5a, elenoet="1001")
    AccountFactory(last_name="BRAVO", first_name="Ben", school_class=class_5a)
    AccountFactory(last_name="CHARLIE", first_name="Chloé", school_class=class_5a)
    answer = True
"""
PASTE = """(cell, text) => {
  const data = new DataTransfer();
  data.setData("text/plain", text);
  cell.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
}"""


@pytest.fixture
def page_of_5a(make_school, server, sign_in, page: Page) -> Page:
    school = make_school("Collège des Absences")
    server.evaluate(FURNISH.format(number=school.number))
    sign_in(school, "ines.vasseur")
    page.goto("/accueil/")
    page.get_by_text("Bilans officiels", exact=True).click()
    page.get_by_role("link", name="Absences / Retards", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("5A")
    return page


def cell(page: Page, label: str, name: str):
    return page.get_by_role("textbox", name=re.compile(f"^{label}, {name}"))


def test_absences_are_typed_with_the_arrows_and_a_fault_is_told_at_once_p201(page_of_5a: Page, witness) -> None:
    page = page_of_5a
    axe.load(page)
    assert axe.violations(page) == []
    cell(page, "Demi-journées d'absence", "ALPHA").focus()
    page.keyboard.type("8")
    page.keyboard.press("ArrowRight")
    page.keyboard.type("9")
    expect(page.locator("[data-fault]").first).to_have_text("Plus de non justifiés que de total.")
    page.keyboard.press("Backspace")
    page.keyboard.type("3")
    expect(page.locator("[data-fault]").first).to_be_hidden()
    page.keyboard.press("ArrowRight")
    page.keyboard.type("2")
    page.keyboard.press("Enter")
    expect(cell(page, "Retards", "BRAVO")).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(cell(page, "Retards", "ALPHA")).to_be_focused()
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.get_by_text("1 élève modifié.")).to_be_visible()
    expect(cell(page, "Absences non justifiées", "ALPHA")).to_have_value("3")
    expect(cell(page, "Retards non justifiés", "ALPHA")).to_have_value("")


def test_block_copied_from_a_spreadsheet_fills_the_cells_from_the_chosen_one_p201(page_of_5a: Page) -> None:
    page = page_of_5a
    corner = cell(page, "Demi-journées d'absence", "BRAVO")
    corner.focus()
    corner.evaluate(PASTE, "4\t1\r\n2\t0\r\n7\t7\r\n")
    expect(page.locator("[data-said]")).to_contain_text("4 cases collées. 2 hors du tableau, ignorées.")
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.get_by_text("2 élèves modifiés.")).to_be_visible()
    expect(cell(page, "Demi-journées d'absence", "CHARLIE")).to_have_value("2")


def test_file_is_looked_at_written_then_taken_back_p202_p204(page_of_5a: Page) -> None:
    page = page_of_5a
    page.get_by_role("link", name="Importer un fichier").click()
    file = {"name": "absences.csv", "mimeType": "text/csv", "buffer": FILES["own"][0]}
    page.locator("input[type=file]").set_input_files(file)
    page.get_by_role("button", name="Envoyer le fichier").click()
    expect(page.get_by_text("3 à modifier")).to_be_visible()
    axe.load(page)
    assert axe.violations(page) == []
    page.get_by_role("button", name="Valider").click()
    expect(page.get_by_text("3 élèves modifiés.")).to_be_visible()
    page.get_by_role("button", name="Annuler cet import").click()
    expect(page.get_by_text("Annulé : 3 élèves remis comme avant.")).to_be_visible()
    page.get_by_role("link", name="Retour aux absences").click()
    expect(cell(page, "Demi-journées d'absence", "ALPHA")).to_have_value("")
