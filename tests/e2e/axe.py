"""The rules of axe, asked of the page that is shown."""

from collections.abc import Sequence
from functools import cache
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, Page

# The rules that look at colours: the only ones whose answer a colour scheme may change.
COLOUR_RULES = ("color-contrast", "link-in-text-block")
# Those whose answer a narrow screen may change: what scrolls there in a frame of its own, what shows there alone.
NARROW_RULES = ("scrollable-region-focusable", "aria-hidden-focus", "button-name", "label", "link-name", "list")


@cache
def _script() -> str:
    """Half a megabyte: read once, and given once to each document."""
    return Axe().axe_script


def load(page: Page) -> None:
    """Bring axe into the document that was just opened."""
    page.evaluate(_script())


def load_in_each(context: BrowserContext) -> None:
    """Have axe in each page of a server that this context opens: `load` sends it again to each of them."""
    context.add_init_script(f"if (location.protocol.startsWith('http')) {{ {_script()} }}")


def violations(page: Page, rules: Sequence[str] = ()) -> list[str]:
    """What axe complains of, a line each: the rule, then the elements. `rules`: these alone, else all of them."""
    options: dict[str, Any] = {"resultTypes": ["violations"]}
    if rules:
        options["runOnly"] = {"type": "rule", "values": list(rules)}
    found = page.evaluate("options => axe.run(options).then(results => results.violations)", options)
    return [f"{rule['id']}: {rule['help']}: {[node['html'][:160] for node in rule['nodes']][:4]}" for rule in found]
