"""« Valider les items » with a finger: one pupil or one item at a time on a phone, the table on a tablet."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from tests.e2e import axe
from tests.e2e.grid import FIRST_ITEM, PASSWORD, SECOND_ITEM, GridPage
from tests.e2e.pages import SignInPage
from tests.e2e.server import SchoolOnServer, Server
from tests.e2e.touch import PHONE, TABLET, fits, hold, targets_too_small, touch_page


class Cards(GridPage):
    """The grid as a phone shows it."""

    def line(self, label: str) -> Locator:
        return self.page.get_by_role("radiogroup", name=label, exact=True)

    def choice(self, label: str, state: str) -> Locator:
        return self.line(label).get_by_role("radio", name=state, exact=True)

    def all_of(self, domaine: str) -> Locator:
        head = self.page.locator(".cards-section-head").filter(has=self.page.get_by_role("heading", name=domaine))
        # The arrow, before « Compléter ».
        return head.get_by_role("button").first

    def expect_slide(self, title: str, count: str) -> None:
        expect(self.page.get_by_role("heading", level=2, name=title, exact=True)).to_be_visible()
        expect(self.page.get_by_text(count, exact=True)).to_be_visible()

    def swipe(self, start: int, end: int) -> None:
        """A finger drawn across the list, as the browser receives it."""
        session = self.page.context.new_cdp_session(self.page)
        box = self.page.locator(".cards-line").first.bounding_box()
        assert box
        steps = [start + (end - start) * step // 5 for step in range(6)]
        for kind, x in [("touchStart", steps[0]), *(("touchMove", x) for x in steps[1:])]:
            session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": x, "y": box["y"] + 8}]})
        session.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})


@pytest.fixture
def cards(
    cm2_school: SchoolOnServer,
    server: Server,
    sign_in: Callable[..., SignInPage],
    new_context: Callable[..., BrowserContext],
) -> Cards:
    page = touch_page(new_context, server, PHONE)
    sign_in(cm2_school, on=page)
    shown = Cards(page)
    shown.open()
    return shown


@pytest.fixture
def tablet(
    cm2_school: SchoolOnServer,
    server: Server,
    sign_in: Callable[..., SignInPage],
    new_context: Callable[..., BrowserContext],
) -> GridPage:
    page = touch_page(new_context, server, TABLET)
    sign_in(cm2_school, on=page)
    shown = GridPage(page)
    shown.open()
    return shown


def violations(page: Page) -> list[str]:
    axe.load(page)
    return axe.violations(page)


# --- Phone ------------------------------------------------------------------------------------------------------------


def test_phone_shows_one_pupil_at_a_time_with_large_targets(cards):
    page = cards.page

    cards.expect_slide("BAILLY Rose", "1 / 3 · 29 cases bleues")
    expect(page.get_by_role("grid")).to_be_hidden()
    expect(page.get_by_role("radiogroup", name=FIRST_ITEM)).to_be_visible()
    assert page.get_by_role("radiogroup").count() == 30
    assert targets_too_small(page, ".cards-state, .cards-view button, .cards-view select, .page-actions .btn") == []
    assert fits(page)
    expect(cards.save_button).to_be_in_viewport()


def test_phone_view_is_accessible(cards):
    cards.choice(FIRST_ITEM, "validé").tap()
    cards.choice(SECOND_ITEM, "non validé").tap()
    axe.load(cards.page)

    for scheme, rules in (("light", ()), ("dark", axe.COLOUR_RULES)):
        cards.page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        assert axe.violations(cards.page, rules) == [], scheme


def test_phone_taps_are_saved_and_found_again(cards):
    cards.choice(FIRST_ITEM, "validé").tap()
    cards.choice(SECOND_ITEM, "non validé").tap()
    expect(cards.line(SECOND_ITEM).locator("..")).to_contain_text("Pas encore enregistré.")
    cards.expect_slide("BAILLY Rose", "1 / 3 · 27 cases bleues")
    expect(cards.save_button).to_have_text("Enregistrer les validations · 2")

    cards.save("Validations enregistrées : 2 cases.")
    expect(cards.page.locator("[data-grid-part=saved]")).to_be_in_viewport()
    cards.page.reload()
    cards.wait()

    expect(cards.choice(FIRST_ITEM, "validé")).to_be_checked()
    expect(cards.choice(SECOND_ITEM, "non validé")).to_be_checked()
    expect(cards.line(FIRST_ITEM).locator("..")).to_contain_text(re.compile(r"le \d\d/\d\d/\d{4}, par DURAND P\."))


@pytest.mark.full
def test_phone_goes_to_the_next_pupil_by_a_button_a_swipe_or_the_list(cards):
    page = cards.page
    expect(page.get_by_role("button", name="Élève précédent")).to_be_disabled()

    page.get_by_role("button", name="Élève suivant").tap()
    cards.expect_slide("FAURE Tom", "2 / 3 · 29 cases bleues")
    cards.swipe(300, 60)
    cards.expect_slide("MÉNARD Éloi", "3 / 3 · 29 cases bleues")
    expect(page.get_by_role("button", name="Élève suivant")).to_be_disabled()
    cards.swipe(300, 60)
    cards.expect_slide("MÉNARD Éloi", "3 / 3 · 29 cases bleues")
    cards.swipe(60, 300)
    cards.expect_slide("FAURE Tom", "2 / 3 · 29 cases bleues")
    page.get_by_label("Aller à un élève").select_option("BAILLY Rose")
    cards.expect_slide("BAILLY Rose", "1 / 3 · 29 cases bleues")

    expect(cards.save_button).to_have_text("Enregistrer les validations")


@pytest.mark.full
def test_phone_shows_one_item_for_every_pupil(cards):
    page = cards.page
    page.get_by_role("button", name="Élève suivant").tap()
    cards.choice(SECOND_ITEM, "validé").tap()

    page.get_by_role("radio", name="Un item").tap()

    cards.expect_slide(SECOND_ITEM, "2 / 29 · 2 cases bleues")
    expect(cards.choice("FAURE Tom", "validé")).to_be_checked()
    expect(cards.choice("MÉNARD Éloi", "aucune décision")).to_be_checked()
    cards.all_of("Dire").tap()
    cards.expect_slide(SECOND_ITEM, "2 / 29 · 0 case bleue")
    page.get_by_role("button", name="Item précédent").tap()
    cards.expect_slide(FIRST_ITEM, "1 / 29 · 3 cases bleues")
    cards.save("Validations enregistrées : 3 cases.")


@pytest.mark.full
def test_phone_tells_the_language_of_a_pupil_and_its_options_change_no_cell(cards):
    cards.page.get_by_role("link", name="Retour").tap()
    cards.page.get_by_label("Compétence", exact=True).select_option(index=2)
    cards.show()

    cards.expect_slide("BAILLY Rose", "1 / 3 · 17 cases bleues · langue non choisie")
    cards.page.get_by_label("Voir au").fill("2026-01-01")
    cards.page.get_by_role("radio", name="Un item").tap()
    expect(cards.line("FAURE Tom").locator("..")).to_contain_text("langue non choisie")
    expect(cards.save_button).to_have_text("Enregistrer les validations")


@pytest.mark.full
def test_phone_validates_a_whole_domaine_and_takes_it_back_by_one_undo(cards):
    expect(cards.all_of("Dire")).to_have_accessible_name("tout valider : « Dire », pour BAILLY Rose")

    cards.all_of("Dire").tap()
    cards.expect_slide("BAILLY Rose", "1 / 3 · 24 cases bleues")
    expect(cards.all_of("Dire")).to_have_text(re.compile("^tout non validé"))
    cards.choice(FIRST_ITEM, "non validé").tap()

    cards.page.get_by_role("button", name="Annuler", exact=True).tap()
    expect(cards.choice(FIRST_ITEM, "validé")).to_be_checked()
    cards.page.get_by_role("button", name="Annuler", exact=True).tap()
    cards.expect_slide("BAILLY Rose", "1 / 3 · 29 cases bleues")
    cards.page.get_by_role("button", name="Rétablir").tap()
    cards.save("Validations enregistrées : 5 cases.")


@pytest.mark.full
def test_phone_leads_to_the_next_blue_cell_pupil_after_pupil(cards):
    for domaine in ("Dire", "Lire", "Écrire", "Étude de la langue : vocabulaire", "grammaire", "orthographe"):
        cards.all_of(domaine).tap()
    cards.expect_slide("BAILLY Rose", "1 / 3 · 0 case bleue")

    cards.page.get_by_role("button", name="Case bleue suivante").tap()

    cards.expect_slide("FAURE Tom", "2 / 3 · 29 cases bleues")
    expect(cards.choice(FIRST_ITEM, "aucune décision")).to_be_focused()
    cards.page.get_by_role("button", name="Case bleue suivante").tap()
    expect(cards.choice(SECOND_ITEM, "aucune décision")).to_be_focused()


@pytest.mark.full
def test_phone_works_by_keyboard(cards):
    cards.choice(FIRST_ITEM, "aucune décision").focus()

    cards.press("ArrowLeft")
    expect(cards.choice(FIRST_ITEM, "non validé")).to_be_checked()
    # What is behind the percentage of the next item, then its choice.
    cards.press("ArrowLeft", "Tab", "Tab")
    expect(cards.choice(SECOND_ITEM, "aucune décision")).to_be_focused()
    cards.press("Control+z")

    expect(cards.choice(FIRST_ITEM, "non validé")).to_be_checked()


def test_phone_shows_conflicts_with_both_values_and_settles_them_by_one_tap(cards, cm2_school, sign_in, context, page):
    cards.hear_nothing()
    sign_in(cm2_school, "ann.petit", PASSWORD)
    colleague = GridPage(page)
    colleague.open()
    colleague.cell("BAILLY Rose").dblclick()
    colleague.cell("BAILLY Rose", SECOND_ITEM).dblclick()
    colleague.save()

    cards.choice(FIRST_ITEM, "validé").tap()
    cards.choice(SECOND_ITEM, "validé").tap()
    cards.page.get_by_role("button", name="Élève suivant").tap()
    cards.choice(FIRST_ITEM, "validé").tap()
    cards.save("Validations enregistrées : 1 case.")

    expect(cards.conflicts).to_be_in_viewport()
    expect(cards.conflicts).to_contain_text(f"BAILLY Rose, « {FIRST_ITEM} » : vous aviez mis « validé »")
    assert targets_too_small(cards.page, "[data-grid-part=conflicts] button") == []
    cards.conflicts.get_by_role("button", name=f"Remettre « validé » : BAILLY Rose, {FIRST_ITEM}").tap()
    cards.expect_message("Validations enregistrées : 1 case.")
    cards.conflicts.get_by_role("button", name="Garder « non validé »").tap()

    expect(cards.conflicts).to_be_hidden()
    cards.expect_slide("BAILLY Rose", "1 / 3 · 27 cases bleues")
    expect(cards.choice(FIRST_ITEM, "validé")).to_be_checked()
    expect(cards.choice(SECOND_ITEM, "non validé")).to_be_focused()


@pytest.mark.full
def test_phone_without_a_network_keeps_the_taps_and_saves_them_when_it_comes_back(cards, witness):
    witness.allow("Failed to load resource", "ERR_INTERNET_DISCONNECTED")
    cards.choice(FIRST_ITEM, "validé").tap()
    cards.page.context.set_offline(True)
    cards.save_button.tap()
    cards.expect_message("l'enregistrement reprendra de lui-même")

    cards.page.context.set_offline(False)

    cards.expect_message("Validations enregistrées : 1 case.")


@pytest.mark.full
def test_phone_whose_session_ended_signs_in_in_the_page(cards, witness):
    witness.allow("401")
    cards.choice(FIRST_ITEM, "validé").tap()
    cookies = cards.page.context.cookies()
    cards.page.context.clear_cookies(name=next(c["name"] for c in cookies if "session" in c["name"]))
    cards.save_button.tap()
    expect(cards.sign_in_dialog).to_be_in_viewport()
    assert violations(cards.page) == []

    cards.sign_in_again("pau.durand", PASSWORD)

    cards.expect_message("Validations enregistrées : 1 case.")


@pytest.mark.full
def test_turning_the_phone_keeps_the_taps(cards):
    cards.choice(FIRST_ITEM, "validé").tap()

    cards.page.set_viewport_size({"width": 740, "height": 360})
    expect(cards.cell("BAILLY Rose")).to_have_accessible_name(
        f"BAILLY Rose, {FIRST_ITEM} : validé, pas encore enregistré"
    )
    cards.cell("BAILLY Rose").tap()
    cards.page.set_viewport_size(PHONE)

    expect(cards.choice(FIRST_ITEM, "non validé")).to_be_checked()
    cards.save("Validations enregistrées : 1 case.")


# --- Tablet -----------------------------------------------------------------------------------------------------------


@pytest.mark.full
def test_tablet_shows_the_table_with_targets_for_a_finger(tablet):
    page = tablet.page

    expect(page.get_by_role("grid")).to_be_visible()
    assert targets_too_small(page, ".grid td[data-v], .grid td button") == []
    assert fits(page)
    assert violations(page) == []


def test_tablet_taps_turn_cells_and_arrows(tablet):
    tablet.cell("FAURE Tom").tap()
    tablet.cell("MÉNARD Éloi").tap()
    tablet.cell("MÉNARD Éloi").tap()
    assert tablet.states()[:3] == ["2", "1", "0"]

    tablet.arrow("Valider : tout le domaine « Dire », pour BAILLY Rose").tap()
    tablet.page.get_by_role("button", name="Annuler", exact=True).tap()
    tablet.save("Validations enregistrées : 2 cases.")
    tablet.page.reload()
    tablet.wait()

    assert tablet.states()[:6] == ["2", "1", "0", "2", "2", "2"]


@pytest.mark.full
def test_tablet_shows_a_cell_held_under_a_finger_and_changes_nothing(tablet):
    panel = tablet.page.get_by_role("dialog", name="Case choisie")

    hold(tablet.cell("MÉNARD Éloi", SECOND_ITEM))

    expect(panel).to_be_visible()
    tablet.expect_panel_on("MÉNARD Éloi", SECOND_ITEM)
    assert fits(tablet.page)
    assert violations(tablet.page) == []
    panel.get_by_role("button", name="Histoire de la case").tap()
    expect(tablet.page.get_by_role("dialog", name="Histoire de la case")).to_contain_text("MÉNARD Éloi")
    tablet.press("Escape")
    panel.get_by_role("button", name="Fermer").tap()
    expect(panel).to_be_hidden()
    expect(tablet.panel).to_be_attached()
    assert tablet.states() == ["2"] * 87
    tablet.cell("MÉNARD Éloi", SECOND_ITEM).tap()
    assert tablet.states()[:6] == ["2", "2", "2", "2", "2", "1"]
