"""Filling a grid faster: counts, « Tout valider sauf… », a column pasted from a spreadsheet."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e import axe
from tests.e2e.grid import FIRST_ITEM, SECOND_ITEM, GridPage
from tests.e2e.pages import SignInPage
from tests.e2e.server import SchoolOnServer


@pytest.fixture
def grid(cm2_school: SchoolOnServer, sign_in: Callable[..., SignInPage], page: Page) -> GridPage:
    sign_in(cm2_school)
    shown = GridPage(page)
    shown.open()
    return shown


@pytest.fixture
def paste(grid: GridPage) -> Callable[[str], Locator]:
    """paste("V\\nR"): the dialog about the item of the current cell, filled in."""

    def fill(text: str) -> Locator:
        grid.page.get_by_role("button", name="Coller une colonne…").click()
        dialog = grid.page.get_by_role("dialog", name="Coller une colonne d'un tableur")
        dialog.get_by_role("textbox").fill(text)
        return dialog

    return fill


@pytest.mark.full
def test_panel_counts_what_is_decided_of_the_pupil_and_of_the_item(grid):
    panel = grid.page.get_by_role("complementary", name="Case choisie")
    grid.cell("FAURE Tom").click()

    expect(panel).to_contain_text("Cet élève : 1 case décidée sur 29.")
    expect(panel).to_contain_text("Cette ligne : 1 case décidée sur 3.")


def test_all_but_some_is_one_gesture_that_one_undo_takes_back(grid):
    grid.page.get_by_role("button", name="Tout valider sauf…").click()
    dialog = grid.page.get_by_role("dialog", name="Tout valider sauf…")
    expect(dialog.get_by_role("radio", name=f"« {FIRST_ITEM} », pour chaque élève")).to_be_checked()
    axe.load(grid.page)
    assert axe.violations(grid.page) == []

    dialog.get_by_role("checkbox", name="FAURE Tom").check()
    dialog.get_by_role("radio", name="sont mises non validées").check()
    expect(dialog).to_contain_text("3 cases changeront : 2 à valider, 1 à mettre non validé, 0 à effacer.")
    dialog.get_by_role("button", name="Valider tous les autres").click()

    assert grid.states()[:4] == ["1", "0", "1", "2"]
    grid.press("Control+z")
    assert grid.states() == ["2"] * 87


@pytest.mark.full
def test_all_but_some_for_one_pupil_by_keyboard(grid):
    grid.cell("BAILLY Rose").focus()
    grid.press("ArrowRight")
    grid.page.get_by_role("button", name="Tout valider sauf…").focus()
    grid.press("Enter", "ArrowDown")
    dialog = grid.page.get_by_role("dialog", name="Tout valider sauf…")
    expect(dialog.get_by_role("radio", name="FAURE Tom, pour chaque ligne de la grille")).to_be_checked()
    dialog.get_by_role("checkbox", name=FIRST_ITEM).focus()
    grid.press("Space")
    dialog.get_by_role("button", name="Valider tous les autres").focus()
    grid.press("Enter")

    assert grid.states()[1::3] == ["2"] + ["1"] * 28
    assert grid.states()[0::3] == ["2"] * 29


@pytest.mark.full
def test_arrow_under_the_focus_says_which_line_the_aids_are_about(grid, paste):
    grid.cell("FAURE Tom").click()
    grid.arrow(f"Valider : « {SECOND_ITEM} », pour tous les élèves").focus()
    grid.expect_panel_on("FAURE Tom", SECOND_ITEM)

    grid.page.get_by_role("button", name="Tout valider sauf…").click()
    dialog = grid.page.get_by_role("dialog", name="Tout valider sauf…")
    expect(dialog.get_by_role("radio", name=f"« {SECOND_ITEM} », pour chaque élève")).to_be_checked()
    expect(dialog.get_by_role("radio", name="FAURE Tom, pour chaque ligne de la grille")).to_be_visible()
    dialog.get_by_role("button", name="Annuler").click()

    grid.arrow("Valider : tout le domaine « Dire », pour MÉNARD Éloi").focus()
    dialog = paste("V")
    expect(dialog.get_by_role("radio", name="MÉNARD Éloi, pour chaque ligne de la grille")).to_be_visible()
    expect(dialog.get_by_role("radio", name=f"« {SECOND_ITEM} », pour chaque élève")).to_be_checked()


def test_aids_are_about_the_cell_that_the_panel_shows_under_a_resting_mouse(grid):
    grid.cell("BAILLY Rose").click()
    grid.cell("MÉNARD Éloi", SECOND_ITEM).hover()
    grid.expect_panel_on("MÉNARD Éloi", SECOND_ITEM)

    grid.page.get_by_role("button", name="Tout valider sauf…").click()

    dialog = grid.page.get_by_role("dialog", name="Tout valider sauf…")
    expect(dialog.get_by_role("radio", name=f"« {SECOND_ITEM} », pour chaque élève")).to_be_checked()
    expect(dialog.get_by_role("radio", name="MÉNARD Éloi, pour chaque ligne de la grille")).to_be_visible()


def test_column_is_pasted_in_the_order_of_the_grid(grid, paste):
    dialog = paste("V\r\nnon validé\r\n\r\n")
    axe.load(grid.page)
    assert axe.violations(grid.page) == []
    expect(dialog).to_contain_text("2 cases changeront : 1 à valider, 1 à mettre non validé, 0 à effacer.")
    dialog.get_by_role("button", name="Coller dans la grille").click()

    assert grid.states()[:4] == ["1", "0", "2", "2"]
    grid.save("Validations enregistrées : 2 cases.")


@pytest.mark.full
def test_column_with_names_goes_to_the_named_whatever_the_order(grid, paste):
    dialog = paste("Tom Faure\toui\nmenard ELOI\t0")
    expect(dialog).to_contain_text("1 ligne absente du collage, laissée comme avant.")
    dialog.get_by_role("button", name="Coller dans la grille").click()

    assert grid.states()[:3] == ["2", "1", "0"]


@pytest.mark.full
def test_column_is_taken_as_spreadsheets_give_it(grid, paste):
    dialog = paste("FAURE\tTom\tVRAI\nMÉNARD\tÉloi\tFAUX\t\nBAILLY Rose\t✓\n")
    dialog.get_by_role("button", name="Coller dans la grille").click()
    assert grid.states()[:3] == ["1", "1", "0"]

    dialog = paste("✗\n\n✓\n\n\n")
    dialog.get_by_role("button", name="Coller dans la grille").click()
    assert grid.states()[:3] == ["0", "2", "1"]


MISTAKES = {
    "V\nV": "2 lignes collées pour 3 attendues : collez une valeur pour chacun",
    "V\nB\n?": r"Ligne 2 : « B » n'est pas compris .*Ligne 3 : « \? » n'est pas compris",
    "V\nV\nV\n\nV": "5 lignes collées pour 3 attendues",
    "FAURE Tom\tV\nDUPONT Jean\tV": "Ligne 2 : « DUPONT Jean » n'est pas dans cette grille",
    "FAURE Tom\tV\nFAURE Tom\tR": "Ligne 2 : « FAURE Tom » est déjà plus haut",
    "FAURE Tom\tV\tR": "Ligne 1 : plus de colonnes que le nom et la valeur",
}


@pytest.mark.full
def test_column_that_is_not_understood_changes_nothing_and_names_its_lines(grid, paste):
    for text, said in MISTAKES.items():
        dialog = paste(text)

        expect(dialog.get_by_role("alert")).to_contain_text(re.compile(said))
        expect(dialog.get_by_role("button", name="Coller dans la grille")).to_be_disabled()
        dialog.get_by_role("button", name="Coller dans la grille").focus()
        grid.press("Enter")
        dialog.get_by_role("button", name="Annuler").click()
        expect(dialog).to_be_hidden()

    assert grid.states() == ["2"] * 87
