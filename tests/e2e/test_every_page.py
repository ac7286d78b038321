"""Every page of the product, in light and dark, on a desk and on a phone: accessible, silent, as wide as the screen.

Pages come from the URLconf and the table of samples. With PICTURES=folder each is also kept there as a picture.
"""

import os
from pathlib import Path
from urllib.parse import urlencode

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.e2e.pages import AnyPage
from tests.pages.addresses import SAMPLES, Kind
from tests.pages.asking import usual_profile
from tests.pages.routes import routes
from tests.pages.world import World

PAGES = [route for route in routes() if route.name in SAMPLES and SAMPLES[route.name].kind is Kind.PAGE]
WIDTHS = {1440: 900, 360: 740}
SCHEMES = ("light", "dark")
BUILD = """
from dataclasses import asdict
from tests.pages.world import build_world
answer = asdict(build_world(number=77, mark="NUMBAT"))
"""
OPEN_SESSION = """
import time
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from accounts.models import Account
from accounts.sessions import touch
from sacoche.kit.tenancy import all_schools
with all_schools():
    account = Account.objects.get(pk={pk})
session = SessionStore()
session[SESSION_KEY] = str(account.pk)
session[BACKEND_SESSION_KEY] = "accounts.backends.LocalBackend"
session[HASH_SESSION_KEY] = account.get_session_auth_hash()
touch(session, now=time.time())
session.save()
answer = [settings.SESSION_COOKIE_NAME, session.session_key]
"""


@pytest.fixture(scope="session")
def world(server):
    """The school of the samples, made on the server."""
    return World(**server.evaluate(BUILD))


@pytest.fixture(scope="session")
def session_of(server, world):
    """session_of("ADM"): the session cookie of somebody of that profile, opened once a worker."""
    known = {}

    def cookie(profile):
        if profile not in known:
            known[profile] = server.evaluate(OPEN_SESSION.format(pk=world.accounts[profile]))
        name, value = known[profile]
        return {"name": name, "value": value, "url": server.origin}

    return cookie


@pytest.fixture(scope="session")
def axe():
    return Axe()


@pytest.mark.parametrize("route", PAGES, ids=lambda route: route.name)
def test_page_is_accessible_silent_and_fits_the_screen(route, page, context, world, session_of, axe):
    sample = SAMPLES[route.name]
    profile = usual_profile(route, sample)
    if profile:
        context.add_cookies([session_of(profile)])
    query = urlencode(sample.query(world), doseq=True)

    for scheme in SCHEMES:
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        for width, height in WIDTHS.items():
            page.set_viewport_size({"width": width, "height": height})
            answer = page.goto(sample.path(route.name, world) + (f"?{query}" if query else ""))
            page.wait_for_load_state("networkidle")
            _keep_picture(page, f"{route.name.replace(':', '-')}-{width}-{scheme}")

            assert answer.status == 200
            assert AnyPage(page).heading.count() == 1
            assert _violations(axe, page) == [], f"{scheme}, {width} px"
            assert page.evaluate("document.scrollingElement.scrollWidth - innerWidth") <= 0, f"{scheme}, {width} px"


def _violations(axe, page):
    """What axe complains of, a line each: the rule, then the elements."""
    found = axe.run(page).response["violations"]
    return [f"{rule['id']}: {rule['help']}: {[node['html'][:160] for node in rule['nodes']][:4]}" for rule in found]


def _keep_picture(page, name):
    folder = os.environ.get("PICTURES")
    if folder:
        Path(folder).mkdir(parents=True, exist_ok=True)
        page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)
