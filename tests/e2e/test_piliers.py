"""« Valider les compétences » in a browser: the lock, a forged request, the director, keyboard, phone (S88)."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from tests.e2e import axe
from tests.e2e.grid import C1, PASSWORD, GridPage, PilierGrid
from tests.e2e.pages import AnyPage, SignInPage
from tests.e2e.server import SchoolOnServer
from tests.e2e.touch import PHONE, fits, targets_too_small

C2 = "Compétence 2 – La pratique d'une langue vivante étrangère"
WHOLE = "toutes les compétences affichées"


@pytest.fixture
def director(cm2_school: SchoolOnServer, sign_in: Callable[..., SignInPage], page: Page) -> SchoolOnServer:
    sign_in(cm2_school, "lou.roche", PASSWORD)
    return cm2_school


@pytest.fixture
def grid(director: SchoolOnServer, page: Page) -> PilierGrid:
    shown = PilierGrid(page)
    shown.open()
    return shown


def test_validated_competence_is_locked_refused_to_a_forged_request_and_cancelled_by_the_director(grid):
    page, cell = grid.page, grid.cell("FAURE Tom")
    cell.click()
    grid.save("Validations enregistrées : 1 case.")
    expect(cell).to_have_accessible_name(f"FAURE Tom, {C1} : validée, verrouillée")
    expect(cell).to_have_attribute("aria-readonly", "true")

    cell.click()
    expect(page.get_by_text(f"FAURE Tom, « {C1} » : validée et verrouillée")).to_be_visible()
    expect(grid.save_button).to_have_text("Enregistrer les validations")
    page.keyboard.press("Control+z")
    expect(cell).to_have_accessible_name(f"FAURE Tom, {C1} : validée, verrouillée")
    assert forged_change(grid) == (
        "Aucun changement à enregistrer. 1 compétence validée est définitive : elle n'a pas été changée."
    )

    grid.follow_menu("Validation du socle", "Annuler une compétence validée")
    page.get_by_role("button", name="Afficher les validations positives").click()
    page.get_by_role("link", name=re.compile(f"^Annuler : FAURE Tom, {re.escape(C1)}, validée le")).click()
    confirm = page.get_by_role("button", name="Annuler cette validation")
    expect(confirm).to_be_focused()
    expect(confirm).to_have_accessible_description(re.compile(rf"^FAURE Tom, «\s{re.escape(C1)}\s»\s: validée le"))
    page.keyboard.press("Enter")

    expect(page.get_by_text(f"Validation annulée : FAURE Tom, « {C1} ».")).to_be_visible()
    expect(page.get_by_role("link", name=re.compile("^Annuler :"))).to_have_count(0)
    grid.open()
    expect(grid.cell("FAURE Tom")).to_have_accessible_name(f"FAURE Tom, {C1} : aucune décision")


def forged_change(grid: PilierGrid) -> str:
    """What the server answers to « not validated » on the first locked cell, sent as the page would."""
    return str(
        grid.page.evaluate(
            """async () => {
              const cell = document.querySelector("td.locked");
              const pupil = document.querySelectorAll("th[data-p]")[cell.cellIndex].dataset.p;
              const { post } = await import(document.querySelector("script[src*='/js/socle/piliers']").src
                .replace(/socle\\/piliers[^/]*\\.js$/, "page-token.js"));
              const cells = [[Number(pupil), Number(cell.parentElement.dataset.i), 1, 0]];
              const answer = await post(document.querySelector("[data-save-url]").dataset.saveUrl, {
                headers: { "Content-Type": "application/json" },
                body: JSON.stringify({ gestures: [{ gesture: "cell", cells }] }),
              });
              return (await answer.json()).message;
            }"""
        )
    )


@pytest.mark.full
def test_arrows_pass_over_what_is_locked(grid):
    grid.cell("FAURE Tom").click()
    grid.save()

    grid.arrow(f"Valider : {WHOLE}, pour tous les élèves").click()
    grid.arrow(f"Mettre non validée : {WHOLE}, pour tous les élèves").click()

    assert grid.states() == ["0", "1", "0", *(["0"] * 21)]
    grid.save("Validations enregistrées : 23 cases.")


def test_grid_works_by_keyboard_alone_and_says_why_a_cell_does_not_move(grid):
    grid.page.locator(".grid [tabindex='0']").focus()
    grid.expect_focus_on(f"BAILLY Rose, {C1} : aucune décision")
    grid.press("v", "ArrowRight", "r", "ArrowDown", "Space", "Space", "Delete")
    assert grid.states()[:6] == ["1", "0", "2", "2", "2", "2"]
    grid.save("Validations enregistrées : 2 cases.")

    grid.page.locator(".grid [tabindex='0']").focus()
    grid.press("Control+Home", "ArrowDown")
    grid.expect_focus_on(f"BAILLY Rose, {C1} : validée, verrouillée")
    grid.press("r")

    expect(grid.page.get_by_text(f"BAILLY Rose, « {C1} » : validée et verrouillée")).to_be_visible()
    assert grid.states()[:2] == ["1", "0"]


@pytest.mark.full
def test_panel_opens_by_the_focus_and_by_a_mouse_that_rests(grid):
    panel = grid.page.get_by_role("complementary", name="Case choisie")
    grid.page.locator(".grid [tabindex='0']").focus()
    expect(panel.get_by_role("heading", level=2)).to_have_text("BAILLY Rose")
    expect(panel).to_contain_text("Aucune validation d'item n'a été saisie pour cette compétence.")

    grid.cell("MÉNARD Éloi").hover()

    expect(panel.get_by_role("heading", level=2)).to_have_text("MÉNARD Éloi")
    assert grid.states() == ["2"] * 24


@pytest.mark.full
def test_items_of_the_panel_are_read_again_after_a_failure_and_after_a_while(grid, witness):
    witness.allow("503", "ERR_FAILED")
    nothing = "Aucune validation d'item n'a été saisie pour cette compétence."
    grid.page.clock.install()
    grid.page.route("**/competences/*/*/items/", lambda route: route.fulfill(status=503))
    grid.page.locator(".grid [tabindex='0']").focus()
    grid.press("ArrowRight")
    grid.page.clock.run_for(1000)
    expect(grid.panel).to_contain_text("Les items n'ont pas pu être lus")

    grid.page.unroute("**/competences/*/*/items/")
    grid.press("ArrowRight", "ArrowLeft")
    grid.page.clock.run_for(1000)
    expect(grid.panel).to_contain_text(nothing)

    grid.page.clock.run_for(60_000)
    with grid.page.expect_response("**/competences/*/*/items/"):
        grid.press("ArrowRight", "ArrowLeft")
        grid.page.clock.run_for(1000)


def test_colleague_who_validated_meanwhile_is_named_and_his_decision_stays(grid, director, new_context, sign_in):
    other: BrowserContext = new_context(base_url=grid.page.url.partition("/socle")[0])
    second = PilierGrid(other.new_page())
    sign_in(director, "lou.roche", PASSWORD, on=second.page)
    second.open()
    second.cell("FAURE Tom").click()
    second.save()

    grid.cell("FAURE Tom").dblclick()
    grid.save("1 compétence validée est définitive")

    expect(grid.conflicts).to_contain_text("c'est définitif")
    expect(grid.conflicts.get_by_role("button", name=re.compile("^Remettre"))).to_have_count(0)
    grid.conflicts.get_by_role("button", name=re.compile("^D'accord")).click()
    expect(grid.cell("FAURE Tom")).to_have_accessible_name(f"FAURE Tom, {C1} : validée, verrouillée")


def test_phone_shows_the_lock_and_the_items_of_a_competence(director, page):
    page.set_viewport_size({"width": 360, "height": 740})
    grid = PilierGrid(page)
    grid.open()
    line = page.get_by_role("radiogroup", name=C1)
    line.get_by_role("radio", name="validée", exact=True).check()
    grid.save()

    expect(line.get_by_role("radio", name="non validée")).to_be_disabled()
    expect(page.get_by_text("Verrouillée : une compétence validée est définitive.").first).to_be_visible()
    page.get_by_role("button", name=f"Ses items {C1}").click()
    expect(page.get_by_text("Aucune validation d'item n'a été saisie pour cette compétence.").first).to_be_visible()


@pytest.mark.full
def test_item_of_a_validated_competence_also_shows_what_came_from_a_colleague(grid, director, new_context, sign_in):
    grid.cell("FAURE Tom").click()
    grid.save()
    items = GridPage(grid.page)
    items.open()
    cell = items.cell("FAURE Tom")
    before = corners(cell)

    colleague = GridPage(new_context(base_url=grid.page.url.partition("/socle")[0]).new_page())
    sign_in(director, on=colleague.page)
    colleague.open()
    colleague.cell("FAURE Tom").click()
    colleague.save()
    items.look_again()

    expect(cell).to_have_accessible_name(re.compile("compétence validée, reçu à l'instant de DURAND P."))
    assert (before, corners(cell)) == (1, 2)


def corners(cell: Locator) -> int:
    """How many corners of a cell are folded."""
    return str(cell.evaluate("cell => getComputedStyle(cell).backgroundImage")).count("linear-gradient")


@pytest.fixture
def two_validated(grid: PilierGrid) -> PilierGrid:
    """Two pupils, a compétence each, on no common row nor column; the page that cancels them."""
    grid.cell("FAURE Tom").click()
    grid.cell("MÉNARD Éloi", C2).click()
    grid.save()
    grid.follow_menu("Validation du socle", "Annuler une compétence validée")
    grid.page.get_by_role("button", name="Afficher les validations positives").click()
    return grid


@pytest.mark.full
def test_validated_competences_are_one_tab_stop_and_found_by_the_arrows(two_validated):
    page = two_validated.page
    links = page.get_by_role("link", name=re.compile("^Annuler :"))
    expect(links).to_have_count(2)
    expect(page.locator(".cancel[tabindex='0']")).to_have_count(1)

    links.first.focus()
    two_validated.press("ArrowRight")
    expect(links.nth(1)).to_be_focused()
    two_validated.press("ArrowUp")
    expect(links.nth(0)).to_be_focused()
    two_validated.press("ArrowDown", "Enter")

    confirm = page.get_by_role("button", name="Annuler cette validation")
    expect(confirm).to_have_accessible_description(re.compile(rf"^MÉNARD Éloi, «\s{re.escape(C2)}\s»"))
    expect(page.locator(".cancel[tabindex='0']")).to_have_accessible_name(re.compile("MÉNARD Éloi"))


@pytest.mark.full
def test_phone_shows_who_has_each_competence_validated(two_validated):
    page = two_validated.page
    page.set_viewport_size(PHONE)
    link = page.get_by_role("link", name=re.compile("^Annuler : FAURE Tom"))

    expect(link.get_by_text("FAURE Tom")).to_be_visible()
    expect(page.get_by_role("rowheader", name="Compétence 3a")).to_be_hidden()
    assert targets_too_small(page, ".cancel") == []
    assert fits(page)
    axe.load(page)
    assert axe.violations(page) == []
    link.click()
    expect(page.get_by_role("button", name="Annuler cette validation")).to_be_in_viewport()


@pytest.mark.full
def test_language_given_to_pupils_is_read_under_competence_2(director, page):
    AnyPage(page).follow_menu("Validation du socle", "Choisir la langue étrangère")
    page.get_by_label("Langue étrangère", exact=True).select_option("anglais")
    page.get_by_role("checkbox", name="MÉNARD Éloi").uncheck()
    page.get_by_role("button", name="Donner cette langue aux élèves cochés").click()
    expect(page.get_by_text("Langue étrangère « anglais » : 2 élèves changés.")).to_be_visible()

    PilierGrid(page).open()

    badges = page.locator("tfoot").get_by_role("img")
    expect(badges).to_have_count(3)
    expect(badges.nth(0)).to_have_accessible_name("anglais")
    expect(badges.nth(2)).to_have_accessible_name("langue non choisie")


def test_director_goes_from_the_overview_to_a_grid(director, page):
    AnyPage(page).follow_menu("Validation du socle", "Avancement de la validation")
    expect(page.get_by_role("heading", name="Palier 2 (fin CM2)")).to_be_visible()

    page.get_by_role("link", name="87 cases bleues, 3 élèves : ouvrir la grille de [CM2] CM2, compétence 1").click()

    GridPage(page).wait()
    expect(page.get_by_role("heading", level=1)).to_have_text(C1)
