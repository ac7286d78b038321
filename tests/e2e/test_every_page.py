"""Every page of the product, in light and dark, on a desk and on a phone: accessible, silent, as wide as the screen.

A page is opened once, on a desk, then held in the hand. Every rule is asked once, those of colours in each scheme, and
on the phone those that a narrow screen may change.

Pages come from the URLconf and the table of samples. With PICTURES=folder each is also kept there as a picture.
"""

import os
from pathlib import Path
from urllib.parse import urlencode

import pytest

from tests.e2e import axe
from tests.e2e.pages import AnyPage
from tests.e2e.touch import PHONE
from tests.e2e.worlds import PAGES
from tests.pages.asking import usual_profile
from tests.pages.world import READY

# By two workers, each of which makes the schools and the page once.
GROUPS = 2
DESK = {"width": 1440, "height": 900}
EVERY_RULE = ()
# Screen, scheme, and what is asked of axe there. The dark colours of what a desk alone shows wait for REQUIRE_ALL=1.
ON_A_DESK = (DESK, "light", EVERY_RULE)
IN_THE_HAND = (PHONE, "dark", (*axe.COLOUR_RULES, *axe.NARROW_RULES))
LOOKS = (
    (ON_A_DESK, (DESK, "dark", axe.COLOUR_RULES), IN_THE_HAND)
    if os.environ.get("REQUIRE_ALL") == "1"
    else (ON_A_DESK, IN_THE_HAND)
)


def _parameters():
    """A page whose twin is opened waits for REQUIRE_ALL=1."""
    return [pytest.param(case, id=case.key, marks=_marks(case, number)) for number, case in enumerate(PAGES)]


def _marks(case, number):
    group = pytest.mark.xdist_group(f"every page, {number % GROUPS + 1}")
    return [group, pytest.mark.full] if case.sample.twin else [group]


@pytest.mark.parametrize("case", _parameters())
def test_page_is_accessible_silent_and_fits_the_screen(case, shared_page, witness, worlds):
    world = worlds.at(case.sample.stage)
    profile = usual_profile(case)
    if profile:
        shared_page.context.add_cookies([worlds.session_of(world, profile)])
    if case.sample.status != 200:
        witness.allow(f"status of {case.sample.status}")
    address = case.path(world) + "?" + urlencode(case.sample.query(world), doseq=True)

    name = case.key.replace(":", "-").replace("#", "-")

    assert _faults(shared_page, address, name, status=case.sample.status) == []


@pytest.mark.xdist_group("every page, 1")
@pytest.mark.parametrize(("address", "status"), [("/niveaux/", 403), ("/nulle-part/", 404)])
def test_error_page_is_accessible_and_fits_the_screen(address, status, shared_page, witness, worlds):
    shared_page.context.add_cookies([worlds.session_of(worlds.at(READY), "ELV")])
    witness.allow(f"status of {status}")

    assert _faults(shared_page, address, f"error-{status}", status=status) == []


def _faults(page, address, name, *, status):
    """What is wrong with a page, on each screen and in each scheme, a line each."""
    faults = []
    page.set_viewport_size(DESK)
    assert page.goto(address).status == status
    assert AnyPage(page).heading.count() == 1
    for size, scheme, rules in LOOKS:
        page.set_viewport_size(size)
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        look = f"{size['width']}-{scheme}"
        _keep_picture(page, f"{name}-{look}")
        faults += [f"{look}: {line}" for line in [*axe.violations(page, rules), *_overflow(page)]]
    return faults


def _overflow(page):
    """The page never scrolls sideways; what is wide scrolls in its own frame."""
    excess = page.evaluate("document.scrollingElement.scrollWidth - innerWidth")
    return [f"{excess} px too wide"] if excess > 0 else []


def _keep_picture(page, name):
    folder = os.environ.get("PICTURES")
    if folder:
        Path(folder).mkdir(parents=True, exist_ok=True)
        page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)
