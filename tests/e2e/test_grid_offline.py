"""A grid in plane mode: the clicks are kept on the device, saved once, and nobody else finds them."""

import datetime
import re
from collections.abc import Callable
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.e2e.grid import PASSWORD, GridPage, PilierGrid
from tests.e2e.pages import SignInPage
from tests.e2e.server import SchoolOnServer, Server

AWAY = ("Failed to load resource", "ERR_INTERNET_DISCONNECTED", "ERR_FAILED")


@pytest.fixture
def grid(cm2_school: SchoolOnServer, sign_in: Callable[..., SignInPage], page: Page) -> GridPage:
    sign_in(cm2_school)
    shown = GridPage(page)
    shown.open()
    return shown


def crash(grid: GridPage, address: str = "") -> GridPage:
    """The tab ends with no warning; the same address in another one."""
    address, context = address or grid.page.url, grid.page.context
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


@pytest.mark.full
def test_tab_that_crashed_before_a_save_gives_its_clicks_back_to_be_looked_at(grid):
    grid.cell("BAILLY Rose").click()

    again = crash(grid)

    again.expect_message("1 case gardée sur cet appareil est revenue, sans avoir été enregistrée")
    assert again.states()[:2] == ["1", "2"]
    again.cell("FAURE Tom").click()
    again.page.get_by_role("button", name="Ne pas les reprendre").click()
    assert again.states()[:2] == ["2", "1"]
    again.save("Validations enregistrées : 1 case.")


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


def test_next_person_of_the_same_computer_finds_nothing_and_the_first_finds_all(
    grid, cm2_school, sign_in_by_form, witness
):
    grid.cell("BAILLY Rose").click()
    grid.page.wait_for_timeout(300)
    [(name, locked)] = grid.page.evaluate(READ_ALL)
    assert (name.startswith("item-8-"), re.findall(r"cells|outbox|\d{3}", locked)) == (True, [])
    context, address = grid.page.context, grid.page.url
    grid.page.close(run_before_unload=False)

    def open_as(login: str) -> GridPage:
        context.clear_cookies()
        page = context.new_page()
        sign_in_by_form(cm2_school, login, PASSWORD, on=page)
        page.goto(address)
        shown = GridPage(page)
        shown.wait()
        return shown

    other = open_as("ann.petit")
    assert other.states()[0] == "2"
    other.page.close()
    assert open_as("pau.durand").states()[0] == "1"


def change_password(page: Page, before: str, after: str) -> None:
    page.locator("input[name=current]").fill(before)
    for name in ("password", "again"):
        page.locator(f"input[name={name}]").fill(after)
    page.get_by_role("button", name="Changer le mot de passe").click()
    expect(page.get_by_text("Votre mot de passe est changé.")).to_be_visible()


def school_day() -> datetime.date:
    """Today, by the calendar of the server."""
    return datetime.datetime.now(ZoneInfo("Europe/Paris")).date()


LOST = "1 case cochée dans cette grille ({day}) était gardée sur cet appareil et ne peut plus être reprise"


@pytest.mark.full
def test_clicks_kept_before_the_password_changed_are_told_beforehand_and_never_lost_in_silence(grid):
    grid.cell("BAILLY Rose").click()
    grid.page.wait_for_timeout(300)
    context, address = grid.page.context, grid.page.url
    grid.page.close(run_before_unload=False)

    page = context.new_page()
    page.goto(address.split("/socle")[0] + "/mon-compte/mot-de-passe/")
    expect(page.get_by_text("Enregistrez avant de changer de mot de passe")).to_be_visible()
    expect(page.get_by_role("link", name="ouvrir sa grille")).to_be_visible()
    change_password(page, PASSWORD, "Une-autre-craie-42")

    again = GridPage(page)
    for _ in range(2):
        # Said until it is read, by whoever opens the grid after her crash.
        page.goto(address)
        again.wait()
        again.expect_message(LOST.format(day=f"{school_day():%d/%m/%Y}"))
        assert again.states()[0] == "2"
    page.get_by_role("button", name="J'ai lu").click()
    expect(page.get_by_text("ne peut plus être reprise")).to_be_hidden()
    page.reload()
    again.wait()
    expect(page.get_by_text("ne peut plus être reprise")).to_be_hidden()
    assert page.evaluate(READ_ALL) == []


# What the next person of this computer may do with the tools of the browser: give what is kept another label.
RELABEL = """(change) => new Promise((resolve) => {
  indexedDB.open("sacoche-grids").onsuccess = ({ target }) => {
    const transaction = target.result.transaction("pages", "readwrite");
    const store = transaction.objectStore("pages");
    store.getAll().onsuccess = ({ target: { result } }) => {
      for (const record of result) store.put({ ...record, ...change });
    };
    transaction.oncomplete = () => resolve(target.result.close());
  };
})"""


@pytest.mark.parametrize("change", [{"count": 3}, {"address": "/ailleurs/"}, {"day": "yesterday"}])
@pytest.mark.full
def test_record_that_somebody_relabelled_opens_no_more_and_says_so(grid, change):
    grid.cell("BAILLY Rose").click()
    grid.page.wait_for_timeout(300)
    if "day" in change:
        change = {"day": f"{school_day() - datetime.timedelta(days=1)}"}
    grid.page.evaluate(RELABEL, change)

    again = crash(grid)

    expect(again.page.get_by_text(re.compile("ne peu(t|vent) plus être reprises?"))).to_be_visible()
    assert again.states()[0] == "2"


@pytest.mark.full
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
    expect(grid.page.locator("[data-grid-part=refused]")).to_be_hidden()


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


@pytest.mark.full
def test_what_is_kept_is_given_back_by_keyboard_alone(grid, witness):
    witness.allow(*AWAY)
    grid.cell("BAILLY Rose").focus()
    grid.page.context.set_offline(True)
    grid.press("v", "ArrowRight", "r")
    grid.expect_message("Hors connexion : 2 cases gardées sur cet appareil.")

    grid.page.context.set_offline(False)

    grid.expect_message("Validations enregistrées : 2 cases.")
    assert grid.states()[:2] == ["1", "0"]


# --- What leaves by itself, and what waits for « Enregistrer » --------------------------------------------------------


@pytest.fixture
def piliers(cm2_school: SchoolOnServer, sign_in: Callable[..., SignInPage], page: Page) -> PilierGrid:
    sign_in(cm2_school, "lou.roche", PASSWORD)
    shown = PilierGrid(page)
    shown.open()
    return shown


def cough(page: Page, times: int) -> None:
    """The next questions about who is there find a server that starts again."""
    page.route("**/presence/", lambda route: route.fulfill(status=503), times=times)
    for _ in range(times):
        with page.expect_response("**/presence/"):
            page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")


@pytest.mark.full
def test_competence_that_nobody_saved_is_not_made_final_by_a_server_that_coughed(piliers, witness):
    witness.allow("503")
    answers = saves(piliers.page)
    piliers.cell("FAURE Tom").click()

    cough(piliers.page, times=1)
    expect(piliers.page.get_by_text("Hors connexion")).to_be_hidden()
    cough(piliers.page, times=2)
    piliers.expect_message("Hors connexion : 1 case gardée sur cet appareil. Au retour du réseau, elle attendra")
    piliers.look_again()

    piliers.expect_message("La connexion est revenue. 1 validation attend : cliquez sur « Enregistrer »")
    assert answers == []
    piliers.page.reload()
    piliers.wait()
    piliers.expect_message("1 case gardée sur cet appareil est revenue, sans avoir été enregistrée")
    expect(piliers.cell("FAURE Tom")).to_have_accessible_name(re.compile(": validée, pas encore enregistré"))


@pytest.mark.full
def test_competences_validated_in_plane_mode_wait_for_the_hand_and_the_others_are_saved(piliers, witness):
    witness.allow(*AWAY)
    piliers.page.context.set_offline(True)
    piliers.cell("BAILLY Rose").click()
    piliers.cell("FAURE Tom").dblclick()
    piliers.expect_message("1 sera enregistrée au retour du réseau, 1 attendra votre « Enregistrer ».")

    piliers.page.context.set_offline(False)

    piliers.expect_message("Validations enregistrées : 1 case.")
    piliers.expect_message("1 validation attend : cliquez sur « Enregistrer » quand vous l'aurez vérifiée.")
    expect(piliers.cell("BAILLY Rose")).to_have_accessible_name(re.compile(": validée, pas encore enregistré"))
    piliers.save("Validations enregistrées : 1 case.")
    expect(piliers.page.locator("[data-grid-part=offline]")).to_be_hidden()


@pytest.mark.full
def test_clicks_made_before_the_network_left_wait_and_those_made_after_leave(grid, witness):
    witness.allow(*AWAY)
    grid.cell("BAILLY Rose").click()
    grid.page.context.set_offline(True)
    grid.cell("FAURE Tom").click()

    grid.page.context.set_offline(False)

    grid.expect_message("Validations enregistrées : 1 case.")
    grid.expect_message("La connexion est revenue. 1 case attend")
    expect(grid.save_button).to_have_text("Enregistrer les validations · 1")


@pytest.mark.full
def test_server_that_starts_again_during_a_save_is_asked_again_for_that_save_alone(grid, witness):
    witness.allow("503")
    grid.page.route("**/enregistrer/", lambda route: route.fulfill(status=503), times=1)
    grid.cell("BAILLY Rose").click()
    grid.save_button.click()
    grid.expect_message("Le serveur est momentanément arrêté. Vos clics sont gardés : l'enregistrement reprendra")

    grid.cell("FAURE Tom").click()

    grid.expect_message("Validations enregistrées : 1 case.")
    expect(grid.save_button).to_have_text("Enregistrer les validations · 1")


@pytest.mark.full
def test_conflict_settled_while_a_save_is_on_its_way_is_saved_after_it(grid, cm2_school, sign_in, new_context):
    grid.cell("FAURE Tom").click()
    elsewhere = new_context(base_url=grid.page.url.split("/socle")[0]).new_page()
    sign_in(cm2_school, "ann.petit", PASSWORD, on=elsewhere)
    colleague = GridPage(elsewhere)
    colleague.open()
    colleague.cell("FAURE Tom").dblclick()
    colleague.save()
    grid.look_again()
    expect(grid.conflicts).to_contain_text("vient de l'être aussi")
    held = []
    grid.page.route("**/enregistrer/", lambda route: held.append(route), times=1)
    grid.cell("BAILLY Rose").click()
    with grid.page.expect_request("**/enregistrer/"):
        grid.save_button.click()

    grid.conflicts.get_by_role("button", name="Enregistrer « validé »").click()
    held.pop().continue_()

    expect(grid.save_button).to_have_text("Enregistrer les validations")
    grid.page.reload()
    grid.wait()
    assert grid.states()[:2] == ["1", "1"]


# --- What a page cannot show, cannot keep, or finds twice -------------------------------------------------------------


@pytest.mark.full
def test_kept_clicks_of_lines_that_are_not_shown_are_named_and_wait_in_the_whole_grid(grid):
    grid.choose()
    grid.cell("FAURE Tom").click()
    lire = re.sub(r"domaine=\d+&", "", grid.page.url, count=1)

    again = crash(grid, lire)

    notice = again.page.locator("[data-grid-part=not-shown]")
    expect(notice).to_contain_text("1 case gardée sur cet appareil, pas encore enregistrée, n'est pas montrée ici :")
    expect(notice.locator("li")).to_have_text(re.compile("^FAURE Tom, « S'exprimer à l'oral .* » : validé$"))
    notice.get_by_role("link", name="Ouvrir la grille entière").click()
    again.wait()
    again.expect_message("1 case gardée sur cet appareil est revenue, sans avoir été enregistrée")
    again.save("Validations enregistrées : 1 case.")
    expect(again.page.get_by_text("1 case gardée sur cet appareil")).to_be_hidden()


@pytest.mark.full
def test_kept_clicks_are_told_at_home_and_where_grids_are_chosen_to_whoever_made_them(grid, cm2_school, sign_in):
    said = re.compile(
        "^1 case cochée le ../../.... et pas encore enregistrée est gardée sur cet appareil : ouvrir sa grille"
    )
    page = grid.page
    grid.cell("FAURE Tom").click()
    expect(page.get_by_text(said)).to_have_count(0)
    page.wait_for_timeout(300)
    context = page.context
    page.close(run_before_unload=False)
    page = context.new_page()

    page.goto("/accueil/")
    expect(page.get_by_text(said)).to_be_visible()
    page.goto("/socle/items/")
    page.get_by_role("paragraph").filter(has_text=said).get_by_role("link").click()
    again = GridPage(page)
    again.wait()
    again.expect_message("1 case gardée sur cet appareil est revenue")
    page.close(run_before_unload=False)
    page = context.new_page()
    context.clear_cookies()
    sign_in(cm2_school, "ann.petit", PASSWORD, on=page)

    page.goto("/accueil/")
    page.wait_for_load_state("networkidle")
    expect(page.get_by_text("gardée sur cet appareil")).to_have_count(0)


@pytest.mark.full
def test_kept_click_of_a_pupil_who_left_is_named_until_it_is_forgotten(grid, cm2_school, server):
    grid.choose()
    grid.cell("FAURE Tom").click()
    grid.page.wait_for_timeout(300)
    server.evaluate(LEAVE.format(number=cm2_school.number))

    gone = grid.page.get_by_role("columnheader", name="FAURE Tom").get_attribute("data-p")
    again = crash(grid, grid.page.url.replace(f"eleve={gone}", ""))
    notice = again.page.locator("[data-grid-part=not-shown]")
    notice.get_by_role("link", name="Ouvrir la grille entière").click()
    again.wait()

    expect(notice).to_contain_text(
        "1 case gardée sur cet appareil, pas encore enregistrée, n'est plus dans cette grille"
    )
    expect(notice).to_contain_text("FAURE Tom")
    notice.get_by_role("button", name="Les oublier").click()
    expect(notice).to_be_hidden()
    again.page.reload()
    again.wait()
    assert again.page.evaluate(READ_ALL) == []


@pytest.mark.full
def test_device_that_is_full_says_that_the_clicks_are_in_this_page_only(grid, witness):
    witness.allow(*AWAY)
    grid.page.evaluate("() => { IDBObjectStore.prototype.put = () => { throw new DOMException('full'); }; }")
    grid.page.context.set_offline(True)

    grid.cell("FAURE Tom").click()

    grid.expect_message("Hors connexion : 1 case gardée dans cette page, ne la fermez pas.")


def test_two_closed_pages_that_disagree_ask_and_neither_wins_by_itself(grid, witness):
    witness.allow(*AWAY)
    second = GridPage(grid.page.context.new_page())
    second.page.goto(grid.page.url)
    second.wait()
    grid.page.context.set_offline(True)
    grid.cell("FAURE Tom").click()
    second.cell("FAURE Tom").dblclick()
    second.page.wait_for_timeout(300)
    second.page.close(run_before_unload=False)

    again = crash(grid)

    expect(again.conflicts).to_contain_text("1 case gardée sur cet appareil y a deux réponses de vous : choisissez")
    expect(again.conflicts).to_contain_text(re.compile("vous aviez mis « .* » dans une page et « .* » dans une autre"))
    again.conflicts.get_by_role("button", name="Enregistrer « non validé »").click()
    again.expect_message("Validations enregistrées : 1 case.")
    expect(again.conflicts).to_be_hidden()
    again.page.reload()
    again.wait()
    assert again.states()[:3] == ["2", "0", "2"]


@pytest.mark.full
def test_last_click_wins_over_a_letter_of_the_closed_page_that_arrives_late(grid, witness):
    witness.allow(*AWAY)
    context = grid.page.context
    context.route("**/enregistrer/", lambda route: route.abort(), times=2)
    grid.cell("FAURE Tom").click()
    grid.save_button.click()
    grid.expect_message("Le serveur ne répond pas")
    grid.cell("FAURE Tom").click()

    again = crash(grid)

    expect(again.save_button).to_have_text("Enregistrer les validations")
    expect(again.conflicts).to_be_hidden()
    again.page.reload()
    again.wait()
    assert again.states()[1] == "0"


def close_with_a_letter_under_way(grid: GridPage) -> BrowserContext:
    """A save that got no answer, and the tab ends."""
    context = grid.page.context
    context.route("**/enregistrer/", lambda route: route.abort())
    grid.save_button.click()
    grid.expect_message("Le serveur ne répond pas")
    return context


@pytest.mark.full
def test_click_made_while_a_letter_of_the_closed_page_is_on_its_way_is_not_undone_by_an_older_one(grid, witness):
    witness.allow(*AWAY)
    grid.cell("BAILLY Rose").click()
    context = close_with_a_letter_under_way(grid)
    grid.cell("FAURE Tom").click()
    grid.page.wait_for_timeout(300)
    address = grid.page.url
    grid.page.close(run_before_unload=False)
    context.unroute("**/enregistrer/")
    held = []
    context.route("**/enregistrer/", lambda route: held.append(route), times=1)
    again = GridPage(context.new_page())
    with again.page.expect_request("**/enregistrer/"):
        again.page.goto(address)

    again.cell("FAURE Tom").dblclick()
    held.pop().continue_()

    again.wait()
    assert again.states()[:2] == ["1", "0"]
    expect(again.save_button).to_have_text("Enregistrer les validations · 1")
    again.save("Validations enregistrées : 1 case.")


@pytest.mark.full
def test_kept_click_that_is_not_shown_is_no_longer_said_unsaved_once_its_letter_has_arrived(grid, witness):
    witness.allow(*AWAY)
    grid.choose()
    grid.cell("FAURE Tom").click()
    context = close_with_a_letter_under_way(grid)
    lire = re.sub(r"domaine=\d+&", "", grid.page.url, count=1)
    grid.page.wait_for_timeout(300)
    grid.page.close(run_before_unload=False)
    context.unroute("**/enregistrer/")
    context.route("**/enregistrer/", lambda route: route.abort(), times=1)

    again = GridPage(context.new_page())
    again.page.goto(lire)

    notice = again.page.locator("[data-grid-part=not-shown]")
    expect(notice).to_contain_text("1 case gardée sur cet appareil, pas encore enregistrée, n'est pas montrée ici :")
    again.expect_message("Validations enregistrées : 1 case.")
    expect(notice).to_be_hidden()
    again.page.wait_for_timeout(300)
    assert again.page.evaluate(READ_ALL) == []


@pytest.mark.full
def test_save_asked_behind_one_that_the_server_refuses_leaves_all_the_same(
    grid, cm2_school: SchoolOnServer, server: Server, witness
):
    # The panel may ask about the pupil just after he left: nothing is found, and it goes without.
    witness.allow("400", "/pourcentage/")
    held = []
    grid.page.route("**/enregistrer/", lambda route: held.append(route), times=1)
    grid.cell("FAURE Tom").click()
    with grid.page.expect_request("**/enregistrer/"):
        grid.save_button.click()
    assert server.evaluate(LEAVE.format(number=cm2_school.number)) == 1
    grid.cell("BAILLY Rose").click()
    # Busy with the first one, the button still takes a click.
    grid.save_button.dispatch_event("click")

    held.pop().continue_()

    expect(grid.save_button).to_have_text("Enregistrer les validations")
    grid.expect_message("Ne fait plus partie de l'école : FAURE Tom.")
    expect(grid.page.locator("[data-grid-part=refused] li")).to_have_text(re.compile("^FAURE Tom, « .* » : validé$"))
    assert grid.states()[:2] == ["1", "2"]


@pytest.mark.full
def test_answer_about_the_grid_asked_before_a_save_does_not_undo_what_it_shows(grid):
    grid.cell("FAURE Tom").click()
    grid.save("Validations enregistrées : 1 case.")
    held = []
    grid.page.route(re.compile("/presence/"), lambda route: held.append((route, route.fetch())), times=1)
    grid.look_again()
    grid.page.wait_for_timeout(500)
    grid.cell("FAURE Tom").click()
    grid.save("Validations enregistrées : 1 case.")

    [(route, old)] = held
    with grid.page.expect_response(re.compile("/presence/")):
        route.fulfill(response=old)
    grid.page.wait_for_timeout(300)

    assert grid.states()[1] == "0"
    expect(grid.save_button).to_have_text("Enregistrer les validations")


# --- Clocks that disagree ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("its_clock", ["2019-01-01T00:00:00Z", "2041-01-01T00:00:00Z"])
@pytest.mark.full
def test_device_whose_clock_is_wrong_by_years_keeps_and_dates_like_the_others(grid, its_clock):
    grid.page.context.clock.set_fixed_time(its_clock)
    grid.page.reload()
    grid.wait()
    grid.cell("FAURE Tom").click()

    again = crash(grid)

    again.expect_message("1 case gardée sur cet appareil est revenue, sans avoir été enregistrée")
    again.save("Validations enregistrées : 1 case.")
    expect(again.page.get_by_text("sur cet appareil est revenue")).to_be_hidden()
    again.cell("BAILLY Rose").focus()
    again.press("ArrowRight")
    year = again.page.evaluate("JSON.parse(document.getElementById('grid-live').textContent).day").split("-")[0]
    expect(again.page.locator("[data-panel=decision]")).to_contain_text(re.compile(f"^le ../../{year}, par DURAND P."))


def open_days_later(page: Page, days: int) -> None:
    """The server of the grids that this page opens is so many days further."""

    def later(route):
        answer = route.fetch()
        text = re.sub(r'(?<="day": ")[\d-]+', lambda day: _after(day[0], days), answer.text())
        route.fulfill(response=answer, body=text)

    page.context.route(re.compile("/socle/items/grille/"), later)


def _after(day: str, days: int) -> str:
    return (datetime.date.fromisoformat(day) + datetime.timedelta(days)).isoformat()


def test_clicks_of_another_day_are_looked_at_before_they_are_saved(grid, witness):
    witness.allow(*AWAY)
    grid.page.context.set_offline(True)
    grid.cell("FAURE Tom").click()
    open_days_later(grid.page, 1)

    again = crash(grid)

    again.expect_message("1 case gardée sur cet appareil est revenue, sans avoir été enregistrée")
    expect(again.save_button).to_have_text("Enregistrer les validations · 1")


@pytest.mark.parametrize(("days", "kept"), [(30, 1), (31, 0)])
@pytest.mark.full
def test_clicks_that_nobody_came_back_for_are_thrown_away_after_thirty_days_of_the_server(grid, days, kept):
    grid.cell("FAURE Tom").click()
    open_days_later(grid.page, days)

    again = crash(grid)

    assert again.states()[1] == ("1" if kept else "2")
    again.page.wait_for_timeout(300)
    assert len(again.page.evaluate(READ_ALL)) == kept
