"""A teacher makes an évaluation and fills it by keyboard; on a phone, she fills it with her thumb."""

import os
import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.e2e import axe
from tests.e2e.evaluations import FURNISH, make_evaluation, shown
from tests.e2e.touch import TABLET, fits, hold, targets_too_small, touch_page


@pytest.fixture
def furnished(make_school, server, sign_in, page: Page):
    """`furnished(pupils, items)`: a class, and its teacher signed in, `on` another page when it is given."""

    def furnish(pupils: int, items: int, on: Page | None = None) -> None:
        school = make_school("Collège des Saisies")
        server.evaluate(FURNISH.format(number=school.number, pupils=pupils, items=items))
        sign_in(school, "pau.durand", on=on)

    return furnish


def _picture(page: Page, name: str) -> None:
    if folder := os.environ.get("PICTURES"):
        page.screenshot(path=str(Path(folder) / f"{name}.png"))


def test_evaluation_is_made_filled_by_keyboard_saved_and_opened_again_p71_p83_p84_p85(furnished, page: Page) -> None:
    furnished(pupils=4, items=3)
    make_evaluation(page)
    keys = page.keyboard
    page.locator("td[data-v]").first.focus()

    for key in "14A":
        keys.press(key)
    # The next pupil, from the top: the remembered direction is down at first.
    keys.press("3")
    keys.press("7")
    expect(page.get_by_text("Aucun code n'a la touche 7.")).to_be_attached()
    keys.press("?")
    listed = page.get_by_role("dialog", name="Touches du clavier")
    expect(listed).to_contain_text("puis un code : les cases vides de l'élève, de l'item, du tableau")
    _picture(page, "entry-keys")
    keys.press("Escape")
    keys.press("l")
    keys.press("2")
    expect(page.get_by_text("3 cases remplies.")).to_be_attached()
    second = page.get_by_role(
        "gridcell", name=re.compile("^AUBRY Éloïse, .*n° 2 .* : insuffisant, pas encore enregistré$")
    )
    expect(second).to_be_focused()
    keys.press("Delete")
    assert shown(page) == ["RR", "V", "", "", "VV", "", "R", "R", "AB", "", "", ""]

    keys.press("Enter")
    expect(page.get_by_text("Résultats enregistrés : 6 cases.")).to_be_visible()
    page.reload()
    assert shown(page) == ["RR", "V", "", "", "VV", "", "R", "R", "AB", "", "", ""]
    page.get_by_role("link", name="Fermer").click()
    expect(page.get_by_text("50 %")).to_be_visible()


def test_twenty_four_pupils_and_fourteen_items_are_in_sight_and_palette_and_direction_work_p82_p86_p99(
    furnished, page: Page
) -> None:
    furnished(pupils=28, items=16)
    page.set_viewport_size({"width": 1366, "height": 768})
    make_evaluation(page)
    page.get_by_role("radio", name="→ élève").check()
    page.locator("td[data-v]").first.focus()
    for name in (
        "Très insuffisant, touche 1",
        "Satisfaisant, touche 3",
        "Absent, touche A",
        "Très satisfaisant, touche 4",
    ):
        page.get_by_role("button", name=name, exact=True).click()
    assert shown(page)[:5] == ["RR", "V", "AB", "VV", ""]
    _picture(page, "entry-1366")
    axe.load(page)
    assert axe.violations(page) == []

    assert page.evaluate(
        """() => {
            const frame = document.querySelector('.grid-frame').getBoundingClientRect();
            const bottom = Math.min(frame.bottom, innerHeight);
            const boxes = [...document.querySelectorAll('td[data-v]')].map(cell => cell.getBoundingClientRect());
            const row = boxes.filter(box => box.top === boxes[0].top && box.right <= frame.right + 1).length;
            const column = boxes.filter(box => box.left === boxes[0].left && box.bottom <= bottom).length;
            return row >= 24 && column >= 14;
        }"""
    )
    page.emulate_media(color_scheme="dark")
    _picture(page, "entry-1366-dark")


def test_pupil_after_pupil_on_a_phone_with_codes_under_the_thumb_p100(furnished, page: Page) -> None:
    furnished(pupils=8, items=3)
    make_evaluation(page)
    page.set_viewport_size({"width": 360, "height": 740})
    expect(page.get_by_role("heading", name="ABDOULAYE-TRAORÉ Mamadou")).to_be_visible()
    _picture(page, "entry-360")
    for name in ("Satisfaisant, touche 3", "Absent, touche A", "Insuffisant, touche 2", "Très satisfaisant, touche 4"):
        page.get_by_role("button", name=name, exact=True).click()
    # The last item of a pupil leads to the next one.
    expect(page.get_by_role("heading", name="AUBRY Éloïse")).to_be_visible()
    first = page.get_by_role("button", name=re.compile("^AUBRY Éloïse, .*n° 1 .* : très satisfaisant, pas encore"))
    expect(first).to_be_visible()
    _picture(page, "entry-360-filled")
    small = page.locator(".entry-keys .btn:visible").evaluate_all(
        "buttons => buttons.filter(b => b.offsetWidth < 44 || b.offsetHeight < 44).map(b => b.ariaLabel)"
    )
    assert small == []
    page.get_by_role("button", name="Enregistrer · 4").click()
    expect(page.get_by_text("Résultats enregistrés : 4 cases.")).to_be_visible()


def test_finger_held_on_a_cell_has_every_code_and_a_tapped_heading_says_itself_p82_p86(
    furnished, new_context, server
) -> None:
    tablet = touch_page(new_context, server, TABLET)
    furnished(pupils=8, items=3, on=tablet)
    make_evaluation(tablet)
    assert fits(tablet)
    assert targets_too_small(tablet, ".entry-palette button, .entry-palette .segments label, td[data-v]") == []
    held = tablet.get_by_role("gridcell", name=re.compile("^AUBRY Éloïse, .*n° 2"))

    hold(held)

    codes = tablet.get_by_role("dialog", name="AUBRY Éloïse")
    expect(codes).to_contain_text("n° 2 et rédiger sa solution : vide")
    assert targets_too_small(tablet, ".entry-pressed button") == []
    axe.load(tablet)
    assert axe.violations(tablet) == []
    _picture(tablet, "entry-tablet-held")
    codes.get_by_role("button", name="Non rendu").tap()
    expect(codes).to_be_hidden()
    assert shown(tablet)[:12] == ["", "", "", "", "", "", "", "", "", "NR", "", ""]

    hold(held)
    codes.get_by_role("button", name="Voir la case").tap()
    expect(tablet.get_by_role("dialog", name="Case choisie")).to_contain_text("Histoire de la case")
    _picture(tablet, "entry-tablet-looked")
    tablet.get_by_role("dialog", name="Case choisie").get_by_role("button", name="Fermer").tap()

    tablet.get_by_role("rowheader", name=re.compile("n° 3")).tap()
    heading = tablet.get_by_role("dialog", name=re.compile("n° 3 et rédiger sa solution"))
    expect(heading).to_contain_text("coefficient 1")
    _picture(tablet, "entry-tablet-heading")
    heading.get_by_role("button", name="Fermer").tap()
    assert fits(tablet)


@pytest.mark.full
def test_at_four_hundred_percent_a_code_is_given_and_nothing_scrolls_sideways_p99(furnished, page: Page) -> None:
    """A window of 1,366 × 768 zoomed four times is one of 342 × 192."""
    furnished(pupils=4, items=3)
    make_evaluation(page)
    page.set_viewport_size({"width": 342, "height": 192})
    mark = page.get_by_role("button", name=re.compile("^ABDOULAYE-TRAORÉ Mamadou, .*n° 1"))
    mark.focus()
    expect(mark).to_be_in_viewport()
    page.keyboard.press("3")
    expect(
        page.get_by_role("button", name=re.compile("n° 1 .* : satisfaisant, pas encore enregistré"))
    ).to_be_attached()
    _picture(page, "entry-400")
    assert fits(page)
    page.keyboard.press("Control+s")
    expect(page.get_by_text("Résultats enregistrés : 1 case.")).to_be_attached()
