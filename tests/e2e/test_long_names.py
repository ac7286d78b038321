"""The main pages with forty pupils and long names: nothing leaves the screen, no title runs under its buttons."""

from urllib.parse import urlencode

import pytest
from playwright.sync_api import expect

from tests.e2e.worlds import PAGES
from tests.pages.asking import usual_profile
from tests.pages.world import READY

SCREENS = ((1366, 768), (768, 1024), (360, 740))
CASES = {case.key: case for case in PAGES}
# Whoever opens it, or whoever usually does.
MAIN = (
    ("home", "DIR"),
    ("home", "ENS"),
    ("home", "ELV"),
    ("home", "TUT"),
    ("socle:items_grid", ""),
    ("evaluations:entry", ""),
    ("evaluations:any_entry", ""),
    ("evaluations:list", ""),
    ("bilans:releve_matiere", ""),
    ("bilans:official_subject", ""),
    ("bilans:official_syntheses", ""),
    ("bilans:official_council", ""),
    ("operation:schools", ""),
)
# What the head of a page does not hold: what sticks out of the screen, a title of no width, words under a button.
FAULTS = """() => {
  const boxOf = (element) => element.getBoundingClientRect();
  const shown = (selector) => [...document.querySelectorAll(selector)].filter((each) => each.checkVisibility());
  const head = document.querySelector("main .page-head");
  const faults = [];
  const excess = document.scrollingElement.scrollWidth - innerWidth;
  if (excess > 0) faults.push(`sideways scroll of ${excess}`);
  for (const each of shown("main .page-head .btn, .site-header .btn-header, .site-header .site-search")) {
    const { left, right } = boxOf(each);
    if (left < 0 || right > innerWidth + 1) faults.push(`out of the screen: ${each.textContent.trim()}`);
  }
  if (boxOf(head.querySelector("h1")).width < 100) faults.push("no room for the title");
  for (const words of shown("main .page-head :is(h1, .lead)")) {
    const { left, right, top, bottom } = boxOf(words);
    for (const button of shown("main .page-head .page-actions .btn")) {
      const other = boxOf(button);
      const isUnder = left < other.right && other.left < right - 1 && top < other.bottom && other.top < bottom - 1;
      if (isUnder) faults.push(`« ${words.textContent.trim().slice(0, 30)} » under « ${button.textContent.trim()} »`);
    }
  }
  return faults;
}"""


def _open(key, profile, made, page):
    case, world = CASES[key], made.at(READY)
    page.context.add_cookies([made.session_of(world, profile or usual_profile(case))])
    page.emulate_media(media="null", color_scheme="light", reduced_motion="reduce")
    page.goto(case.path(world) + "?" + urlencode(case.sample.query(world), doseq=True))


@pytest.mark.parametrize(("key", "profile"), MAIN)
@pytest.mark.full
def test_main_page_holds_in_each_screen_with_forty_pupils_and_long_names(key, profile, shared_page, crowded_worlds):
    _open(key, profile, crowded_worlds, shared_page)
    found = {}
    for width, height in SCREENS:
        shared_page.set_viewport_size({"width": width, "height": height})
        found[width] = shared_page.evaluate(FAULTS)

    assert found == {width: [] for width, _ in SCREENS}


@pytest.mark.full
def test_page_of_results_read_at_twice_its_size_opens_on_its_cells_and_saves_in_sight(shared_page, crowded_worlds):
    shared_page.set_viewport_size({"width": 720, "height": 450})

    _open("evaluations:entry", "", crowded_worlds, shared_page)

    for words in ("Enregistrer", "Fermer"):
        button = shared_page.locator(".page-actions .btn").filter(has_text=words)
        expect(button).to_be_in_viewport(ratio=0.99)
    cells = shared_page.locator("td[data-v]").evaluate_all(
        "cells => cells.map((cell) => cell.getBoundingClientRect())"
        ".filter((box) => box.right <= innerWidth && box.bottom <= innerHeight).length"
    )
    assert cells >= 3 * 15


@pytest.mark.full
def test_tabs_slide_on_a_phone_and_the_current_one_is_in_sight(shared_page, crowded_worlds):
    shared_page.set_viewport_size({"width": 360, "height": 740})
    _open("bilans:releve_matiere", "", crowded_worlds, shared_page)
    tabs = shared_page.locator(".tabs")
    assert tabs.evaluate("tabs => tabs.offsetHeight") < 60
    address = tabs.get_by_role("link").last.get_attribute("href")

    shared_page.goto(address)

    current = shared_page.locator(".tabs [aria-current]")
    expect(current).to_have_attribute("href", address)
    expect(current).to_be_in_viewport(ratio=0.99)
