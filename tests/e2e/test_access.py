"""What an administrator sets of the access of his school, in a browser (S128, S134)."""

import pytest
from playwright.sync_api import expect

from tests.e2e.pages import AnyPage

RIGHT = "Valider les items du socle"
HOME = "https://ent.exemple.fr/"


@pytest.fixture
def desk(make_school, sign_in, page):
    """An administrator signed in to an empty school."""
    sign_in(make_school("École des Droits"))
    return AnyPage(page)


def _box(desk, label):
    desk.follow_menu("Paramétrages établissement", "Réglage des autorisations")
    return desk.page.get_by_role("checkbox", name=f"{RIGHT}, {label}", exact=True)


def test_right_is_saved_at_each_click_and_put_back_to_default_s134(desk, page):
    box = _box(desk, "professeur")
    reset = page.get_by_role("button", name=f"Par défaut : {RIGHT}")
    expect(reset).to_be_disabled()
    box.uncheck()
    limit = page.get_by_role("checkbox", name=f"réservé aux professeurs principaux : {RIGHT}")
    limit.check()
    expect(page.get_by_text(f"Enregistré : réservé aux professeurs principaux : {RIGHT}, oui.")).to_be_visible()

    page.reload()
    expect(box).not_to_be_checked()
    expect(limit).to_be_checked()
    reset.click()

    expect(page.get_by_text(f"Enregistré : Par défaut : {RIGHT}.")).to_be_visible()
    expect(box).to_be_checked()
    expect(limit).not_to_be_checked()
    expect(reset).to_be_disabled()


@pytest.mark.full
def test_right_that_cannot_be_saved_is_put_back_and_said(desk, page, witness):
    witness.allow("ERR_FAILED")
    box = _box(desk, "directeur")
    page.route("**/acces/autorisations/**", lambda route: route.abort())

    box.click()

    expect(page.get_by_role("alert")).to_contain_text(
        f"Non enregistré : {RIGHT}, directeur, non. Le serveur ne répond pas"
    )
    expect(box).to_be_checked()


@pytest.mark.full
def test_right_clicked_before_the_page_has_its_script_is_saved_when_it_comes(desk, page, hold_back):
    release = hold_back("**/js/rights*.js")
    box = _box(desk, "directeur")

    box.click()
    expect(box).not_to_be_checked()
    release()

    expect(page.get_by_text(f"Enregistré : {RIGHT}, directeur, non.")).to_be_visible()


def test_rights_by_keyboard_keep_the_focus_and_every_click(desk, page):
    box = _box(desk, "directeur")
    # Until the page has its script, every box is a tab stop.
    expect(page.locator("#grid input:not([tabindex])")).to_have_count(0)
    box.focus()

    for key in ("Space", "ArrowRight", "Space", "ArrowRight", "Space"):
        page.keyboard.press(key)

    expect(page.get_by_text(f"Enregistré : {RIGHT}, documentaliste, non.")).to_be_visible()
    expect(page.get_by_role("checkbox", name=f"{RIGHT}, documentaliste", exact=True)).to_be_focused()
    page.reload()
    for label in ("directeur", "professeur", "documentaliste"):
        expect(page.get_by_role("checkbox", name=f"{RIGHT}, {label}", exact=True)).not_to_be_checked()


@pytest.mark.full
def test_login_format_shows_examples_while_it_is_typed_s128(desk, page):
    desk.follow_menu("Paramétrages établissement", "Format des identifiants de connexion")
    row = page.get_by_role("row", name="Professeur")

    row.get_by_role("textbox").fill("nnnn_p")
    expect(row.get_by_text("dupo_m")).to_be_visible()
    row.get_by_role("textbox").fill("nom")
    expect(row.get_by_text("ce format n'est pas valable")).to_be_visible()
    row.get_by_role("textbox").fill("nnnn_p")
    row.get_by_role("button", name="Recopier pour tous").click()
    expect(page.get_by_role("row", name="Élève").get_by_text("dupo_m")).to_be_visible()
    page.get_by_role("button", name="Enregistrer ces formats").click()

    desk.expect_message("Format enregistré")
    expect(page.get_by_role("row", name="Élève").get_by_role("textbox")).to_have_value("nnnn_p")


def test_sign_out_leaves_for_the_site_that_the_school_chose(desk, page, witness):
    """The security policy refuses a form that ends on another site: the way there is a page of ours."""
    page.route(f"{HOME}**", lambda route: route.fulfill(body="<!doctype html><title>ENT</title><h1>ENT</h1>"))
    desk.follow_menu("Paramétrages établissement", "Redirection après déconnexion")
    page.get_by_label("Adresse").fill(HOME)
    page.get_by_role("button", name="Enregistrer cette adresse").click()
    desk.expect_message("Adresse enregistrée.")

    page.get_by_role("button", name="Déconnexion").click()

    desk.expect_heading("ENT")
    assert set(witness.strangers) == {HOME}
    witness.strangers.clear()


@pytest.mark.full
def test_result_of_the_test_of_an_ent_is_in_sight_and_its_address_is_copied_s55_s76(desk, page, context):
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    desk.follow_menu("Paramétrages établissement", "Mode d'identification / Connecteur ENT")
    page.get_by_label("Choix :").select_option("Configuration CAS manuelle")
    page.get_by_label("Nom de l'ENT").fill("Mon Bureau")
    page.get_by_label("Hôte", exact=True).fill("cas.ent.invalid")
    page.get_by_role("button", name="Valider ce mode d'identification").click()
    desk.expect_message("Mode de connexion enregistré !")

    address = page.get_by_label("La même, pour les ENT qui demandent « base= »")
    page.get_by_role("button", name=f"Copier {address.input_value()}").click()
    expect(page.get_by_text("Adresse copiée.")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == address.input_value()

    page.get_by_role("button", name="Tester").click()
    expect(page.get_by_text("✗ à régler").last).to_be_in_viewport()
