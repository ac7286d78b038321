"""The school of the samples on the server of browser tests, and one page that opens it as whoever is asked for."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pytest

from tests.e2e import axe
from tests.e2e.server import Server
from tests.pages.addresses import Kind, cases
from tests.pages.asking import OPERATOR
from tests.pages.world import READY, World

PAGES = cases(Kind.PAGE)
# An empty page that the one shown makes: `about:blank` would take another process, then the next page a third one,
# which is half of the time of a test.
LEAVE = "location.replace(URL.createObjectURL(new Blob([], {type: 'text/html'})))"
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
from tests.pages.crowd import crowd
from tests.pages.world import READY, build_world, with_import_at

def open_session(pk):
    with all_schools():
        account = Account.objects.get(pk=pk)
    session = SessionStore()
    session[SESSION_KEY] = str(account.pk)
    session[BACKEND_SESSION_KEY] = "accounts.backends.LocalBackend"
    session[HASH_SESSION_KEY] = account.get_session_auth_hash()
    # Some pages ask who is there: these people have said it, for as long as the tests take.
    touch(session, now=time.time())
    note_proof(session, now=time.time() + 3 * 3600)
    session.save()
    return session.session_key

answer = {{"cookie": settings.SESSION_COOKIE_NAME, "worlds": {{}}, "sessions": {{}}}}
for number, stage in enumerate({stages}, start={first}):
    world = build_world(number=number, mark="NUMBAT" + str(number))
    world = world if stage == READY else with_import_at(stage, world)
    if {is_crowded}:
        crowd(world)
    answer["worlds"][stage] = asdict(world)
    answer["sessions"] |= {{str(pk): open_session(pk) for pk in world.accounts.values()}}
answer |= {{"console": settings.CONSOLE_COOKIE_NAME, "operator": console_session(operator_called())}}
"""


@dataclass(frozen=True)
class Worlds:
    """Schools of the samples on a server, with a session open for each of their accounts."""

    origin: str
    made: dict[str, Any]

    def at(self, stage: str) -> World:
        """The school whose import has come that far."""
        return World(**self.made["worlds"][str(stage)])

    def session_of(self, world: World, profile: str) -> dict[str, Any]:
        """The session cookie of somebody of that profile."""
        if profile == OPERATOR:
            return {"name": self.made["console"], "value": self.made["operator"], "url": self.origin}
        key = self.made["sessions"][str(world.accounts[profile])]
        return {"name": self.made["cookie"], "value": key, "url": self.origin}


def make_worlds(server: Server, stages: Sequence[str], *, first: int, is_crowded: bool = False) -> Worlds:
    """Build them; `first` is the number of the first school."""
    return Worlds(server.origin, server.evaluate(BUILD.format(stages=stages, first=first, is_crowded=is_crowded)))


@pytest.fixture(scope="session")
def worlds(server):
    """Each school of the samples as it is."""
    return make_worlds(server, STAGES, first=700)


@pytest.fixture(scope="session")
def crowded_worlds(server):
    """The school whose import is over, with forty pupils and long names."""
    return make_worlds(server, [READY], first=800, is_crowded=True)


@pytest.fixture(scope="session")
def kept_page(browser, server):
    """One page for all these tests, which only read: making one takes longer than opening an address."""
    context = browser.new_context(base_url=server.origin, locale="fr-FR", timezone_id="Europe/Paris")
    context.set_default_timeout(20_000)
    axe.load_in_each(context)
    yield context.new_page()
    context.close()


@pytest.fixture
def shared_page(kept_page, witness):
    """That page, where nobody is signed in."""
    context = kept_page.context
    context.clear_cookies()
    witness.watch(context)
    yield kept_page
    witness.leave(context)
    # What the page still asks ends here. A grid says that it closes: an answer that comes late would sign the next test
    # in as whoever was here.
    context.clear_cookies()
    with kept_page.expect_navigation():
        kept_page.evaluate(LEAVE)
