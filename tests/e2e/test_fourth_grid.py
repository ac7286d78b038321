"""A grid that is not of the socle, in a browser: every gesture, live, without network, undone; its texts too."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Locator, expect

from sacoche.kit.clock import today
from tests.e2e import axe
from tests.e2e.grid import PASSWORD, GridPage
from tests.e2e.pages import SignInPage
from tests.e2e.server import SchoolOnServer, Server, temporary_folder

MAKE_SCHOOL = """
from django.db.models import Max
from sacoche.kit.tenancy import school_scope
from schools.models import School
from tests.factories import AccountFactory, SchoolClassFactory, SchoolFactory, TeachingAssignmentFactory
answer = (School.objects.aggregate(last=Max("number"))["last"] or 0) + 1
with school_scope(SchoolFactory(number=answer, name="École de la Grille")):
    school_class = SchoolClassFactory(niveau="CM2", name="[CM2] CM2")
    for login, last_name in (("pau.durand", "DURAND"), ("ann.petit", "PETIT")):
        teacher = AccountFactory(profile="ENS", login=login, last_name=last_name, first_name=login[:3].capitalize())
        TeachingAssignmentFactory(teacher=teacher, school_class=school_class)
    for last_name, first_name in (("BAILLY", "Rose"), ("FAURE", "Tom"), ("MÉNARD", "Éloi")):
        AccountFactory(last_name=last_name, first_name=first_name, school_class=school_class)
"""
AWAY = ("Failed to load resource", "ERR_INTERNET_DISCONNECTED", "ERR_FAILED")

# One worker starts the server of these tests, once.
pytestmark = pytest.mark.xdist_group("fourth grid")


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    """A server that has the fourth grid besides."""
    with temporary_folder() as folder:
        running = Server(Path(folder), settings="tests.fourth.settings")
        running.start()
        try:
            yield running
        finally:
            running.stop()


@pytest.fixture
def school(server: Server) -> SchoolOnServer:
    return SchoolOnServer(server.evaluate(MAKE_SCHOOL), "École de la Grille", "pau.durand", PASSWORD)


class FourthGrid(GridPage):
    """Pupils in rows, criteria in columns."""

    def open(self) -> None:  # type: ignore[override]
        self.page.goto("/observer/grille/?tout=1")
        self.wait()

    def cell(self, pupil: str, item: str = "Écoute") -> Locator:
        return super().cell(pupil, item)

    @property
    def save_button(self) -> Locator:
        return self.page.get_by_role("button", name=re.compile("^Enregistrer les observations"))

    def save(self, expected: str = "Observations enregistrées") -> None:
        super().save(expected)

    def type_in(self, pupil: str, text: str, end: str = "Enter") -> None:
        """A remark, typed in its cell."""
        self.cell(pupil, "Remarque").click()
        self.page.get_by_role("textbox", name=f"{pupil}, Remarque").fill(text)
        self.press(end)

    def look_at_remark(self, pupil: str) -> None:
        """The focus on its cell, which stays as it is."""
        self.cell(pupil, "Remarque").click()
        self.press("Escape")

    def values(self) -> list[list[str]]:
        """What the cells show, pupil after pupil."""
        shown = self.states()
        return [shown[start : start + 4] for start in range(0, len(shown), 4)]


@pytest.fixture
def open_grid(school, sign_in: Callable[..., SignInPage], new_context, server) -> Callable[..., FourthGrid]:
    def open_for(login: str, **options: object) -> FourthGrid:
        page = new_context(base_url=server.origin, **options).new_page()
        sign_in(school, login, PASSWORD, on=page)
        shown = FourthGrid(page)
        shown.open()
        return shown

    return open_for


@pytest.fixture
def grid(open_grid) -> FourthGrid:
    return open_grid("pau.durand", viewport={"width": 1440, "height": 900})


def test_clicks_keys_and_texts_are_saved_and_shown_again(grid):
    for _ in range(3):
        grid.cell("BAILLY Rose").click()
    expect(grid.cell("BAILLY Rose")).to_have_accessible_name("BAILLY Rose, Écoute : parfois, pas encore enregistré")
    grid.press("ArrowRight", "e", "ArrowDown", "a", "b")
    grid.type_in("FAURE Tom", "  Parle   <fort>. ")
    expect(grid.cell("FAURE Tom", "Remarque")).to_be_focused()
    grid.type_in("MÉNARD Éloi", "Pas gardé", end="Escape")
    expect(grid.save_button).to_have_text("Enregistrer les observations · 4")

    grid.save("Observations enregistrées : 4 cases.")
    grid.page.reload()
    grid.wait()

    assert grid.values() == [["C", "E", "", ""], ["", "B", "", "Parle <fort>."], ["", "", "", ""]]
    sign = grid.cell("BAILLY Rose").evaluate("cell => getComputedStyle(cell, '::before').content")
    assert sign.startswith('"C"')
    expect(grid.panel).to_contain_text("6 cases vides restantes sur 9")


@pytest.mark.full
def test_arrows_of_a_row_of_a_column_and_of_all_spare_the_texts_and_are_undone_at_once(grid):
    grid.type_in("BAILLY Rose", "Bravo.")
    grid.arrow("Mettre « toujours » : toute la classe, pour BAILLY Rose").click()
    grid.arrow("Mettre « toujours » : « Range », pour tous les élèves").click()
    assert grid.values() == [["A", "A", "A", "Bravo."], ["", "", "A", ""], ["", "", "A", ""]]
    grid.arrow("Mettre « toujours » : toute la classe, pour tous les élèves").click()
    grid.arrow("Mettre « souvent » : toute la classe, pour tous les élèves").click()
    assert [row[0] for row in grid.values()] == ["B", "B", "B"]

    grid.press("Control+z", "Control+z", "Control+z", "Control+z")
    assert grid.values() == [["", "", "", "Bravo."], ["", "", "", ""], ["", "", "", ""]]
    grid.press("Control+y")
    assert grid.values()[0] == ["A", "A", "A", "Bravo."]
    grid.save("Observations enregistrées : 4 cases.")


@pytest.mark.full
def test_all_but_gives_any_state_and_a_column_of_texts_is_pasted_by_names(grid):
    grid.cell("BAILLY Rose").focus()
    grid.press("ArrowRight")
    grid.page.get_by_role("button", name="Tout mettre sauf…").click()
    dialog = grid.page.get_by_role("dialog", name="Tout mettre sauf…")
    dialog.get_by_label("« Prend la parole », pour chaque élève").check()
    dialog.get_by_label("Donner aux autres").select_option(label="rarement")
    dialog.get_by_label("FAURE Tom").check()
    dialog.get_by_label("sont mises « jamais »").check()
    expect(dialog).to_contain_text("3 cases changeront : 2 à mettre « rarement », 1 à mettre « jamais »")
    dialog.get_by_role("button", name="Donner à tous les autres").click()
    assert [row[1] for row in grid.values()] == ["D", "E", "D"]

    grid.look_at_remark("BAILLY Rose")
    grid.page.get_by_role("button", name="Coller une colonne…").click()
    dialog = grid.page.get_by_role("dialog", name="Coller une colonne d'un tableur")
    dialog.get_by_label("« Remarque », pour chaque élève").check()
    dialog.get_by_role("textbox").fill("MÉNARD\tÉloi\tSérieux.\nTom Faure\tV")
    expect(dialog).to_contain_text("2 cases changeront : 2 textes.")
    dialog.get_by_role("button", name="Coller dans la grille").click()
    assert [row[3] for row in grid.values()] == ["", "V", "Sérieux."]
    grid.save("Observations enregistrées : 5 cases.")


def test_two_teachers_see_each_other_and_choose_between_two_texts(grid, open_grid):
    colleague = open_grid("ann.petit", viewport={"width": 1440, "height": 900})
    grid.look_again()
    expect(grid.company).to_contain_text("PETIT")
    grid.type_in("FAURE Tom", "La mienne.")
    colleague.type_in("FAURE Tom", "La sienne.")
    colleague.cell("BAILLY Rose").click()
    colleague.save()
    grid.look_again()

    expect(grid.cell("BAILLY Rose")).to_have_accessible_name(
        "BAILLY Rose, Écoute : toujours, reçu à l'instant de PETIT A."
    )
    expect(grid.conflicts).to_contain_text(
        "vous aviez mis « La mienne. », « La sienne. » a été enregistré par PETIT A."
    )
    grid.conflicts.get_by_role("button", name="Enregistrer « La mienne. »").click()
    expect(grid.save_button).to_have_text("Enregistrer les observations")
    colleague.look_again()
    expect(colleague.cell("FAURE Tom", "Remarque")).to_have_text("La mienne.")


@pytest.mark.full
def test_text_saved_by_a_colleague_while_mine_is_typed_waits_for_my_choice(grid, open_grid):
    colleague = open_grid("ann.petit", viewport={"width": 1440, "height": 900})
    grid.cell("FAURE Tom", "Remarque").click()
    field = grid.page.get_by_role("textbox", name="FAURE Tom, Remarque")
    field.fill("La mienne.")
    colleague.type_in("FAURE Tom", "La sienne.")
    colleague.save()
    grid.look_again()
    expect(grid.company).to_contain_text("1 case reçue de PETIT A.")
    expect(field).to_have_value("La mienne.")

    grid.press("Enter")

    expect(grid.conflicts).to_contain_text(
        "vous aviez mis « La mienne. », « La sienne. » a été enregistré par PETIT A."
    )
    grid.conflicts.get_by_role("button", name="Prendre « La sienne. »").click()
    expect(grid.cell("FAURE Tom", "Remarque")).to_have_text("La sienne.")
    expect(grid.save_button).to_have_text("Enregistrer les observations")


def test_plane_mode_keeps_states_and_texts_and_saves_them_when_the_network_is_back(grid, witness):
    witness.allow(*AWAY)
    grid.page.context.set_offline(True)
    grid.expect_message("Hors connexion : vous pouvez continuer, vos clics seront gardés sur cet appareil.")
    grid.cell("BAILLY Rose").click()
    grid.type_in("FAURE Tom", "Sans réseau.")
    grid.expect_message("Hors connexion : 2 cases gardées sur cet appareil. Elles seront enregistrées")

    grid.page.context.set_offline(False)

    grid.expect_message("Observations enregistrées : 2 cases.")


@pytest.mark.full
def test_page_that_closed_gives_its_texts_back_in_the_next_one(grid, witness):
    witness.allow(*AWAY)
    grid.type_in("FAURE Tom", "Gardée.")
    grid.page.wait_for_timeout(300)
    context = grid.page.context
    grid.page.close(run_before_unload=False)

    again = FourthGrid(context.new_page())
    again.open()

    expect(again.cell("FAURE Tom", "Remarque")).to_have_text("Gardée.")
    again.expect_message("1 case gardée sur cet appareil est revenue")
    again.save("Observations enregistrées : 1 case.")


@pytest.mark.full
def test_history_of_a_text_and_undo_of_a_save(grid):
    grid.type_in("FAURE Tom", "Un.")
    grid.save()
    grid.type_in("FAURE Tom", "Deux.")
    grid.cell("BAILLY Rose").click()
    grid.save("Observations enregistrées : 2 cases.")
    grid.look_at_remark("FAURE Tom")
    grid.press("h")
    dialog = grid.page.get_by_role("dialog", name="Histoire de la case")
    expect(dialog).to_contain_text("« Un. »")
    grid.press("Escape")

    grid.unfold_panel()
    grid.page.get_by_role("link", name="Revenir sur un enregistrement…").click()
    grid.page.get_by_role("link", name=re.compile("^Annuler…")).first.click()
    grid.page.get_by_role("button", name="Annuler : remettre 2 cases comme avant").click()
    grid.expect_message("2 cases remises comme avant.")
    grid.open()

    assert grid.values() == [["", "", "", ""], ["", "", "", "Un."], ["", "", "", ""]]


@pytest.mark.full
def test_phone_shows_one_pupil_or_one_criterion_with_its_text(open_grid):
    grid = open_grid("pau.durand", viewport={"width": 360, "height": 740}, has_touch=True)
    cards = grid.page.locator("[data-grid-part=cards]")
    expect(cards.get_by_role("heading", level=2)).to_have_text("BAILLY Rose")
    cards.get_by_role("radiogroup", name="Range").get_by_role("radio", name="souvent").check()
    cards.get_by_role("textbox", name="Remarque").fill("Range bien.")
    cards.get_by_role("button", name="Élève suivant").click()
    cards.get_by_role("button", name="tout « toujours »").click()
    expect(cards).to_contain_text("2 / 3 · 0 case vide")
    cards.get_by_role("radio", name="Un critère").check()
    cards.get_by_role("combobox").select_option(label="Remarque")
    expect(cards.get_by_role("textbox", name="BAILLY Rose")).to_have_value("Range bien.")

    grid.save("Observations enregistrées : 5 cases.")
    assert grid.page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.full
def test_grid_has_no_fault_of_accessibility(grid):
    grid.type_in("FAURE Tom", "Bien.")
    grid.cell("BAILLY Rose").click()
    axe.load(grid.page)
    assert axe.violations(grid.page) == []


@pytest.mark.full
def test_looking_back_shows_the_texts_of_the_day(grid):
    grid.type_in("FAURE Tom", "Aujourd'hui.")
    grid.save()
    grid.page.goto(f"/observer/grille/au/?tout=1&au={today()}")
    expect(grid.page.get_by_role("table")).to_contain_text("Aujourd'hui.")
