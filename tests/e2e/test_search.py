"""« Chercher », in the header, without the mouse and on a phone."""

import pytest
from playwright.sync_api import expect

from tests.e2e import axe
from tests.e2e.pages import AnyPage


def test_slash_opens_the_search_and_arrows_lead_to_the_page(make_school, sign_in, page):
    sign_in(make_school("École Perec"))
    page.goto("/accueil/")
    page.locator("body").press("/")
    box = page.get_by_role("dialog", name="Chercher")
    field = box.get_by_role("searchbox")
    expect(field).to_be_focused()

    field.press_sequentially("delai dec")
    expect(box.get_by_role("link", name="Délai avant déconnexion")).to_be_visible()
    axe.load(page)
    assert axe.violations(page) == []
    field.press("ArrowDown")
    expect(box.get_by_role("link", name="Délai avant déconnexion")).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(field).to_be_focused()
    page.keyboard.press("Escape")
    expect(box).not_to_be_visible()

    page.keyboard.press("Control+k")
    expect(field).to_be_focused()
    field.press("Enter")
    AnyPage(page).expect_heading("Délai avant déconnexion")


@pytest.mark.full
def test_what_was_opened_lately_comes_first(make_school, sign_in, page):
    sign_in(make_school("École Perec"))
    for address in ("/eleves/", "/groupes/", "/accueil/"):
        page.goto(address)
    page.locator("body").press("/")
    box = page.get_by_role("dialog", name="Chercher")

    box.get_by_role("searchbox").press_sequentially("gestion")

    first = box.get_by_role("list", name="Pages").get_by_role("link")
    expect(first.nth(0)).to_contain_text("Groupes (gestion)")
    expect(first.nth(1)).to_contain_text("Élèves (gestion)")


@pytest.mark.full
def test_slash_typed_in_a_field_is_a_letter(make_school, sign_in, page):
    sign_in(make_school("École Perec"))
    page.goto("/aide/")
    field = page.get_by_role("searchbox")
    field.press_sequentially("a/b")
    expect(field).to_have_value("a/b")
    expect(page.get_by_role("dialog")).to_have_count(0)


@pytest.mark.full
def test_search_on_a_phone_then_without_script(make_school, sign_in, page, new_context, server):
    page.set_viewport_size({"width": 360, "height": 740})
    sign_in(make_school("École Perec"))
    page.goto("/accueil/")
    page.get_by_role("link", name="Chercher").click()
    box = page.get_by_role("dialog", name="Chercher")
    box.get_by_role("searchbox").fill("niveaux")
    expect(box.get_by_role("link", name="Niveaux")).to_be_visible()
    axe.load(page)
    assert axe.violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 360

    plain = new_context(
        base_url=server.origin, java_script_enabled=False, storage_state=page.context.storage_state()
    ).new_page()
    plain.goto("/accueil/")
    plain.get_by_role("link", name="Chercher").click()
    plain.get_by_role("searchbox").fill("niveaux")
    plain.get_by_role("button", name="Chercher").click()
    plain.get_by_role("link", name="Niveaux Paramétrages établissement").click()
    AnyPage(plain).expect_heading("Niveaux")
