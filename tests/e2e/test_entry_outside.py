"""An évaluation out of its grid and back: a file filled elsewhere, a block of a spreadsheet, names that are ticked."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import Witness
from tests.e2e.evaluations import FURNISH, make_evaluation, shown


@pytest.fixture
def grid(make_school, server, sign_in, page: Page) -> Page:
    """The grid of an évaluation of three items for four pupils, just made."""
    school = make_school("Collège des Fichiers")
    server.evaluate(FURNISH.format(number=school.number, pupils=4, items=3))
    sign_in(school, "pau.durand")
    make_evaluation(page)
    return page


def _file_of(page: Page, label: str, nth: int = 0) -> str:
    """What a link of « Saisie déportée » gives."""
    page.get_by_role("button", name="Fichier…").click()
    dialog = page.locator("[data-grid-part=file]")
    with page.expect_download() as download:
        dialog.get_by_role("link", name=label, exact=True).nth(nth).click()
    dialog.get_by_role("button", name="Annuler").click()
    return Path(download.value.path()).read_bytes().decode("cp1252")


def _give(page: Page, text: str) -> None:
    page.get_by_role("button", name="Fichier…").click()
    content = {"name": "saisie.csv", "mimeType": "text/csv", "buffer": text.encode("cp1252")}
    page.locator("#file-input").set_input_files(files=[content])


def test_file_out_is_filled_given_back_and_saved_and_the_next_one_says_the_same_p103_p104(grid: Page) -> None:
    lines = _file_of(grid, "CSV").split("\r\n")
    for rank, codes in enumerate(("1;2;3;4", "A;D;;Z", "vv;?;2;1"), start=1):
        number, *_blank, label = lines[rank].split(";")
        lines[rank] = f"{number};{codes};{label}"
    _give(grid, "\r\n".join(lines))
    dialog = grid.locator("[data-grid-part=file]")
    expect(dialog.locator("[data-file=told]")).to_contain_text("1 code inconnu, case laissée comme elle est : « Z »")
    expect(dialog.locator("[data-file=preview]")).to_contain_text("9 cases comprises")
    dialog.get_by_role("button", name="Mettre dans la grille").click()
    expect(grid.locator("[data-grid-part=unsaved]")).to_have_text("9 cases ne sont pas enregistrées")
    expected = ["RR", "R", "V", "VV", "AB", "DI", "", "", "VV", "", "R", "RR"]
    assert shown(grid) == expected
    grid.locator("[data-grid-part=save]").click()
    expect(grid.locator("[data-grid-part=saved]")).to_have_text("Résultats enregistrés : 9 cases.")
    filled = _file_of(grid, "CSV", nth=1).split("\r\n")
    assert [line.split(";")[1:5] for line in filled[1:4]] == [
        ["1", "2", "3", "4"],
        ["A", "D", " ", " "],
        ["4", " ", "2", "1"],
    ]


@pytest.mark.full
def test_file_shifted_by_a_column_fills_nothing_and_says_why(grid: Page, witness: Witness) -> None:
    witness.allow("status of 422")
    lines = _file_of(grid, "CSV").split("\r\n")
    _give(grid, "\r\n".join([lines[0].removeprefix(";"), *lines[1:]]))
    expect(grid.locator("[data-file=error]")).to_contain_text("les colonnes sont décalées")
    expect(grid.locator("[data-file=apply]")).to_have_attribute("aria-disabled", "true")
    assert set(shown(grid)) == {""}


@pytest.mark.full
def test_names_ticked_in_the_distribution_become_a_group_and_a_team_shares_a_mark_p108(grid: Page) -> None:
    address = grid.url
    grid.goto(address.replace("saisir/", "equipes/"))
    for select in grid.locator("td select").all()[:2]:
        select.select_option(label="équipe 1")
    grid.get_by_role("button", name="Enregistrer les équipes").click()
    grid.goto(address)
    grid.locator("td[data-v]").first.click()
    grid.keyboard.press("1")
    assert shown(grid)[:4] == ["RR", "RR", "", ""]
    grid.locator("[data-grid-part=save]").click()
    expect(grid.locator("[data-grid-part=saved]")).to_have_text("Résultats enregistrés : 2 cases.")
    grid.goto(f"{address.replace('saisir/', 'repartition/')}?vue=noms")
    fieldset = grid.get_by_role("group", name="Très insuffisant").first
    for box in fieldset.get_by_role("checkbox").all():
        box.check()
    grid.get_by_label("Nom du groupe").fill("À revoir")
    grid.get_by_role("button", name="Créer un groupe de besoin").click()
    expect(grid.get_by_text(re.compile(r"Groupe de besoin «\sÀ revoir\s» créé\s:\s2\sélèves"))).to_be_visible()


@pytest.mark.full
def test_pupil_changes_seat_by_keyboard_and_the_grid_follows_the_plan(grid: Page) -> None:
    address = grid.url
    grid.goto("/evaluations/plans/")
    grid.get_by_role("link", name="Faire le plan").first.click()
    first = grid.get_by_label("Rang 1, place 1", exact=True)
    first.select_option(index=4)
    first.press("Alt+ArrowRight")
    expect(grid.get_by_label("Rang 1, place 2", exact=True)).to_be_focused()
    name = grid.get_by_label("Rang 1, place 2", exact=True).evaluate("list => list.options[list.selectedIndex].text")
    grid.get_by_role("button", name="Enregistrer le plan").click()
    grid.goto(address.replace("saisir/", "modifier/"))
    grid.get_by_label("Ordre des élèves").select_option(label="selon le plan de classe")
    grid.locator("button.btn-primary").click()
    grid.goto(address)
    assert grid.locator("thead th[data-p]").first.get_attribute("title") == name
