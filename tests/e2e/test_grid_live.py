"""Two teachers in one grid: they see each other, what each saves comes to the other, nothing is lost."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.e2e import axe
from tests.e2e.grid import FIRST_ITEM, PASSWORD, GridPage
from tests.e2e.pages import SignInPage
from tests.e2e.server import SchoolOnServer


@pytest.fixture
def grid(cm2_school: SchoolOnServer, sign_in: Callable[..., SignInPage], page: Page) -> GridPage:
    sign_in(cm2_school)
    shown = GridPage(page)
    shown.open()
    return shown


@pytest.fixture
def open_elsewhere(
    grid: GridPage,
    cm2_school: SchoolOnServer,
    sign_in: Callable[..., SignInPage],
    new_context: Callable[..., BrowserContext],
) -> Callable[[str], GridPage]:
    """open_elsewhere("ann.petit"): the same grid on another machine; the first one has seen it."""

    def go(login: str) -> GridPage:
        page = new_context(base_url=grid.page.url.split("/socle")[0]).new_page()
        sign_in(cm2_school, login, PASSWORD, on=page)
        shown = GridPage(page)
        shown.open()
        expect(shown.company).to_contain_text("cette grille")
        grid.look_again()
        return shown

    return go


@pytest.fixture
def colleague(open_elsewhere: Callable[[str], GridPage], grid: GridPage) -> GridPage:
    shown = open_elsewhere("ann.petit")
    expect(grid.company).to_contain_text("PETIT remplit aussi des cases de cette grille.")
    return shown


def test_two_teachers_see_each_other_and_each_others_cells_without_loss(grid, colleague):
    expect(colleague.company).to_contain_text("DURAND remplit aussi des cases de cette grille.")

    colleague.cell("FAURE Tom").dblclick()
    colleague.save()
    grid.cell("BAILLY Rose").click()
    expect(grid.cell("FAURE Tom")).to_have_accessible_name(
        f"FAURE Tom, {FIRST_ITEM} : non validé, reçu à l'instant de PETIT A."
    )
    expect(grid.company).to_contain_text("1 case reçue de PETIT A.")
    grid.save("Validations enregistrées : 1 case.")
    expect(colleague.cell("BAILLY Rose")).to_have_accessible_name(
        f"BAILLY Rose, {FIRST_ITEM} : validé, reçu à l'instant de DURAND P."
    )

    assert grid.states()[:3] == colleague.states()[:3] == ["1", "0", "2"]
    axe.load(grid.page)
    assert axe.violations(grid.page) == []
    grid.page.reload()
    grid.wait()
    assert grid.states()[:3] == ["1", "0", "2"]


def test_cell_changed_by_both_keeps_mine_and_waits_for_my_choice(grid, colleague):
    grid.cell("FAURE Tom").click()
    grid.cell("BAILLY Rose").click()
    colleague.cell("FAURE Tom").dblclick()
    colleague.save()

    expect(grid.conflicts).to_contain_text("1 case que vous avez changée vient de l'être aussi par quelqu'un d'autre")
    expect(grid.conflicts).to_contain_text("vous aviez mis « validé », « non validé » a été enregistré par PETIT A.")
    assert grid.states()[:3] == ["1", "1", "2"]
    grid.save("Validations enregistrées : 1 case. 1 case attend votre choix ci-dessous.")
    grid.conflicts.get_by_role("button", name="Enregistrer « validé »").click()

    expect(grid.save_button).to_have_text("Enregistrer les validations")
    expect(colleague.cell("FAURE Tom")).to_have_accessible_name(re.compile(": validé, reçu à l'instant de DURAND P.$"))


@pytest.mark.full
def test_cell_changed_by_both_takes_theirs_by_one_click_and_undo_leaves_it_alone(grid, colleague):
    grid.cell("BAILLY Rose").click()
    grid.cell("FAURE Tom").click()
    colleague.cell("FAURE Tom").dblclick()
    colleague.save()

    grid.conflicts.get_by_role("button", name="Prendre « non validé »").click()
    grid.press("Control+z")

    expect(grid.conflicts).to_be_hidden()
    assert grid.states()[:3] == ["2", "0", "2"]
    expect(grid.save_button).to_have_text("Enregistrer les validations")


@pytest.mark.full
def test_colleague_who_comes_round_to_my_choice_leaves_nothing_to_choose(grid, colleague):
    grid.cell("FAURE Tom").click()
    colleague.cell("FAURE Tom").dblclick()
    colleague.save()
    grid.look_again()
    expect(grid.conflicts).to_contain_text("« non validé » a été enregistré par PETIT A.")

    colleague.cell("FAURE Tom").focus()
    colleague.press("v")
    colleague.save()
    grid.look_again()

    expect(grid.conflicts).to_be_hidden()
    expect(grid.save_button).to_have_text("Enregistrer les validations")
    assert grid.states()[1] == "1"


@pytest.mark.full
def test_cell_that_changes_twice_is_one_cell_and_no_longer_news_after_a_minute(
    cm2_school: SchoolOnServer, sign_in, page: Page, new_context
):
    page.context.clock.install()
    sign_in(cm2_school)
    grid = GridPage(page)
    grid.open()
    elsewhere = new_context(base_url=page.url.split("/socle")[0]).new_page()
    sign_in(cm2_school, "ann.petit", PASSWORD, on=elsewhere)
    colleague = GridPage(elsewhere)
    colleague.open()
    for state in ("non validé", "validé"):
        colleague.cell("FAURE Tom").dblclick()
        colleague.save()
        grid.look_again()
        expect(grid.cell("FAURE Tom")).to_have_accessible_name(re.compile(f" : {state}, reçu à l'instant de PETIT A.$"))
        page.clock.fast_forward(40_000)

    # The first time it came is more than a minute ago, the second is not.
    expect(grid.cell("FAURE Tom")).to_have_accessible_name(re.compile(" : validé, reçu à l'instant de PETIT A.$"))
    page.clock.fast_forward(21_000)

    expect(grid.cell("FAURE Tom")).to_have_accessible_name(f"FAURE Tom, {FIRST_ITEM} : validé")
    expect(grid.company).to_contain_text("1 case reçue de PETIT A.")


@pytest.mark.full
def test_cell_that_a_colleague_had_already_saved_so_keeps_her_name(grid, colleague):
    grid.hear_nothing()
    colleague.cell("FAURE Tom").click()
    colleague.save()
    grid.cell("BAILLY Rose").click()
    grid.press("ArrowRight", "v")
    grid.save("Validations enregistrées : 1 case.")

    expect(grid.page.locator("[data-panel=decision]")).to_contain_text("par PETIT A.")


@pytest.mark.full
def test_colleague_who_leaves_is_no_longer_named(grid, colleague):
    colleague.page.get_by_role("link", name="Retour").click()
    colleague.expect_heading("Valider les items")

    grid.look_again()

    expect(grid.company).to_have_text("")


def test_two_windows_of_one_teacher_tell_each_other_and_do_not_fight(grid, open_elsewhere):
    other = open_elsewhere("pau.durand")
    expect(grid.company).to_contain_text("Vous avez aussi ouvert des cases de cette grille dans une autre fenêtre")

    other.cell("FAURE Tom").click()
    grid.cell("BAILLY Rose").click()
    other.save()

    expect(grid.cell("FAURE Tom")).to_have_accessible_name(re.compile(": validé, reçu à l'instant de DURAND P.$"))
    grid.save("Validations enregistrées : 1 case.")
    expect(grid.conflicts).to_be_hidden()
    assert grid.states()[:3] == ["1", "1", "2"]
