"""Screens held in the hand: pages that a finger drives, and how large what it aims at is."""

from collections.abc import Callable

from playwright.sync_api import BrowserContext, Locator, Page, expect

from tests.e2e.server import Server

PHONE = {"width": 360, "height": 740}
TABLET = {"width": 820, "height": 1180}

_TOO_SMALL = """(elements) => elements
    .filter((element) => element.checkVisibility())
    .map((element) => [element.outerHTML.slice(0, 120), element.getBoundingClientRect()])
    .filter(([, box]) => box.width < 44 || box.height < 44)
    .map(([words]) => words)"""


def touch_page(new_context: Callable[..., BrowserContext], server: Server, size: dict[str, int]) -> Page:
    """A page of a phone or a tablet."""
    return new_context(base_url=server.origin, viewport=size, has_touch=True, is_mobile=True).new_page()


def targets_too_small(page: Page, selector: str) -> list[str]:
    """What a finger could miss: elements in sight under 44 pixels, once the page has its styles."""
    page.wait_for_load_state()
    found: list[str] = page.locator(selector).evaluate_all(_TOO_SMALL)
    return found


def fits(page: Page) -> bool:
    """Whether the page, once it has its styles, never scrolls sideways.

    A phone shows what is too wide on a smaller scale: its window is then wider than its screen.
    """
    page.wait_for_load_state()
    assert page.viewport_size
    width = page.viewport_size["width"]
    return bool(page.evaluate(f"Math.max(document.scrollingElement.scrollWidth, innerWidth) <= {width}"))


def hold(cell: Locator) -> None:
    """A finger that stays on a cell for longer than a tap."""
    box = cell.bounding_box()
    assert box
    session = cell.page.context.new_cdp_session(cell.page)
    point = {"x": box["x"] + box["width"] / 2, "y": box["y"] + box["height"] / 2}
    session.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [point]})
    expect(cell).to_be_focused()
    session.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
