"""The import wizard with a mouse and a keyboard: what its scripts add to pages that work without them."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.procedures import Administrator
from tests.e2e.test_seed_000 import PRIMARY

ECOLE = Path(__file__).parent.parent / "data" / "ecole"
TICKED = "[data-ticked]"


@pytest.fixture
def head(make_school, sign_in, page) -> Administrator:
    """The administrator of a school that has its levels, at the review of the classes of a first import."""
    sign_in(make_school("École des Cases"))
    head = Administrator(page)
    head.choose_niveaux(*PRIMARY)
    head.send_base_eleves()
    head.pass_to_step(2)
    head.pass_to_step(3)
    return head


def boxes(page: Page):
    return page.locator("input[name=tick]")


def test_classes_are_ticked_and_unticked_together_s19(head, page):
    expect(page.locator(TICKED)).to_have_text("9 lignes cochées sur 9")
    page.get_by_role("button", name="Tout décocher").click()
    expect(page.locator(TICKED)).to_have_text("0 ligne cochée sur 9")
    boxes(page).first.press("Space")
    expect(page.locator(TICKED)).to_have_text("1 ligne cochée sur 9")
    page.get_by_role("button", name="Tout cocher").click()
    expect(page.locator(TICKED)).to_have_text("9 lignes cochées sur 9")


def test_users_are_filtered_searched_and_ticked_by_block_s31(head, page):
    head.follow("→ Valider et afficher le bilan obtenu.")
    head.pass_to_step(4)
    expect(page.locator(TICKED)).to_have_text("151 lignes cochées sur 151")

    page.get_by_role("button", name="1 ignoré").click()
    expect(page.locator("#analyse tr[data-search]:visible")).to_have_count(1)
    page.get_by_role("button", name="1 ignoré").click()
    expect(page.locator("#analyse tr[data-search]:visible")).to_have_count(152)

    page.get_by_label("Chercher un élève").fill("bertin clem")
    expect(page.locator("#analyse tr[data-search]:visible")).to_have_count(2)
    page.get_by_label(re.compile("Tout cocher ou décocher : Utilisateurs à ajouter")).uncheck()
    expect(page.locator(TICKED)).to_have_text("149 lignes cochées sur 151")


def test_an_import_left_in_the_middle_is_resumed_from_the_menu(head, page):
    head.follow("→ Valider et afficher le bilan obtenu.")
    head.follow_menu("Administration générale", "Importer des fichiers d'utilisateurs")
    page.get_by_role("link", name="Reprendre cet import").click()
    expect(page.locator(".stepper [aria-current=step]")).to_contain_text("Étape 4")


def test_back_then_validate_again_is_harmless(head, page):
    head.follow("→ Valider et afficher le bilan obtenu.")
    head.expect_text("9 classes résultantes.")
    page.go_back()
    head.expect_text("9 classes résultantes.")


def test_the_help_opens_beside_the_form_s9(head, page):
    with page.context.expect_page() as opened:
        page.get_by_role("link", name=re.compile("^DOC")).click()
    expect(opened.value.get_by_role("heading", level=1)).to_contain_text("Import d'utilisateurs depuis Base Élèves")
    assert page.url.endswith("/classes/")
    opened.value.close()
