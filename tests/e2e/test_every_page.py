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
from tests.pages.addresses import Kind, cases
from tests.pages.asking import OPERATOR, usual_profile
from tests.pages.world import READY, World

# By two workers, each of which makes the schools and the page once.
GROUPS = 2
PAGES = cases(Kind.PAGE)
# An empty page that the one shown makes: `about:blank` would take another process, then the next page a third one,
# which is half of the time of a test.
LEAVE = "location.replace(URL.createObjectURL(new Blob([], {type: 'text/html'})))"
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
STAGES = sorted({str(case.sample.stage) for case in PAGES})
# One Python start for every school of the samples, and for a session of each of their accounts.
BUILD = """
import time
from dataclasses import asdict
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from accounts.models import Account
from entrance.sessions import note_proof, touch
from sacoche.kit.tenancy import all_schools
from tests.console import console_session, operator_called
from tests.pages.world import READY, build_world, with_import_at

def open_session(pk):
    with all_schools():
        account = Account.objects.get(pk=pk)
    session = SessionStore()
    session[SESSION_KEY] = str(account.pk)
    session[BACKEND_SESSION_KEY] = "accounts.backends.LocalBackend"
    session[HASH_SESSION_KEY] = account.get_session_auth_hash()
    touch(session, now=time.time())
    # Some pages ask who is there: these people have just said it.
    note_proof(session, now=time.time())
    session.save()
    return session.session_key

answer = {{"cookie": settings.SESSION_COOKIE_NAME, "worlds": {{}}, "sessions": {{}}}}
for number, stage in enumerate({stages}, start=700):
    world = build_world(number=number, mark="NUMBAT" + str(number))
    world = world if stage == READY else with_import_at(stage, world)
    answer["worlds"][stage] = asdict(world)
    answer["sessions"] |= {{str(pk): open_session(pk) for pk in world.accounts.values()}}
answer |= {{"console": settings.CONSOLE_COOKIE_NAME, "operator": console_session(operator_called())}}
"""


@pytest.fixture(scope="session")
def made(server):
    return server.evaluate(BUILD.format(stages=STAGES))


@pytest.fixture(scope="session")
def world_at(made):
    """world_at(stage): the school of the server whose import has come that far."""
    return lambda stage: World(**made["worlds"][str(stage)])


@pytest.fixture(scope="session")
def session_of(server, made):
    """session_of(world, "ADM"): the session cookie of somebody of that profile."""

    def cookie(world, profile):
        if profile == OPERATOR:
            return {"name": made["console"], "value": made["operator"], "url": server.origin}
        key = made["sessions"][str(world.accounts[profile])]
        return {"name": made["cookie"], "value": key, "url": server.origin}

    return cookie


@pytest.fixture(scope="session")
def shared_page(browser, server):
    """One page for all these tests, which only read: making one takes longer than opening an address."""
    context = browser.new_context(base_url=server.origin, locale="fr-FR", timezone_id="Europe/Paris")
    context.set_default_timeout(20_000)
    axe.load_in_each(context)
    yield context.new_page()
    context.close()


@pytest.fixture
def context(shared_page, witness):
    """The context of that page, where nobody is signed in."""
    context = shared_page.context
    context.clear_cookies()
    witness.watch(context)
    yield context
    # What the page still asks ends here, and is not told of the next test.
    with shared_page.expect_navigation():
        shared_page.evaluate(LEAVE)
    witness.leave(context)


@pytest.fixture
def page(shared_page, context):
    return shared_page


def _parameters():
    """A page whose twin is opened waits for REQUIRE_ALL=1."""
    return [pytest.param(case, id=case.key, marks=_marks(case, number)) for number, case in enumerate(PAGES)]


def _marks(case, number):
    group = pytest.mark.xdist_group(f"every page, {number % GROUPS + 1}")
    return [group, pytest.mark.full] if case.sample.twin else [group]


@pytest.mark.parametrize("case", _parameters())
def test_page_is_accessible_silent_and_fits_the_screen(case, page, context, witness, world_at, session_of):
    world = world_at(case.sample.stage)
    profile = usual_profile(case)
    if profile:
        context.add_cookies([session_of(world, profile)])
    if case.sample.status != 200:
        witness.allow(f"status of {case.sample.status}")
    address = case.path(world) + "?" + urlencode(case.sample.query(world), doseq=True)

    name = case.key.replace(":", "-").replace("#", "-")

    assert _faults(page, address, name, status=case.sample.status) == []


@pytest.mark.xdist_group("every page, 1")
@pytest.mark.parametrize(("address", "status"), [("/niveaux/", 403), ("/nulle-part/", 404)])
def test_error_page_is_accessible_and_fits_the_screen(address, status, page, context, witness, world_at, session_of):
    context.add_cookies([session_of(world_at(READY), "ELV")])
    witness.allow(f"status of {status}")

    assert _faults(page, address, f"error-{status}", status=status) == []


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
