"""A grid in plane mode: the clicks are kept on the device, saved once, and nobody else finds them."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.e2e.grid import PASSWORD, GridPage
from tests.e2e.pages import SignInPage
from tests.e2e.server import SchoolOnServer, Server

AWAY = ("Failed to load resource", "ERR_INTERNET_DISCONNECTED", "ERR_FAILED")


@pytest.fixture
def grid(cm2_school: SchoolOnServer, sign_in: Callable[..., SignInPage], page: Page) -> GridPage:
    sign_in(cm2_school)
    shown = GridPage(page)
    shown.open()
    return shown


def crash(grid: GridPage) -> GridPage:
    """The tab ends with no warning; the same address in another one."""
    address, context = grid.page.url, grid.page.context
    expect(grid.page.locator("html")).to_be_attached()
    # What was just clicked is written within an instant.
    grid.page.wait_for_timeout(300)
    grid.page.close(run_before_unload=False)
    page = context.new_page()
    context.set_offline(False)
    page.goto(address)
    shown = GridPage(page)
    shown.wait()
    return shown


def saves(page: Page) -> list[int]:
    """The answers to come of the server to saves of this page."""
    answers: list[int] = []
    page.on("response", lambda answer: answers.append(answer.status) if "enregistrer" in answer.url else None)
    return answers


def test_plane_mode_keeps_the_clicks_says_how_many_and_saves_them_once(grid, witness):
    witness.allow(*AWAY)
    answers = saves(grid.page)
    grid.page.context.set_offline(True)
    grid.expect_message("Hors connexion : vous pouvez continuer, vos clics seront gardés sur cet appareil.")

    grid.arrow("Valider : tout le domaine « Dire », pour tous les élèves").click()
    grid.cell("FAURE Tom").click()
    grid.press("Control+z")
    grid.expect_message("Hors connexion : 15 cases gardées sur cet appareil. Elles seront enregistrées")
    grid.page.context.set_offline(False)

    grid.expect_message("Validations enregistrées : 15 cases.")
    expect(grid.page.get_by_text("Hors connexion")).to_be_hidden()
    assert answers == [200]
    grid.page.reload()
    grid.wait()
    assert grid.states() == ["1"] * 15 + ["2"] * 72


def test_tab_that_crashed_without_network_gives_its_clicks_back_and_saves_them(grid, witness):
    witness.allow(*AWAY)
    grid.page.context.set_offline(True)
    grid.cell("BAILLY Rose").click()
    grid.cell("FAURE Tom").dblclick()

    again = crash(grid)

    again.expect_message("2 cases gardées sur cet appareil sont revenues : elles partent à l'enregistrement.")
    again.expect_message("Validations enregistrées : 2 cases.")
    again.page.reload()
    again.wait()
    assert again.states()[:3] == ["1", "0", "2"]
    expect(again.page.get_by_text("sur cet appareil")).to_be_hidden()


def test_tab_that_crashed_before_a_save_gives_its_clicks_back_to_be_looked_at(grid):
    grid.cell("BAILLY Rose").click()

    again = crash(grid)

    again.expect_message("1 case gardée sur cet appareil est revenue, sans avoir été enregistrée")
    assert again.states()[:2] == ["1", "2"]
    again.page.get_by_role("button", name="Ne pas les reprendre").click()
    assert again.states()[:2] == ["2", "2"]
    expect(again.save_button).to_have_text("Enregistrer les validations")


def test_leaving_without_saving_leaves_nothing_on_the_device(grid):
    grid.cell("BAILLY Rose").click()
    grid.page.get_by_role("link", name="Retour").click()
    grid.page.get_by_role("button", name="Quitter sans enregistrer").click()
    grid.expect_heading("Valider les items")

    grid.show()

    assert grid.states()[0] == "2"
    assert grid.page.evaluate(READ_ALL) == []


# What another person of this computer could read with the tools of the browser.
READ_ALL = """() => new Promise((resolve) => {
  indexedDB.open("sacoche-grids").onsuccess = ({ target }) => {
    const all = target.result.transaction("pages").objectStore("pages").getAll();
    all.onsuccess = () => resolve(all.result.map((record) => [record.grid, new TextDecoder().decode(record.locked)]));
  };
})"""


def test_next_person_of_the_same_computer_finds_nothing_and_the_first_finds_all(grid, cm2_school, sign_in, witness):
    grid.cell("BAILLY Rose").click()
    grid.page.wait_for_timeout(300)
    [(name, locked)] = grid.page.evaluate(READ_ALL)
    assert (name.startswith("item-8-"), re.findall(r"cells|outbox|\d{3}", locked)) == (True, [])
    context, address = grid.page.context, grid.page.url
    grid.page.close(run_before_unload=False)

    def open_as(login: str) -> GridPage:
        context.clear_cookies()
        page = context.new_page()
        sign_in(cm2_school, login, PASSWORD, on=page)
        page.goto(address)
        shown = GridPage(page)
        shown.wait()
        return shown

    other = open_as("ann.petit")
    assert other.states()[0] == "2"
    other.page.close()
    assert open_as("pau.durand").states()[0] == "1"


def test_answer_lost_with_its_page_is_asked_again_and_a_colleague_keeps_what_she_did_since(
    grid, cm2_school, sign_in, new_context, witness
):
    witness.allow(*AWAY)
    grid.page.route("**/enregistrer/", lambda route: (route.fetch(), route.abort()))
    grid.cell("FAURE Tom").click()
    grid.save_button.click()
    grid.expect_message("Le serveur ne répond pas")
    elsewhere = new_context(base_url=grid.page.url.split("/socle")[0]).new_page()
    sign_in(cm2_school, "ann.petit", PASSWORD, on=elsewhere)
    colleague = GridPage(elsewhere)
    colleague.open()
    colleague.cell("FAURE Tom").click()
    colleague.save()

    again = crash(grid)

    again.expect_message("Validations enregistrées : 1 case.")
    expect(again.conflicts).to_be_hidden()
    assert again.states()[1] == "0"
    expect(again.save_button).to_have_text("Enregistrer les validations")


def test_two_devices_of_one_teacher_do_not_fight(grid, cm2_school, sign_in, new_context, witness):
    witness.allow(*AWAY)
    tablet = new_context(base_url=grid.page.url.split("/socle")[0])
    page = tablet.new_page()
    sign_in(cm2_school, on=page)
    second = GridPage(page)
    second.open()
    for shown in (grid, second):
        shown.page.context.set_offline(True)
    grid.cell("BAILLY Rose").click()
    grid.cell("FAURE Tom").click()
    second.cell("BAILLY Rose").click()
    second.cell("FAURE Tom").dblclick()
    second.cell("MÉNARD Éloi").click()

    grid.page.context.set_offline(False)
    grid.expect_message("Validations enregistrées : 2 cases.")
    tablet.set_offline(False)

    second.expect_message("Validations enregistrées : 1 case.")
    expect(second.conflicts).to_contain_text("1 case a été changée par vous ailleurs")
    expect(second.conflicts).to_contain_text("vous aviez mis « non validé », « validé » a été enregistré par DURAND P.")
    assert second.states()[:3] == ["1", "1", "1"]
    second.conflicts.get_by_role("button", name="Garder « validé »").click()
    expect(second.save_button).to_have_text("Enregistrer les validations")


LEAVE = """
from accounts.models import Account
from sacoche.kit.clock import today
from sacoche.kit.tenancy import school_scope
from schools.models import School
with school_scope(School.objects.get(number={number})):
    answer = Account.objects.filter(last_name="FAURE").update(left_on=today())
"""


def test_pupil_who_left_before_the_network_came_back_is_named_and_the_rest_is_kept(
    grid, cm2_school: SchoolOnServer, server: Server, witness
):
    witness.allow(*AWAY, "400")
    grid.page.context.set_offline(True)
    grid.cell("BAILLY Rose").click()
    grid.cell("FAURE Tom").click()
    assert server.evaluate(LEAVE.format(number=cm2_school.number)) == 1

    grid.page.context.set_offline(False)

    grid.expect_message("Ne fait plus partie de l'école : FAURE Tom.")
    expect(grid.page.locator("[data-grid-part=refused] li")).to_have_text(re.compile("^FAURE Tom, « .* » : validé$"))
    assert grid.states()[:2] == ["1", "2"]
    grid.save("Validations enregistrées : 1 case.")


def test_session_that_ended_in_plane_mode_is_opened_again_then_the_clicks_are_saved(
    grid, new_context: Callable[..., BrowserContext], witness
):
    witness.allow(*AWAY, "401")
    context = grid.page.context
    context.set_offline(True)
    grid.cell("BAILLY Rose").click()
    context.clear_cookies(name=next(each["name"] for each in context.cookies() if "session" in each["name"]))

    context.set_offline(False)
    grid.sign_in_again("pau.durand", PASSWORD)

    grid.expect_message("Validations enregistrées : 1 case.")


def test_what_is_kept_is_given_back_by_keyboard_alone(grid, witness):
    witness.allow(*AWAY)
    grid.cell("BAILLY Rose").focus()
    grid.page.context.set_offline(True)
    grid.press("v", "ArrowRight", "r")
    grid.expect_message("Hors connexion : 2 cases gardées sur cet appareil.")

    grid.page.context.set_offline(False)

    grid.expect_message("Validations enregistrées : 2 cases.")
    assert grid.states()[:2] == ["1", "0"]
