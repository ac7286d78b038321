"""The import wizard with a mouse and a keyboard: what its scripts add to pages that work without them."""

import os
import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, Route, expect

from tests.e2e.procedures import BASE_ELEVES, Administrator
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


def test_a_double_click_validates_once_and_a_reload_is_harmless_at_each_step(head, page):
    for step, words in ((3, "9 classes résultantes."), (4, "151 utilisateurs actifs")):
        page.reload()
        expect(page.locator(".stepper [aria-current=step]")).to_contain_text(f"Étape {step}")
        page.get_by_role("button", name="→ Valider et afficher le bilan obtenu.").dblclick()
        head.expect_text(re.compile(words))
        page.reload()
        head.expect_text(re.compile(words))
        if step == 3:
            head.pass_to_step(4)


def test_a_corrected_name_is_renamed_or_refused_with_one_box(head, page):
    head.follow("→ Valider et afficher le bilan obtenu.")
    head.pass_to_step(4)
    head.follow("→ Valider et afficher le bilan obtenu.")
    head.follow("→ Récupérer les identifiants de tout nouvel utilisateur inscrit.")
    head.pass_to_step(5)
    head.send_base_eleves(ECOLE / "reimport" / "CSVExtraction.csv")
    head.pass_to_step(2)
    head.pass_to_step(3)
    head.follow("→ Valider et afficher le bilan obtenu.")
    head.pass_to_step(4)

    rename = page.get_by_role("checkbox", name="Renommer BERGER Anne-Sophie-Marie")
    apart = page.get_by_role("checkbox", name=re.compile("ce sont deux élèves"))
    expect(rename).to_be_checked()
    apart.check()
    expect(rename).not_to_be_checked()
    expect(page.locator(TICKED)).to_have_text("8 lignes cochées sur 8")
    if folder := os.environ.get("PICTURES"):
        page.screenshot(path=Path(folder) / "import-renommer.png", full_page=False)
    rename.check()
    expect(apart).not_to_be_checked()
    head.follow("→ Valider et afficher le bilan obtenu.")
    head.expect_text(re.compile("3 utilisateurs modifiés"))


def test_file_chosen_before_the_page_has_its_scripts_is_sent_too(make_school, sign_in, page):
    sign_in(make_school("École Pressée"))
    head = Administrator(page)
    head.choose_niveaux(*PRIMARY)
    held: list[Route] = []
    page.route("**/app*.js", lambda route: held.append(route), times=1)
    page.goto("/imports/", wait_until="commit")
    page.locator("input[type=file]").set_input_files(BASE_ELEVES)

    for script in held:
        script.continue_()

    head.expect_text("Votre fichier a été correctement réceptionné.")
