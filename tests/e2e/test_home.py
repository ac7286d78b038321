"""The home page in a browser."""

from playwright.sync_api import expect


def test_tip_folded_by_the_keyboard_stays_folded_and_opens_again(make_school, sign_in, page):
    sign_in(make_school("École Rostand"))
    page.goto("/accueil/")
    tip = page.locator("[data-fold=tip]")
    expect(tip).to_have_attribute("open", "")

    for is_open in (False, True):
        with page.expect_response("**/mon-compte/blocs/") as answer:
            tip.locator("summary").press("Enter")
        assert answer.value.status == 204
        page.reload()
        expect(tip.locator("a")).to_be_visible(visible=is_open)
