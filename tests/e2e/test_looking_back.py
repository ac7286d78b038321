"""Looking back in a browser: the history of a cell, a grid on a day, a save undone the next day."""

import datetime
import re
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from sacoche.kit.clock import today
from tests.e2e import axe
from tests.e2e.grid import FIRST_ITEM, PASSWORD, GridPage
from tests.e2e.pages import SignInPage
from tests.e2e.server import SchoolOnServer, Server
from tests.e2e.touch import PHONE, fits, targets_too_small, touch_page

# Everything that was saved until now happened a day earlier: the server's own clock cannot be moved.
A_DAY_PASSES = """
from datetime import timedelta
from django.db.models import F
from sacoche.kit.tenancy import school_scope
from schools.models import School
from socle.models import ItemValidation, ItemChange
with school_scope(School.objects.get(number={number})):
    ItemValidation.objects.update(decided_on=F("decided_on") - timedelta(days=1))
    ItemChange.objects.update(at=F("at") - timedelta(days=1))
answer = None
"""


class LookingBack(GridPage):
    """The grid, and what looks back from it."""

    @property
    def history(self) -> Locator:
        return self.page.get_by_role("dialog", name="Histoire de la case")

    def open_saves(self) -> None:
        self.follow_menu("Validation du socle", "Derniers enregistrements")
        self.expect_heading("Derniers enregistrements")

    def preview_undo(self) -> None:
        self.page.get_by_role("link", name=re.compile("^Annuler")).first.click()
        self.expect_heading("Annuler un enregistrement")

    def undo(self, cells: str) -> None:
        self.page.get_by_role("button", name=f"Annuler : remettre {cells} comme avant").click()

    def see_on(self, day: datetime.date) -> None:
        # The page of another day has its question in sight.
        if self.page.get_by_role("button", name="Panneau").count():
            self.unfold_panel()
        self.page.get_by_label("Voir au").fill(day.isoformat())
        self.page.get_by_role("button", name="Voir", exact=True).click()


@pytest.fixture
def grid(cm2_school: SchoolOnServer, sign_in: Callable[..., SignInPage], page: Page) -> LookingBack:
    sign_in(cm2_school)
    shown = LookingBack(page)
    shown.open()
    return shown


@pytest.fixture
def a_day_passes(server: Server, cm2_school: SchoolOnServer) -> Callable[[], None]:
    return lambda: server.evaluate(A_DAY_PASSES.format(number=cm2_school.number))


def violations(page: Page) -> list[str]:
    axe.load(page)
    return axe.violations(page)


def test_history_is_read_by_keyboard_alone_and_gives_the_focus_back(grid):
    grid.tab_into_table()
    grid.press("ArrowRight", "v")
    grid.save_button.press("Enter")
    grid.expect_message("Validations enregistrées")
    grid.tab_into_table()
    grid.press("r", "h")

    expect(grid.history).to_contain_text("Votre dernier clic sur cette case n'est pas encore enregistré.")
    expect(grid.history).to_contain_text("1 changement")
    grid.expect_focus_on("Histoire de la case")
    assert violations(grid.page) == []
    grid.press("Escape")
    expect(grid.history).to_be_hidden()
    grid.expect_focus_on(f"FAURE Tom, {FIRST_ITEM} : non validé, pas encore enregistré")


@pytest.mark.full
def test_history_is_whole_in_the_accessibility_tree(grid):
    grid.arrow("Valider : tout le domaine « Dire », pour tous les élèves").click()
    grid.save()
    grid.arrow("Mettre non validé : tout le domaine « Dire », pour tous les élèves").focus()
    grid.press("ArrowDown", "ArrowLeft", "ArrowLeft", "h")

    expect(grid.history.get_by_role("heading", level=3)).to_have_text("1 changement")
    tree = grid.history.aria_snapshot()

    assert "FAURE Tom" in tree
    assert re.search(r"listitem:(.|\n)*DURAND P\.(.|\n)*aucune décision puis validé Flèche d'un domaine", tree)
    assert 'button "Fermer"' in tree


@pytest.mark.full
def test_history_opens_from_the_panel_by_the_pointer(grid):
    grid.cell("BAILLY Rose").click()
    grid.page.get_by_role("button", name="Histoire de la case").click()

    expect(grid.history).to_contain_text("BAILLY Rose")
    expect(grid.history).to_contain_text("Personne n'a encore rien décidé dans cette case.")
    grid.history.get_by_role("button", name="Fermer").click()
    expect(grid.history).to_be_hidden()


@pytest.mark.full
def test_history_is_that_of_the_cell_that_the_panel_shows(grid):
    grid.cell("BAILLY Rose").click()
    grid.cell("MÉNARD Éloi").hover()
    grid.expect_panel_on("MÉNARD Éloi", FIRST_ITEM)
    grid.page.get_by_role("button", name="Histoire de la case").click()
    expect(grid.history).to_contain_text("MÉNARD Éloi")
    grid.press("Escape")

    grid.arrow("Valider : tout le domaine « Dire », pour FAURE Tom").focus()
    grid.press("h")
    expect(grid.history).to_contain_text("FAURE Tom")
    grid.press("Escape")

    grid.press("ArrowDown")
    grid.cell("MÉNARD Éloi").hover()
    grid.expect_panel_on("MÉNARD Éloi", FIRST_ITEM)
    grid.press("h")
    expect(grid.history).to_contain_text("FAURE Tom")


@pytest.mark.full
def test_history_says_when_the_server_does_not_answer(grid, witness):
    witness.allow("ERR_INTERNET_DISCONNECTED")
    grid.page.context.set_offline(True)
    grid.cell("BAILLY Rose").focus()
    grid.press("h")

    expect(grid.history).to_contain_text("Le serveur ne répond pas : vérifiez la connexion au réseau, puis réessayez.")


@pytest.mark.full
def test_history_on_a_phone_opens_by_a_finger(
    cm2_school: SchoolOnServer,
    server: Server,
    sign_in: Callable[..., SignInPage],
    new_context: Callable[..., BrowserContext],
):
    page = touch_page(new_context, server, PHONE)
    sign_in(cm2_school, on=page)
    grid = LookingBack(page)
    grid.open()
    assert targets_too_small(page, ".cards-history") == []

    page.get_by_role("button", name=f"Histoire de la case : BAILLY Rose, {FIRST_ITEM}").tap()

    expect(grid.history).to_contain_text("Personne n'a encore rien décidé dans cette case.")
    assert fits(page)
    assert violations(page) == []
    grid.press("Escape")
    page.get_by_role("radio", name="validé", exact=True).first.focus()
    grid.press("h")
    expect(grid.history).to_contain_text("BAILLY Rose")


def test_save_is_undone_the_next_day_but_for_what_a_colleague_changed(
    grid, cm2_school, sign_in, new_context, server, a_day_passes
):
    grid.arrow("Valider : tout le domaine « Dire », pour tous les élèves").click()
    grid.cell("FAURE Tom").click()
    grid.save("Validations enregistrées : 15 cases.")
    a_day_passes()
    colleague = LookingBack(new_context(base_url=server.origin).new_page())
    sign_in(cm2_school, "ann.petit", PASSWORD, on=colleague.page)
    colleague.open()
    colleague.cell("BAILLY Rose").click()
    colleague.save()

    grid.open_saves()
    grid.preview_undo()
    expect(grid.page.get_by_role("heading", name="14 cases à remettre comme avant")).to_be_visible()
    left = grid.page.get_by_role("table").filter(has_text="Pourquoi").get_by_role("row").filter(has_text="BAILLY Rose")
    expect(left).to_contain_text("changé depuis par PETIT A., le")
    grid.undo("14 cases")
    grid.expect_message("14 cases remises comme avant. 1 case laissée telle quelle.")

    grid.open()
    assert grid.states() == ["0"] + ["2"] * 86
    # And the undo itself, which is a save.
    grid.open_saves()
    expect(grid.page.get_by_role("row").filter(has_text="14 cases annulées")).to_have_count(1)
    grid.preview_undo()
    grid.undo("14 cases")
    grid.expect_message("14 cases remises comme avant.")
    grid.open()
    assert grid.states()[:6] == ["0", "0", "1", "1", "1", "1"]


@pytest.mark.full
def test_one_gesture_of_a_save_is_undone_alone(grid):
    grid.arrow(f"Valider : « {FIRST_ITEM} », pour tous les élèves").click()
    grid.cell("FAURE Tom", "Prendre la parole en respectant le niveau de langue adapté").click()
    grid.save()
    grid.open_saves()
    grid.preview_undo()

    grid.page.get_by_label("Que faut-il annuler ?").select_option(label="Case par case (1 case)")
    grid.page.get_by_role("button", name="Montrer").click()
    grid.undo("1 case")
    grid.expect_message("1 case remise comme avant.")

    grid.open()
    assert grid.states()[:6] == ["1", "1", "1", "2", "2", "2"]


@pytest.mark.full
def test_all_but_some_is_told_by_its_name_and_undone_as_one(grid):
    grid.page.get_by_role("button", name="Tout valider sauf…").click()
    dialog = grid.page.get_by_role("dialog", name="Tout valider sauf…")
    dialog.get_by_role("radio", name="BAILLY Rose, pour chaque ligne de la grille").check()
    dialog.get_by_role("button", name="Valider tous les autres").click()
    grid.cell("FAURE Tom").click()
    grid.save("Validations enregistrées : 30 cases.")
    grid.page.locator(".grid [tabindex='0']").focus()
    grid.press("ArrowLeft", "h")
    expect(grid.history).to_contain_text("Tout valider sauf…")
    grid.press("Escape")

    grid.open_saves()
    grid.preview_undo()
    grid.page.get_by_label("Que faut-il annuler ?").select_option(
        label="Tout valider sauf… (un élève) : BAILLY Rose (29 cases)"
    )
    grid.page.get_by_role("button", name="Montrer").click()
    grid.undo("29 cases")

    grid.expect_message("29 cases remises comme avant.")


def test_grid_of_yesterday_is_shown_read_only_and_leads_back(grid, a_day_passes, witness):
    witness.allow("status of 422")
    grid.cell("FAURE Tom").click()
    grid.save()
    a_day_passes()
    grid.page.reload()
    grid.wait()
    grid.cell("FAURE Tom").click()
    grid.save()

    grid.see_on(today() - datetime.timedelta(days=1))

    grid.expect_heading(re.compile(r"Compétence 1 – La maîtrise de la langue française, au \d\d/\d\d/\d{4}"))
    row = grid.page.get_by_role("row").filter(has_text=FIRST_ITEM)
    expect(row.get_by_role("cell")).to_have_text(["aucune décision", "validé, a changé depuis", "aucune décision"])
    expect(grid.page.get_by_role("button", name=re.compile("Enregistrer"))).to_have_count(0)
    expect(grid.page.get_by_text("1 case a changé depuis : elle est entourée.")).to_be_visible()
    grid.see_on(today() + datetime.timedelta(days=1))
    expect(grid.page.get_by_role("alert")).to_contain_text("est à venir")

    grid.page.get_by_role("link", name="Revenir à aujourd'hui").click()
    grid.wait()
    assert grid.states()[:3] == ["2", "0", "2"]
