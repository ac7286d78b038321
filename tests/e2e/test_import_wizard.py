"""The import wizard with a mouse and a keyboard: what its scripts add to pages that work without them."""

import os
import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, Route, expect

from tests.e2e.procedures import BASE_ELEVES, Administrator
from tests.e2e.test_seed_000 import PRIMARY
from tests.e2e.test_shell import MINUTE, close_session

ECOLE = Path(__file__).parent.parent / "data" / "ecole"
TICKED = "[data-ticked]"


@pytest.fixture
def head(make_school, sign_in, page) -> Administrator:
    """The administrator of a school that has its levels, at the review of the classes of a first import."""
    sign_in(make_school("École des Cases"))
    return at_the_review_of_classes(page)


def at_the_review_of_classes(page: Page) -> Administrator:
    head = Administrator(page)
    head.choose_niveaux(*PRIMARY)
    head.send_base_eleves()
    head.pass_to_step(2)
    head.pass_to_step(3)
    return head


def boxes(page: Page):
    return page.locator("input[name=tick]")


@pytest.mark.full
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
    page.get_by_label(re.compile("Tout cocher ou décocher : Nouveaux")).uncheck()
    expect(page.locator(TICKED)).to_have_text("149 lignes cochées sur 151")


@pytest.mark.full
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


@pytest.mark.parametrize("is_elsewhere", [False, True], ids=["here", "in another tab"])
def test_boxes_of_a_review_outlive_the_session_and_are_sent_once_signed_in_again(
    make_school, sign_in, sign_in_by_form, page, server, witness, is_elsewhere
):
    witness.allow("401", "403")
    page.clock.install()
    school = make_school("École de la Pause")
    sign_in(school)
    head = at_the_review_of_classes(page)
    boxes(page).first.uncheck()
    close_session(server, page)
    page.clock.run_for(31 * MINUTE)
    dialog = page.get_by_role("dialog", name="Reconnectez-vous")
    expect(dialog).to_contain_text("Votre session est fermée.")
    if is_elsewhere:
        dialog.get_by_role("button", name="Plus tard").click()
        tab = page.context.new_page()
        sign_in_by_form(school, on=tab)
        expect(tab.locator("[data-time-left]")).to_be_visible()
    else:
        dialog.get_by_label("Mot de passe").fill(school.password)
        dialog.get_by_role("button", name="Se reconnecter").click()
        expect(dialog).to_be_hidden()
    expect(page.locator(TICKED)).to_have_text("8 lignes cochées sur 9")
    head.follow("→ Valider et afficher le bilan obtenu.")
    head.expect_text("8 classes résultantes.")


@pytest.mark.full
def test_review_sent_then_refused_outlives_the_session_as_it_was_sent(make_school, sign_in, page, server, witness):
    witness.allow("401", "403", "422")
    page.clock.install()
    sign_in(make_school("École de la Récré"))
    head = at_the_review_of_classes(page)
    page.locator("input[name^='nom:']").first.fill("")
    boxes(page).last.uncheck()
    head.follow("→ Valider et afficher le bilan obtenu.")
    head.expect_text("1 ligne est à compléter")
    close_session(server, page)
    page.clock.run_for(31 * MINUTE)
    expect(page.get_by_role("dialog", name="Reconnectez-vous")).to_be_visible()
    expect(page.locator(TICKED)).to_have_text("8 lignes cochées sur 9")


@pytest.mark.full
def test_review_left_as_it_was_is_closed_with_the_session(make_school, sign_in, page, server):
    page.clock.install()
    sign_in(make_school("École de la Sieste"))
    head = at_the_review_of_classes(page)
    close_session(server, page)
    page.clock.run_for(31 * MINUTE)
    head.expect_heading("Se connecter")


@pytest.mark.full
def test_the_help_opens_beside_the_form_s9(head, page):
    with page.context.expect_page() as opened:
        page.get_by_role("link", name=re.compile("^DOC")).click()
    expect(opened.value.get_by_role("heading", level=1)).to_contain_text("Import d'utilisateurs depuis Base Élèves")
    assert page.url.endswith("/classes/")
    opened.value.close()


def test_a_double_click_validates_once_and_a_reload_is_harmless_at_each_step(head, page):
    for step, words in ((3, "9 classes résultantes."), (4, "151 comptes ouverts")):
        page.reload()
        expect(page.locator(".stepper [aria-current=step]")).to_contain_text(f"Étape {step}")
        page.get_by_role("button", name="→ Valider et afficher le bilan obtenu.").dblclick()
        head.expect_text(re.compile(words))
        page.reload()
        head.expect_text(re.compile(words))
        if step == 3:
            head.pass_to_step(4)


@pytest.mark.full
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


@pytest.mark.full
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


def test_labels_never_downloaded_are_asked_about_before_they_are_lost(head, page, witness):
    witness.allow("422")
    head.follow("→ Valider et afficher le bilan obtenu.")
    head.pass_to_step(4)
    head.follow("→ Valider et afficher le bilan obtenu.")
    head.follow("→ Récupérer les identifiants de tout nouvel utilisateur inscrit.")
    page.route(re.compile(r"etiquettes\.pdf"), lambda route: route.fulfill(status=204))  # the file never comes
    with page.expect_request(re.compile(r"etiquettes\.pdf"), timeout=60_000):
        head.follow("→ Archiver / Imprimer (étiquettes PDF).")
    head.follow("→ Passer à l'étape 5.")
    head.expect_text("151 mots de passe sont prêts et n'ont jamais été récupérés.")

    page.unroute_all()
    head.follow("Revenir aux étiquettes")
    page.locator("h2").first.click()  # a page that nobody touched is left without a question, whatever it holds
    with page.expect_event("dialog") as asked:
        page.once("dialog", lambda dialog: dialog.dismiss())
        page.evaluate("setTimeout(() => location.assign('/accueil/'))")
    assert asked.value.type == "beforeunload"
    with page.expect_download(timeout=60_000):
        head.follow("→ Archiver / Imprimer (étiquettes PDF).")
    head.pass_to_step(5)
    head.expect_text("Fichiers temporaires effacés, procédure d'import terminée !")


def test_level_not_yet_chosen_is_added_from_the_wizard(make_school, sign_in, page, witness):
    witness.allow("422")
    sign_in(make_school("École sans niveau"))
    head = Administrator(page)
    head.send_base_eleves()
    head.pass_to_step(2)
    head.pass_to_step(3)
    level = page.get_by_label("Niveau de CM2_7B5F")
    expect(level.locator("option:checked")).to_have_text("Cours moyen 2e année (à ajouter)")
    level.select_option(label="– choisir –")
    head.follow("→ Valider et afficher le bilan obtenu.")
    head.expect_text("1 ligne est à compléter : rien n'a été écrit.")
    level.select_option(label="Cours moyen 2e année (à ajouter)")
    expect(page.get_by_text("1 ligne est à compléter")).to_have_count(0)
    expect(page.locator(".row-error")).to_have_count(0)
    head.follow("→ Valider et afficher le bilan obtenu.")
    head.expect_text(re.compile("9 classes résultantes"))
    head.follow_menu("Paramétrages établissement", "Niveaux")
    expect(page.get_by_role("link", name="Retirer Cours moyen 2e année", exact=True)).to_be_visible()
