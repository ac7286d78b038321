"""What every page says where it cannot work (S116): without JavaScript, and in a browser of long ago."""

from typing import Any

from lxml import html

from tests.pages.addresses import Kind, cases
from tests.pages.asking import get, usual_profile
from tests.pages.world import READY, World


def test_every_page_speaks_to_a_browser_that_cannot_run_it(world: World, visitor: Any) -> None:
    silent = []
    for case in (case for case in cases(Kind.PAGE) if case.sample.stage == READY):
        page = html.fromstring(get(visitor(world, usual_profile(case)), case, world).content.decode())
        without_script = " ".join(page.xpath("string(//body/noscript)").split())
        old = page.xpath("//p[@id='old-browser'][@hidden]")
        script = page.xpath("//script[@nomodule][contains(@src, 'old-browser')]")
        if not (without_script.startswith("JavaScript est désactivé") and len(old) == len(script) == 1):
            silent.append(case.key)
    assert silent == []
