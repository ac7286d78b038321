"""The scale of a school and its simulator, in a browser: by keyboard, live, undone."""

import pytest
from playwright.sync_api import expect

from tests.e2e.procedures import Administrator


@pytest.fixture
def desk(make_school, sign_in, page):
    sign_in(make_school("Collège Émilie du Châtelet"))
    return Administrator(page)


def test_simulator_follows_what_is_typed_and_clicked_p61_p62(desk, page):
    desk.follow_menu("Informations", "Algorithme de calcul")
    series = page.get_by_label("Résultats, du plus ancien au plus récent")
    series.press_sequentially("1 4 2")
    school = page.locator("#simule tr", has_text="établissement")
    expect(school).to_contain_text("(0×1 + 100×2 + 33×4) ÷ 7 = 47,43 → 47 → Partiellement acquis")
    expect(series).to_be_focused()

    page.get_by_role("button", name="VV, Très satisfaisant").press("Enter")
    expect(series).to_have_value("1 4 2 4")
    expect(page.get_by_role("button", name="VV, Très satisfaisant")).to_be_focused()
    expect(page.locator("#simule tbody tr")).to_have_count(8)

    page.get_by_label("Toutes les suites de").select_option(label="2 résultats")
    expect(page.locator(".cases li")).to_have_count(16)
    series.fill("9")
    expect(page.locator("#simule")).to_contain_text("« 9 » n'est pas un code")


def test_codes_change_place_by_keyboard_and_by_drag_are_kept_and_put_back_p40_p65(desk, page):
    desk.follow_menu("Paramétrages établissement", "Codes de notation")
    sigles = page.locator("input[name^=sigle-]")
    page.get_by_label("VV : valeur").fill("67")
    page.get_by_role("button", name="Monter VV").press("Enter")
    expect(page.get_by_role("button", name="Monter VV")).to_be_focused()
    assert [field.input_value() for field in sigles.all()] == ["RR", "R", "VV", "V"]
    _drag_above(page, "V", "VV")
    assert [field.input_value() for field in sigles.all()] == ["RR", "R", "V", "VV"]
    page.get_by_role("button", name="Monter VV").press("Enter")

    page.get_by_role("button", name="Voir ce qui change").press("Enter")
    expect(page.locator(".told")).to_contain_text("ordre : RR, R, VV, V")
    page.get_by_role("button", name="Enregistrer").press("Enter")
    desk.expect_message("Codes de notation enregistrés.")
    page.get_by_role("button", name="Annuler ce changement").press("Enter")
    desk.expect_message("Remis comme avant")
    expect(page.locator("main table").first.locator("tbody tr").nth(3)).to_contain_text("VV")


def _drag_above(page, moved, other):
    rows = page.locator("[data-row]")
    handle = rows.filter(has=page.get_by_label(f"{moved} : sigle", exact=True)).locator("[data-handle]")
    target = rows.filter(has=page.get_by_label(f"{other} : sigle", exact=True)).bounding_box()
    start = handle.bounding_box()
    page.mouse.move(start["x"] + start["width"] / 2, start["y"] + start["height"] / 2)
    page.mouse.down()
    page.mouse.move(start["x"], target["y"] + 4, steps=5)
    page.mouse.up()
