"""A grid that is open: what it asks in the background, and how fast it answers in Chromium."""

import datetime
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from functools import partial
from typing import TYPE_CHECKING

from bench.browser import Browser
from bench.invented import children
from bench.rows.base import Row, Scene, rows
from bench.rows.grids import PILIER, decided_class, grid_choice
from bench.world import Visitor, add_class, new_school
from grids.live import live_cursor
from sacoche.kit.clock import now
from sacoche.kit.tenancy import school_scope
from socle.models import ItemChange
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
        ItemChange.objects.update(at=now() - datetime.timedelta(days=30))
    say = partial(_say_present, "/socle/items/presence/", its_class.pk)
    yield from [Scene(Visitor(school, "head"), say)] * count


class OpenGrid:
    """A grid that is open in a page of Chromium."""

    def __init__(self, context: "BrowserContext", visitor: Visitor, path: str) -> None:
        self.visitor = visitor
        self._context, self._path = context, path
        self._page: Page | None = None

    def paint(self, browser: Browser) -> None:
        """How long it takes to show something, in a page that is new."""
        self._open(browser)
        self._count(browser, _FIRST_PAINT)

    def show(self, browser: Browser) -> None:
        """Open it, unless it is."""
        if not self._page:
            self._open(browser)

    def act(self, script: str, selector: str, browser: Browser) -> None:
        """How long what a script does to an element takes to be seen, as it says."""
        self._count(browser, script, selector)

    def _open(self, browser: Browser) -> None:
        if self._page:
            self._page.close()
        for name, value in browser.cookies:
            self._context.add_cookies([{"name": name, "value": value, "url": browser.origin}])
        self._page = self._context.new_page()
        self._page.goto(browser.origin + self._path)
        self._page.wait_for_selector(_READY, state="attached")

    def _count(self, browser: Browser, script: str, argument: str = "") -> None:
        assert self._page
        browser.milliseconds, browser.requests = float(self._page.evaluate(script, argument)), 1


@contextmanager
def open_grid_in_chromium(visitor: Visitor, path: str) -> Iterator[OpenGrid]:
    """The grid of an address, for who may open it."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=list(QUIET_CHROMIUM))
        yield OpenGrid(chromium.new_context(viewport={"width": 1440, "height": 900}), visitor, path)
        chromium.close()


def _blue_grid() -> AbstractContextManager[OpenGrid]:
    """That of 150 pupils, nothing decided."""
    school = new_school()
    its_class, pupil_ids = add_class(school, children(150), reference="CM2")
    return open_grid_in_chromium(Visitor(school, "head"), f"/socle/items/grille/?{grid_choice(its_class, pupil_ids)}")


def _paints(count: int) -> Iterator[Scene]:
    with _blue_grid() as grid:
        yield from [Scene(grid.visitor, grid.paint)] * count


def _presses(selector: str, count: int) -> Iterator[Scene]:
    """A click changes again what the one before changed."""
    with _blue_grid() as grid:
        yield from [Scene(grid.visitor, partial(grid.act, _CLICK, selector), before=grid.show)] * count


_CELL = "td[data-v]"
# The oblique arrow of the first domaine: 750 cells at once.
_CORNER = ".arrows td:nth-last-child(2) button"

rows.register(Row("presence", _presence, runs=20, workers="grids"))
rows.register(Row("grid_150x29_first_paint", _paints, warm_up=1, workers="grids"))
rows.register(Row("grid_150x29_click", partial(_presses, _CELL), workers="grids"))
rows.register(Row("grid_150x29_corner", partial(_presses, _CORNER), workers="grids"))
