"""« Valider les items » in a browser: mouse, arrows, keyboard, two people, leaving (S138–S154)."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from tests.e2e.pages import AnyPage, SignInPage
from tests.e2e.server import SchoolOnServer, Server

PASSWORD = "lettres-et-42"
# A start of Django a test would cost more than the test: schools are made by the dozen, each serves one test.
MAKE_SCHOOLS = """
from django.db.models import Max
from sacoche.kit.tenancy import school_scope
from schools.models import School
from socle.models import SchoolPalier
from tests.factories import AccountFactory, SchoolClassFactory, SchoolFactory, TeachingAssignmentFactory
first = (School.objects.aggregate(last=Max("number"))["last"] or 0) + 1
answer = list(range(first, first + 12))
for number in answer:
    school = SchoolFactory(number=number, name="École de la Grille")
    with school_scope(school):
        SchoolPalier.objects.create(palier_id=2)
        school_class = SchoolClassFactory(niveau="CM2", reference="CM2_7B5F", name="[CM2] CM2")
        for login, last_name in (("pau.durand", "DURAND"), ("ann.petit", "PETIT")):
            teacher = AccountFactory(profile="ENS", login=login, last_name=last_name, first_name=login[:3].capitalize())
            TeachingAssignmentFactory(teacher=teacher, school_class=school_class)
        for last_name, first_name in (("BAILLY", "Rose"), ("FAURE", "Tom"), ("MÉNARD", "Éloi")):
            AccountFactory(last_name=last_name, first_name=first_name, school_class=school_class)
"""
FIRST_ITEM = "S'exprimer à l'oral comme à l'écrit dans un vocabulaire approprié et précis"


class GridPage(AnyPage):
    """The grid of a compétence."""

    def open(self, competence: str = "Compétence 1 – La maîtrise de la langue française") -> None:
        self.follow_menu("Validation du socle", "Valider les items")
        self.page.get_by_label("Compétence", exact=True).select_option(label=competence)
        self.show()

    def show(self) -> None:
        self.page.get_by_role("button", name="Afficher le tableau des validations").click()
        self.wait()

    def wait(self) -> None:
        expect(self.page.locator("html[data-grid-ready]")).to_be_attached()

    def cell(self, pupil: str, item: str = FIRST_ITEM) -> Locator:
        return self.page.get_by_role("gridcell", name=re.compile(f"^{re.escape(f'{pupil}, {item} :')}"))

    def arrow(self, name: str) -> Locator:
        return self.page.get_by_role("button", name=name, exact=True)

    def states(self) -> list[str]:
        return self.page.locator("td[data-v]").evaluate_all("cells => cells.map((cell) => cell.dataset.v)")

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    @property
    def save_button(self) -> Locator:
        return self.page.get_by_role("button", name=re.compile("^Enregistrer les validations"))

    def save(self, expected: str = "Validations enregistrées") -> None:
        self.save_button.click()
        self.expect_message(expected)

    def expect_focus_on(self, name: str) -> None:
        expect(self.page.locator(":focus")).to_have_accessible_name(name)


@pytest.fixture(scope="module")
def unused_schools() -> list[int]:
    return []


@pytest.fixture
def school(server: Server, unused_schools: list[int]) -> SchoolOnServer:
    """A school with a CM2 of three pupils and its two teachers, that no other test touches."""
    if not unused_schools:
        unused_schools.extend(server.evaluate(MAKE_SCHOOLS))
    return SchoolOnServer(unused_schools.pop(), "École de la Grille", "pau.durand", PASSWORD)


@pytest.fixture
def grid(school: SchoolOnServer, sign_in: Callable[..., SignInPage], page: Page) -> GridPage:
    sign_in(school)
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


def test_panel_shows_the_cell_its_decision_and_the_blue_cells(grid):
    panel = grid.page.get_by_role("complementary", name="Case choisie et légende")
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


def test_grid_is_one_tab_stop_and_works_by_keyboard_alone(grid):
    expect(grid.page.locator(".grid [tabindex='0']")).to_have_count(1)
    grid.page.get_by_role("button", name="Case bleue suivante").focus()
    grid.press("Tab")
    grid.expect_focus_on(f"BAILLY Rose, {FIRST_ITEM} : aucune décision")

    grid.press("Space", "ArrowRight", "Enter", "Enter", "ArrowRight", "v", "ArrowDown", "r", "ArrowLeft", "v", "Delete")

    assert grid.states()[:6] == ["1", "0", "1", "2", "2", "0"]
    grid.press("Control+Home", "Space")
    assert grid.states()[::3][:5] == ["1"] * 5
    grid.press("n")
    assert grid.page.locator(":focus").get_attribute("data-v") == "2"


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


def test_percentages_show_a_dash_and_no_figure(grid):
    box = grid.page.get_by_label("Afficher / Masquer les pourcentages d'items d'enseignements acquis")
    content = "cell => getComputedStyle(cell, '::after').content"
    assert grid.cell("FAURE Tom").evaluate(content) == "none"

    box.check()

    assert grid.cell("FAURE Tom").evaluate(content).startswith('"–"')


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


def test_button_waits_for_the_choices(school, sign_in, page):
    sign_in(school)
    AnyPage(page).follow_menu("Validation du socle", "Valider les items")
    button = page.get_by_role("button", name="Afficher le tableau des validations")
    expect(button).to_be_disabled()

    page.get_by_label("Compétence", exact=True).select_option(index=1)
    expect(button).to_be_enabled()
    page.get_by_role("group", name="Élève(s)").get_by_role("button", name="Tout décocher").click()
    expect(button).to_be_disabled()
    page.get_by_role("checkbox", name="FAURE Tom").check()
    expect(button).to_be_enabled()


def test_two_teachers_do_not_overwrite_each_other(
    grid: GridPage,
    school: SchoolOnServer,
    sign_in: Callable[..., SignInPage],
    new_context: Callable[..., BrowserContext],
):
    other_page = new_context(base_url=grid.page.url.split("/socle")[0]).new_page()
    sign_in(school, "ann.petit", PASSWORD, on=other_page)
    other = GridPage(other_page)
    other.open()
    other.cell("FAURE Tom").dblclick()
    other.save()

    grid.cell("BAILLY Rose").click()
    grid.cell("FAURE Tom").click()
    grid.save("Validations enregistrées : 1 case.")

    conflict = grid.page.locator("[data-grid-part=conflicts]")
    expect(conflict).to_contain_text("1 case a été changée par quelqu'un d'autre")
    expect(conflict).to_contain_text(
        re.compile("vous aviez mis « validé », « non validé » a été enregistré par PETIT A. le")
    )
    assert grid.states()[:3] == ["1", "0", "2"]
    conflict.get_by_role("button", name="Remettre « validé »").click()
    grid.save()
    grid.page.reload()
    grid.wait()
    assert grid.states()[:3] == ["1", "1", "2"]


# Ten saves of every cell from each page, sent without waiting for each other: the page itself would never do it.
HURRY = """([state, cells]) => {
  const url = document.querySelector("[data-save-url]").dataset.saveUrl;
  const token = JSON.parse(document.body.getAttribute("hx-headers"));
  const body = JSON.stringify({gestures: [{gesture: "domaine_arrow", cells: cells.map(([p, i]) => [p, i, 2, state])}]});
  const send = () => fetch(url, {method: "POST", body, headers: {...token, "Content-Type": "application/json"}});
  window.answers = Promise.all(Array.from({length: 10}, () => send().then((answer) => answer.json())));
}"""


def test_first_decisions_saved_at_the_same_moment_are_written_once(
    grid: GridPage,
    school: SchoolOnServer,
    sign_in: Callable[..., SignInPage],
    new_context: Callable[..., BrowserContext],
):
    other = new_context(base_url=grid.page.url.split("/socle")[0]).new_page()
    sign_in(school, "ann.petit", PASSWORD, on=other)
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


def test_session_that_ended_keeps_the_clicks_until_signed_in_again(grid, school, sign_in, witness):
    witness.allow("401", "403")
    grid.cell("FAURE Tom").click()
    cookies = grid.page.context.cookies()
    grid.page.context.clear_cookies(name=next(c["name"] for c in cookies if "session" in c["name"]))

    grid.save_button.click()

    expect(grid.page.get_by_text("Votre session est terminée.")).to_be_visible()
    assert grid.states()[1] == "1"
    with grid.page.context.expect_page() as opened:
        grid.page.get_by_role("link", name="reconnectez-vous dans un autre onglet").click()
    sign_in(school, on=opened.value)
    grid.save("Validations enregistrées : 1 case.")


def test_network_that_dropped_keeps_the_clicks(grid, witness):
    witness.allow("Failed to load resource", "ERR_INTERNET_DISCONNECTED")
    grid.cell("FAURE Tom").click()
    grid.page.context.set_offline(True)
    grid.save_button.click()
    expect(grid.page.get_by_text("Le serveur ne répond pas")).to_be_visible()

    grid.page.context.set_offline(False)

    grid.save("Validations enregistrées : 1 case.")


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


def test_grid_is_usable_on_a_phone(grid):
    page = grid.page
    page.set_viewport_size({"width": 360, "height": 740})

    assert page.evaluate("document.scrollingElement.scrollWidth <= innerWidth")
    grid.cell("BAILLY Rose").click()
    expect(grid.save_button).to_be_in_viewport()
    grid.save()
    assert grid.states()[0] == "1"


def test_language_competence_shows_the_language_of_each_pupil(grid):
    grid.page.get_by_role("link", name="Retour").click()
    grid.page.get_by_label("Compétence", exact=True).select_option(index=2)
    grid.show()

    expect(grid.page.get_by_role("img", name="langue non choisie")).to_have_count(3)
