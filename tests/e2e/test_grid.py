"""« Valider les items » in a browser: mouse, arrows, keyboard, two people, leaving (S138–S154)."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.e2e.grid import FIRST_ITEM, PASSWORD, GridPage
from tests.e2e.pages import AnyPage, SignInPage
from tests.e2e.server import SchoolOnServer

# A group of the teacher, with two of the three pupils of his class.
GROUP_OF_TWO = """
from accounts.models import Account
from sacoche.kit.tenancy import school_scope
from schools.models import School
from tests.factories import GroupFactory, GroupMembershipFactory, GroupTeachingFactory
with school_scope(School.objects.get(number={number})):
    group = GroupFactory(niveau="CM2", name="Lecture")
    GroupTeachingFactory(teacher=Account.objects.get(login="pau.durand"), group=group)
    for pupil in Account.objects.filter(last_name__in=["BAILLY", "FAURE"]):
        GroupMembershipFactory(pupil=pupil, group=group)
answer = group.pk
"""


@pytest.fixture
def grid(cm2_school: SchoolOnServer, sign_in: Callable[..., SignInPage], page: Page) -> GridPage:
    sign_in(cm2_school)
    shown = GridPage(page)
    shown.open()
    return shown


def test_cell_turns_green_red_then_blue_by_the_mouse(grid):
    cell = grid.cell("FAURE Tom")
    expect(cell).to_have_accessible_name(f"FAURE Tom, {FIRST_ITEM} : aucune décision")

    cell.click()
    expect(cell).to_have_accessible_name(f"FAURE Tom, {FIRST_ITEM} : validé, pas encore enregistré")
    cell.click()
    expect(cell).to_have_accessible_name(f"FAURE Tom, {FIRST_ITEM} : non validé, pas encore enregistré")
    cell.click()
    expect(cell).to_have_accessible_name(f"FAURE Tom, {FIRST_ITEM} : aucune décision")


def test_states_are_told_by_signs_and_words_not_by_colours_alone(grid):
    signs = []
    cell = grid.cell("BAILLY Rose")
    for word in ("aucune décision", "validé", "non validé"):
        expect(cell).to_have_accessible_name(re.compile(f": {word}"))
        signs.append(cell.evaluate("cell => getComputedStyle(cell, '::before').content"))
        cell.click()

    assert [sign.partition(" / ")[0] for sign in signs] == ["none", '"✓"', '"✗"']


def test_cells_show_the_same_colours_after_saving_and_reloading(grid):
    grid.cell("BAILLY Rose").click()
    grid.cell("FAURE Tom").dblclick()
    expect(grid.save_button).to_have_text("Enregistrer les validations · 2")
    expect(grid.page.get_by_text("2 cases ne sont pas enregistrées")).to_be_visible()

    grid.save("Validations enregistrées : 2 cases.")
    expect(grid.page.get_by_text("Tout est enregistré")).to_be_visible()
    before = grid.states()
    grid.page.reload()
    grid.wait()

    assert grid.states() == before
    assert before[:3] == ["1", "0", "2"]


@pytest.mark.full
def test_panel_shows_the_cell_its_decision_and_the_blue_cells(grid):
    panel = grid.page.get_by_role("complementary", name="Case choisie")
    expect(panel).to_contain_text("87 cases bleues restantes sur 87")

    grid.cell("FAURE Tom").click()
    expect(panel).to_contain_text("Pas encore enregistré.")
    expect(panel).to_contain_text("86 cases bleues restantes sur 87")
    grid.save()

    expect(panel.get_by_role("heading")).to_have_text("FAURE Tom")
    expect(panel).to_contain_text(re.compile(r"le \d\d/\d\d/\d{4}, par DURAND P\."))


def test_arrows_govern_what_their_names_say_and_turn_green_red_blue(grid):
    expect(grid.arrow("Valider : tout le domaine « Dire », pour FAURE Tom")).to_be_visible()

    grid.arrow("Valider : tout le domaine « Dire », pour FAURE Tom").click()
    assert grid.states()[:18] == ["2", "1", "2"] * 5 + ["2"] * 3
    grid.arrow("Mettre non validé : tout le domaine « Dire », pour FAURE Tom").click()
    assert grid.states()[:18] == ["2", "0", "2"] * 5 + ["2"] * 3
    grid.arrow("Effacer la décision : tout le domaine « Dire », pour FAURE Tom").click()
    assert grid.states() == ["2"] * 87

    grid.arrow(f"Valider : « {FIRST_ITEM} », pour tous les élèves").click()
    assert grid.states()[:6] == ["1"] * 3 + ["2"] * 3

    grid.arrow("Valider : tout le domaine « Dire », pour tous les élèves").click()
    assert grid.states() == ["1"] * 15 + ["2"] * 72


@pytest.mark.full
def test_single_cell_can_be_turned_after_the_corner_arrow_and_one_undo_takes_the_arrow_back(grid):
    corner = "tout le domaine « Dire », pour tous les élèves"
    grid.arrow(f"Valider : {corner}").click()
    grid.cell("FAURE Tom").click()
    assert grid.states()[:15] == ["1", "0"] + ["1"] * 13

    grid.press("Control+z", "Control+z")
    assert grid.states() == ["2"] * 87
    expect(grid.arrow(f"Valider : {corner}")).to_be_visible()
    expect(grid.save_button).to_have_text("Enregistrer les validations")

    grid.press("Control+y")
    assert grid.states()[:16] == ["1"] * 15 + ["2"]


@pytest.mark.full
def test_gesture_is_told_with_what_it_did_and_its_undo_is_told_otherwise(grid):
    said = grid.page.locator("[data-grid-part=live]")
    grid.arrow("Valider : tout le domaine « Dire », pour FAURE Tom").click()
    expect(said).to_have_text("5 cases changées : validé.")

    grid.press("Control+z")
    expect(said).to_have_text("Annulé : 5 cases changées : aucune décision.")
    grid.press("Control+y")
    expect(said).to_have_text("Rétabli : 5 cases changées : validé.")


def test_grid_is_one_tab_stop_and_works_by_keyboard_alone(grid):
    expect(grid.page.locator(".grid [tabindex='0']")).to_have_count(1)
    grid.tab_into_table()
    grid.expect_focus_on(f"BAILLY Rose, {FIRST_ITEM} : aucune décision")

    grid.press("Space", "ArrowRight", "Enter", "Enter", "ArrowRight", "v", "ArrowDown", "r", "ArrowLeft", "v", "Delete")

    assert grid.states()[:6] == ["1", "0", "1", "2", "2", "0"]
    grid.press("Control+Home", "Space")
    assert grid.states()[::3][:5] == ["1"] * 5
    grid.press("n")
    assert grid.page.locator(":focus").get_attribute("data-v") == "2"


@pytest.mark.full
def test_next_blue_key_goes_round_and_says_when_none_is_left(grid):
    for number in range(6):
        grid.page.locator(".arrows button").filter(has_text="↘").nth(number).click()
    grid.cell("FAURE Tom").click()
    grid.cell("FAURE Tom").click()
    grid.cell("BAILLY Rose").focus()

    grid.press("n")
    grid.expect_focus_on(f"FAURE Tom, {FIRST_ITEM} : aucune décision")
    grid.press("v", "n")

    expect(grid.page.locator("[data-grid-part=live]")).to_have_text("Il ne reste aucune case bleue.")


@pytest.mark.full
def test_leaving_by_a_link_asks_while_cells_are_not_saved(grid):
    grid.cell("FAURE Tom").click()
    back = grid.page.get_by_role("link", name="Retour")
    dialog = grid.page.get_by_role("dialog", name="Des cases ne sont pas enregistrées")

    back.click()
    dialog.get_by_role("button", name="Rester sur la page").click()
    expect(dialog).to_be_hidden()
    assert grid.states()[1] == "1"
    back.click()
    dialog.get_by_role("button", name="Enregistrer et quitter").click()

    grid.expect_heading("Valider les items")
    grid.show()
    assert grid.states()[1] == "1"


def test_closing_the_page_asks_while_cells_are_not_saved(grid):
    asked = []
    grid.page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    grid.cell("FAURE Tom").click()

    grid.page.reload()

    assert asked == ["beforeunload"]


@pytest.mark.full
def test_back_link_keeps_palier_class_and_pupils(grid):
    grid.page.get_by_role("link", name="Retour").click()
    page = grid.page
    page.get_by_role("checkbox", name="FAURE Tom").uncheck()
    grid.show()
    expect(page.get_by_role("columnheader")).to_have_text(["BAILLY Rose", "MÉNARD Éloi", "TOUS LES ÉLÈVES"])

    page.get_by_role("link", name="Retour").click()

    expect(page.get_by_role("checkbox", name="FAURE Tom")).not_to_be_checked()
    expect(page.get_by_role("checkbox", name="BAILLY Rose")).to_be_checked()
    page.get_by_label("Compétence", exact=True).select_option(label="Compétence 7 – L'autonomie et l'initiative")
    grid.show()
    grid.expect_heading(re.compile("^Compétence 7"))


def test_button_waits_for_the_choices(cm2_school, sign_in, page):
    sign_in(cm2_school)
    AnyPage(page).follow_menu("Validation du socle", "Valider les items")
    button = page.get_by_role("button", name="Afficher le tableau des validations")
    expect(button).to_be_disabled()

    page.get_by_label("Compétence", exact=True).select_option(index=1)
    expect(button).to_be_enabled()
    page.get_by_role("group", name="Élève(s)").get_by_role("button", name="Tout décocher").click()
    expect(button).to_be_disabled()
    page.get_by_role("checkbox", name="FAURE Tom").check()
    expect(button).to_be_enabled()


def test_group_is_chosen_whole_after_a_class_of_which_some_pupils_were_ticked(cm2_school, server, sign_in, page):
    server.evaluate(GROUP_OF_TWO.format(number=cm2_school.number))
    sign_in(cm2_school)
    AnyPage(page).follow_menu("Validation du socle", "Valider les items")
    place = page.get_by_label("Classe / groupe")
    place.select_option("[CM2] CM2")
    page.get_by_label("Compétence", exact=True).select_option(index=1)
    page.get_by_role("checkbox", name="BAILLY Rose").uncheck()

    place.select_option("Lecture")

    pupils = page.get_by_role("group", name="Élève(s)").get_by_role("checkbox")
    expect(pupils).to_have_count(2)
    expect(page.get_by_role("checkbox", name="BAILLY Rose")).to_be_checked()
    expect(page.get_by_role("checkbox", name="FAURE Tom")).to_be_checked()
    grid = GridPage(page)
    grid.show()
    grid.cell("BAILLY Rose").click()
    grid.save("Validations enregistrées : 1 case.")
    page.get_by_role("link", name="Retour").click()
    expect(place.locator("option:checked")).to_have_text("Lecture")


@pytest.mark.full
def test_choice_made_while_the_page_is_loading_leads_the_lists(cm2_school, sign_in, page):
    sign_in(cm2_school)

    def come_late(route):
        page.get_by_label("Compétence", exact=True).select_option(index=1)
        route.continue_()

    page.route("**/htmx*.js", come_late)
    page.goto("/socle/items/")

    expect(page.get_by_role("group", name="Domaine(s)")).to_be_visible()
    expect(page.get_by_role("button", name="Afficher le tableau des validations")).to_be_enabled()


@pytest.fixture
def colleague(
    grid: GridPage,
    cm2_school: SchoolOnServer,
    sign_in: Callable[..., SignInPage],
    new_context: Callable[..., BrowserContext],
) -> GridPage:
    """The same grid, opened by the other teacher on another machine; what she saves is found by a save alone."""
    grid.hear_nothing()
    page = new_context(base_url=grid.page.url.split("/socle")[0]).new_page()
    sign_in(cm2_school, "ann.petit", PASSWORD, on=page)
    shown = GridPage(page)
    shown.open()
    return shown


@pytest.mark.full
def test_cell_a_colleague_changed_shows_both_values_and_one_click_puts_mine_back(grid, colleague):
    colleague.cell("FAURE Tom").dblclick()
    colleague.save()

    grid.cell("BAILLY Rose").click()
    grid.cell("FAURE Tom").click()
    grid.save("Validations enregistrées : 1 case.")

    expect(grid.conflicts).to_contain_text("1 case a été changée par quelqu'un d'autre")
    expect(grid.conflicts).to_contain_text(
        re.compile("vous aviez mis « validé », « non validé » a été enregistré par PETIT A. le")
    )
    assert grid.states()[:3] == ["1", "0", "2"]
    grid.conflicts.get_by_role("button", name="Remettre « validé »").click()
    grid.expect_message("Validations enregistrées : 1 case.")
    expect(grid.conflicts).to_be_hidden()
    grid.expect_focus_on(f"FAURE Tom, {FIRST_ITEM} : validé")
    grid.page.reload()
    grid.wait()
    assert grid.states()[:3] == ["1", "1", "2"]


@pytest.mark.full
def test_cell_a_colleague_changed_keeps_his_decision_by_one_click(grid, colleague):
    colleague.cell("FAURE Tom").dblclick()
    colleague.save()
    grid.cell("FAURE Tom").click()
    grid.save("Rien n'a été enregistré.")
    expect(grid.page.locator("[data-grid-part=saved]")).to_have_class(re.compile("notice-warn"))

    grid.conflicts.get_by_role("button", name="Garder « non validé »").click()

    expect(grid.conflicts).to_be_hidden()
    grid.expect_focus_on(f"FAURE Tom, {FIRST_ITEM} : non validé")
    expect(grid.page.get_by_text("Tout est enregistré")).to_be_visible()


def test_conflicts_of_a_mass_arrow_are_settled_together_or_one_by_one_and_wait_through_other_saves(grid, colleague):
    colleague.arrow("Valider : tout le domaine « Dire », pour FAURE Tom").click()
    colleague.arrow("Mettre non validé : tout le domaine « Dire », pour FAURE Tom").click()
    colleague.save("Validations enregistrées : 5 cases.")
    grid.arrow("Valider : tout le domaine « Dire », pour tous les élèves").click()
    grid.save("Validations enregistrées : 10 cases.")
    expect(grid.conflicts).to_contain_text("5 cases ont été changées par quelqu'un d'autre")

    grid.conflicts.get_by_role("button", name="Garder « non validé »").first.click()
    grid.page.locator("td[data-v]").last.click()
    grid.save("Validations enregistrées : 1 case.")
    expect(grid.conflicts).to_contain_text("4 cases ont été changées")
    grid.conflicts.get_by_role("button", name="Remettre toutes les miennes").click()

    grid.expect_message("Validations enregistrées : 4 cases.")
    expect(grid.conflicts).to_be_hidden()
    assert grid.states()[:16] == ["1", "0", "1"] + ["1"] * 12 + ["2"]


@pytest.mark.full
def test_undo_leaves_a_colleagues_decision_alone(grid, colleague):
    colleague.cell("FAURE Tom").dblclick()
    colleague.save()
    grid.arrow(f"Valider : « {FIRST_ITEM} », pour tous les élèves").click()
    grid.cell("MÉNARD Éloi").click()
    grid.save("Validations enregistrées : 2 cases.")
    assert grid.states()[:3] == ["1", "0", "0"]

    grid.press("Control+z", "Control+z")

    assert grid.states()[:3] == ["2", "0", "2"]


def test_several_gestures_are_undone_and_redone_before_and_after_a_save(grid):
    grid.cell("FAURE Tom").click()
    grid.arrow("Valider : tout le domaine « Dire », pour tous les élèves").click()
    grid.save("Validations enregistrées : 15 cases.")
    grid.cell("BAILLY Rose").click()
    after = grid.states()

    grid.press("Control+z", "Control+z")
    assert grid.states() == ["2", "1", "2"] + ["2"] * 84
    expect(grid.save_button).to_have_text("Enregistrer les validations · 14")
    grid.press("Control+z", "Control+z")
    assert grid.states() == ["2"] * 87
    grid.press("Control+y", "Control+Shift+z", "Control+y", "Control+y")
    assert grid.states() == after

    grid.press("Control+z", "Control+z", "Control+z")
    grid.save("Validations enregistrées : 15 cases.")
    grid.page.reload()
    grid.wait()
    assert grid.states() == ["2"] * 87


# Ten saves of every cell from each page, sent without waiting for each other: the page itself would never do it.
HURRY = """([state, cells]) => {
  const url = document.querySelector("[data-save-url]").dataset.saveUrl;
  const token = JSON.parse(document.body.getAttribute("hx-headers"));
  const body = JSON.stringify({gestures: [{gesture: "domaine_arrow", cells: cells.map(([p, i]) => [p, i, 2, state])}]});
  const send = () => fetch(url, {method: "POST", body, headers: {...token, "Content-Type": "application/json"}});
  window.answers = Promise.all(Array.from({length: 10}, () => send().then((answer) => answer.json())));
}"""


@pytest.mark.full
def test_first_decisions_saved_at_the_same_moment_are_written_once(
    grid: GridPage,
    cm2_school: SchoolOnServer,
    sign_in: Callable[..., SignInPage],
    new_context: Callable[..., BrowserContext],
):
    other = new_context(base_url=grid.page.url.split("/socle")[0]).new_page()
    sign_in(cm2_school, "ann.petit", PASSWORD, on=other)
    GridPage(other).open()
    cells = grid.page.evaluate("""() => [...document.querySelectorAll("tr[data-i]")].flatMap((row) =>
        [...document.querySelectorAll("th[data-p]")].map((head) => [Number(head.dataset.p), Number(row.dataset.i)]))""")

    grid.page.evaluate(HURRY, [1, cells])
    other.evaluate(HURRY, [0, cells])
    answers = [*grid.page.evaluate("window.answers"), *other.evaluate("window.answers")]

    assert sum(answer["saved"] for answer in answers) == 87
    assert sum(len(answer["conflicts"]) for answer in answers) == 870
    grid.page.reload()
    grid.wait()
    assert len(set(grid.states())) == 1


def end_session(grid):
    cookies = grid.page.context.cookies()
    grid.page.context.clear_cookies(name=next(c["name"] for c in cookies if "session" in c["name"]))


def test_session_that_ended_is_opened_again_in_the_page_and_the_save_resumes(grid, witness):
    witness.allow("401", "422")
    grid.cell("FAURE Tom").click()
    end_session(grid)
    grid.save_button.click()
    expect(grid.sign_in_dialog).to_contain_text("Votre session est terminée.")
    expect(grid.sign_in_dialog.get_by_label("Identifiant")).to_have_value("pau.durand")

    grid.sign_in_again("pau.durand", "faux")
    expect(grid.sign_in_dialog.get_by_role("alert")).to_contain_text("Identifiant ou mot de passe incorrect")
    assert grid.states()[1] == "1"
    grid.sign_in_again("pau.durand", PASSWORD)

    grid.expect_message("Validations enregistrées : 1 case.")
    expect(grid.sign_in_dialog).to_be_hidden()
    grid.cell("BAILLY Rose").click()
    grid.save("Validations enregistrées : 1 case.")
    grid.sign_out()


@pytest.mark.full
def test_session_opened_again_in_another_tab_lets_the_save_resume(grid, cm2_school, witness):
    """The only way for somebody who has no codes: through his ENT."""
    witness.allow("401", "403")
    grid.cell("FAURE Tom").click()
    end_session(grid)
    grid.save_button.click()
    expect(grid.sign_in_dialog).to_be_visible()

    SignInPage(grid.page.context.new_page()).sign_in(cm2_school.number, "pau.durand", PASSWORD)

    grid.expect_message("Validations enregistrées : 1 case.")
    expect(grid.sign_in_dialog).to_be_hidden()


@pytest.mark.full
def test_another_person_who_signs_in_in_another_tab_does_not_sign_these_clicks(grid, cm2_school, witness):
    witness.allow("401", "403", "409")
    grid.cell("FAURE Tom").click()
    end_session(grid)
    grid.save_button.click()
    expect(grid.sign_in_dialog).to_be_visible()

    SignInPage(grid.page.context.new_page()).sign_in(cm2_school.number, "ann.petit", PASSWORD)

    expect(grid.sign_in_dialog).to_contain_text("C'est maintenant Ann PETIT qui est connecté")
    expect(grid.save_button).to_have_text("Enregistrer les validations · 1")


@pytest.mark.full
def test_session_that_ended_may_wait_and_the_clicks_stay(grid, witness):
    witness.allow("401")
    grid.cell("FAURE Tom").click()
    end_session(grid)
    grid.save_button.click()

    grid.sign_in_dialog.get_by_role("button", name="Plus tard").click()
    grid.expect_message("Vos clics sont gardés dans cette page.")
    grid.cell("BAILLY Rose").click()
    grid.page.get_by_role("button", name="Se reconnecter et enregistrer").click()
    grid.sign_in_again("pau.durand", PASSWORD)

    grid.expect_message("Validations enregistrées : 2 cases.")


def test_another_person_who_signs_in_does_not_sign_these_clicks(grid, witness):
    witness.allow("401", "409")
    grid.cell("FAURE Tom").click()
    end_session(grid)
    grid.save_button.click()

    grid.sign_in_again("ann.petit", PASSWORD)
    expect(grid.sign_in_dialog).to_contain_text("Vous voilà connecté comme Ann PETIT")
    grid.sign_in_dialog.get_by_role("button", name="Plus tard").click()
    grid.save_button.click()
    expect(grid.sign_in_dialog).to_contain_text("C'est maintenant Ann PETIT qui est connecté")
    expect(grid.save_button).to_have_text("Enregistrer les validations · 1")
    grid.sign_in_again("pau.durand", PASSWORD)

    grid.expect_message("Validations enregistrées : 1 case.")
    grid.page.reload()
    grid.wait()
    grid.cell("BAILLY Rose").focus()
    grid.press("ArrowRight")
    expect(grid.page.get_by_role("complementary", name="Case choisie")).to_contain_text("par DURAND P.")


@pytest.mark.full
def test_signing_in_in_another_tab_is_enough(grid, cm2_school, sign_in, witness):
    witness.allow("401", "403")
    grid.cell("FAURE Tom").click()
    end_session(grid)
    other = grid.page.context.new_page()
    sign_in(cm2_school, on=other)

    grid.save("Validations enregistrées : 1 case.")


def test_network_that_dropped_keeps_the_clicks_and_the_save_resumes_by_itself(grid, witness):
    witness.allow("Failed to load resource", "ERR_INTERNET_DISCONNECTED")
    grid.cell("FAURE Tom").click()
    grid.page.context.set_offline(True)
    grid.save_button.click()
    grid.expect_message("Le serveur ne répond pas")
    grid.expect_message("l'enregistrement reprendra de lui-même")
    grid.cell("BAILLY Rose").click()
    grid.expect_message("Hors connexion : 2 cases gardées sur cet appareil.")

    grid.page.context.set_offline(False)

    grid.expect_message("Validations enregistrées : 1 case.")
    expect(grid.save_button).to_have_text("Enregistrer les validations")
    assert grid.states()[:3] == ["1", "1", "2"]


def test_answer_lost_on_the_way_is_asked_again_without_a_conflict(grid, witness):
    witness.allow("Failed to load resource", "ERR_FAILED")
    lost = []

    def lose_the_answer(route):
        answer = route.fetch()
        lost.append(answer.status)
        route.abort() if len(lost) == 1 else route.fulfill(response=answer)

    grid.page.route("**/socle/items/enregistrer/", lose_the_answer)
    grid.cell("FAURE Tom").click()
    grid.save_button.click()
    grid.expect_message("Le serveur ne répond pas")
    grid.cell("FAURE Tom").click()
    grid.save_button.click()

    grid.expect_message("Validations enregistrées : 1 case.")
    expect(grid.conflicts).to_be_hidden()
    assert (lost[0], grid.states()[1]) == (200, "0")


@pytest.mark.full
def test_saving_nothing_says_so(grid):
    grid.save("Aucun changement à enregistrer.")


def test_names_texts_and_lines_below_stay_in_sight(grid):
    page = grid.page
    page.set_viewport_size({"width": 1100, "height": 600})
    hint = page.get_by_role("button", name=re.compile("lignes plus bas"))
    expect(hint).to_be_visible()

    grid.cell("BAILLY Rose").focus()
    grid.press("Control+End")

    expect(page.get_by_role("columnheader", name="BAILLY Rose")).to_be_in_viewport()
    expect(page.locator(":focus")).to_be_in_viewport()
    expect(hint).to_be_hidden()


@pytest.mark.full
def test_grid_scrolled_to_its_end_hides_no_name_and_keeps_what_is_said_in_sight(grid, witness):
    witness.allow("ERR_INTERNET_DISCONNECTED")
    page = grid.page
    page.context.set_offline(True)
    said = page.locator("[data-grid-part=offline]")
    expect(said).to_contain_text("Hors connexion")
    names = page.get_by_role("columnheader", name="TOUS LES ÉLÈVES").element_handle()
    above = page.locator("[data-grid-part=said]").element_handle()

    for width, height in ((1440, 900), (820, 1180), (768, 1024), (720, 450)):
        page.set_viewport_size({"width": width, "height": height})
        page.locator(".grid-frame").evaluate(
            "frame => scrollBy(0, frame.getBoundingClientRect().bottom + 24 - innerHeight)"
        )

        expect(said).to_be_in_viewport(ratio=1)
        page.wait_for_function(
            "([names, above]) => names.getBoundingClientRect().top >= above.getBoundingClientRect().bottom - 1",
            arg=[names, above],
        )


@pytest.mark.full
def test_message_that_comes_or_goes_leaves_the_cells_where_they_are(grid, witness):
    witness.allow("ERR_INTERNET_DISCONNECTED")
    cell = grid.cell("FAURE Tom")
    place = cell.bounding_box()

    grid.cell("BAILLY Rose").click()
    grid.save()
    assert cell.bounding_box() == place
    cell.click()
    expect(grid.page.locator("[data-grid-part=saved]")).to_be_hidden()
    assert cell.bounding_box() == place
    grid.page.context.set_offline(True)
    grid.expect_message("Hors connexion")
    assert cell.bounding_box() == place
    grid.save_button.click()
    grid.expect_message("Le serveur ne répond pas")
    assert cell.bounding_box() == place


@pytest.mark.full
def test_language_competence_shows_the_language_of_each_pupil(grid):
    grid.page.get_by_role("link", name="Retour").click()
    grid.page.get_by_label("Compétence", exact=True).select_option(index=2)
    grid.show()

    expect(grid.page.get_by_role("img", name="langue non choisie")).to_have_count(3)
