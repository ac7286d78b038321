"""Lists of a school with the mouse and the keyboard: sorted by their heads, given as files; a label printed alone."""

import pytest
from playwright.sync_api import expect

from tests.e2e.pages import AnyPage

ADD_CLASSES = """
from sacoche.kit.tenancy import school_scope
from schools.models import Niveau, School, SchoolNiveau
from tests.factories import SchoolClassFactory
school = School.objects.get(number={number})
with school_scope(school):
    SchoolNiveau(school=school, niveau=Niveau.objects.get(reference="CM2")).save()
    for name in ("Zinnias", "Érables", "Bleuets"):
        SchoolClassFactory(reference=name.upper(), name=name)
answer = None
"""


def names(page):
    return [text.split("\n")[0] for text in page.locator("#classes tbody th").all_inner_texts()]


@pytest.mark.full
def test_head_of_a_list_sorts_it_by_click_and_keyboard_and_the_address_keeps_the_order_p285(
    make_school, sign_in, page, server
):
    school = make_school("École Triée")
    server.evaluate(ADD_CLASSES.format(number=school.number))
    sign_in(school)
    page.goto("/classes/")
    head = page.get_by_role("columnheader", name="Nom complet")

    head.get_by_role("button").click()
    assert names(page) == ["Bleuets", "Érables", "Zinnias"]
    expect(head).to_have_attribute("aria-sort", "ascending")

    head.get_by_role("button").press("Enter")
    assert names(page) == ["Zinnias", "Érables", "Bleuets"]
    assert page.url.endswith("?tri=-3")

    page.reload()
    assert names(page) == ["Zinnias", "Érables", "Bleuets"]


@pytest.mark.full
def test_list_is_taken_as_a_workbook_from_its_page(make_school, sign_in, page):
    sign_in(make_school("École Classée"))
    page.goto("/classes/")

    with page.expect_download() as download:
        page.get_by_role("link", name="Classes, en .xlsx").click()

    assert download.value.suggested_filename.startswith("classes_")
    assert download.value.suggested_filename.endswith(".xlsx")


@pytest.mark.full
def test_new_password_is_copied_and_its_label_printed_alone(make_school, sign_in, page):
    sign_in(make_school("École des Étiquettes"))
    page.goto("/eleves/ajouter/")
    page.get_by_label("Nom", exact=True).fill("LEGALL")
    page.get_by_label("Prénom").fill("Anne")
    page.get_by_role("button", name="Créer le compte").click()
    AnyPage(page).expect_heading("LEGALL Anne")
    page.evaluate("window.print = () => { window.printed = document.body.className; }")

    page.get_by_role("button", name="Copier le mot de passe").click()
    expect(page.locator("[data-copied]")).not_to_be_empty()
    page.get_by_role("button", name="Imprimer l'étiquette").click()

    assert "prints-label" in page.evaluate("window.printed")
    expect(page.locator("[data-label]")).to_contain_text("École des Étiquettes")
