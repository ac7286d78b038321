"""A grid that is open: what it asks in the background, and how fast it answers in Chromium."""

import datetime
from collections.abc import Callable, Iterator
from functools import partial
from typing import TYPE_CHECKING

from bench.browser import Browser
from bench.invented import children
from bench.rows.base import Row, Scene, rows
from bench.rows.grids import PILIER, decided_class, grid_choice
from bench.world import Visitor, add_class, new_school
from sacoche.kit.clock import now
from sacoche.kit.tenancy import school_scope
from socle.live import live_cursor
from socle.models import ValidationChange
from tests.e2e.conftest import CHROMIUM, QUIET_CHROMIUM

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, Page

_READY = "html[data-grid-ready]"
# From the click to the frame that shows what it did.
_CLICK = """(selector) => new Promise((resolve) => {
  const began = performance.now();
  document.querySelector(selector).click();
  requestAnimationFrame(() => setTimeout(() => resolve(performance.now() - began)));
})"""
_FIRST_PAINT = "() => performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? 0"


def _say_present(path: str, class_id: int, browser: Browser) -> None:
    fields = {"cadre": str(PILIER), "classe": str(class_id), "depuis": str(live_cursor()), "page": "0" * 32}
    browser.post(path, fields.items(), status=200)


def _presence(count: int) -> Iterator[Scene]:
    """The check of twenty seconds, on a class where everything was decided long ago."""
    school, its_class, _ = decided_class(30)
    with school_scope(school):
        ValidationChange.objects.update(at=now() - datetime.timedelta(days=30))
    say = partial(_say_present, "/socle/items/presence/", its_class.pk)
    yield from [Scene(Visitor(school, "head"), say)] * count


def _in_chromium(measure: Callable[["Page"], float], count: int) -> Iterator[Scene]:
    """Each run opens the blue grid of 150 pupils; `measure` says what counts, in milliseconds."""
    from playwright.sync_api import sync_playwright

    school = new_school()
    its_class, pupil_ids = add_class(school, children(150), reference="CM2")
    path = f"/socle/items/grille/?{grid_choice(its_class, pupil_ids)}"
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=list(QUIET_CHROMIUM))
        context = chromium.new_context(viewport={"width": 1440, "height": 900})
        yield from [Scene(Visitor(school, "head"), partial(_look, context, path, measure))] * count
        chromium.close()


def _look(context: "BrowserContext", path: str, measure: Callable[["Page"], float], browser: Browser) -> None:
    context.add_cookies([{"name": name, "value": value, "url": browser.origin} for name, value in browser.cookies])
    page = context.new_page()
    page.goto(browser.origin + path)
    page.wait_for_selector(_READY, state="attached")
    browser.milliseconds, browser.requests = measure(page), 1
    page.close()


def _first_paint(page: "Page") -> float:
    return float(page.evaluate(_FIRST_PAINT))


def _one_click(page: "Page") -> float:
    return float(page.evaluate(_CLICK, "td[data-v]"))


def _corner_click(page: "Page") -> float:
    """The oblique arrow of the first domaine: 750 cells at once."""
    return float(page.evaluate(_CLICK, ".arrows td:nth-last-child(2) button"))


rows.register(Row("presence", _presence, runs=20, workers="grids"))
rows.register(Row("grid_150x29_first_paint", partial(_in_chromium, _first_paint), workers="grids"))
rows.register(Row("grid_150x29_click", partial(_in_chromium, _one_click), workers="grids"))
rows.register(Row("grid_150x29_corner", partial(_in_chromium, _corner_click), workers="grids"))
