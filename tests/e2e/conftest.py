"""A browser, a real server, and what every browser test checks by itself.

One server a worker, one browser context a test. When a test ends, its pages must have said nothing on the console and
asked nothing of any machine but this one. `E2E_DATABASE_URL` runs the same tests on a PostgreSQL server: each worker
makes a database of its own there and drops it at the end.
"""

import os
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Request, Response, Route, WebError, expect

from scripts.find_postgres import with_database
from tests.e2e.grid import MAKE_SCHOOL, PASSWORD
from tests.e2e.pages import BLANK, SignInPage
from tests.e2e.server import SchoolOnServer, Server, make_ready, temporary_folder
from tests.e2e.worlds import crowded_worlds, kept_page, shared_page, worlds  # noqa: F401 (fixtures)

CHROMIUM = "/usr/bin/chromium"
# The session that the sign-in page would open, and its cookie.
OPEN_SESSION = """
from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from django.test import RequestFactory
from entrance.activation import activate_account
from entrance.views.opening import open_session
from accounts.models import Account
from sacoche.kit.tenancy import school_scope
from schools.models import School
with school_scope(School.objects.get(number={number})):
    account = Account.objects.select_related("school").get(login={login!r})
    if account.must_activate:
        activate_account(account=account)
request = RequestFactory().get("/", headers={{"User-Agent": "Mozilla/5.0 (X11; Linux x86_64) Chrome/0"}})
request.session = SessionStore()
open_session(request, account)
request.session.save()
answer = {{"name": settings.SESSION_COOKIE_NAME, "value": request.session.session_key}}
"""
# A busy machine of two cores is slow, not wrong.
expect.set_options(timeout=15_000)
# Each window of a headless Chromium opens two pages of its own for the address bar, which nobody sees: without these
# features a context takes 0.4 second of processor instead of 1.1. (The last --disable-features alone is read.)
UNSEEN_FEATURES = (
    "OptimizationHints",
    "MediaRouter",
    "Translate",
    "AutofillServerCommunication",
    "CertificateTransparencyComponentUpdater",
    "PreloadTopChromeWebUI",
    "WebUIOmniboxAimPopup",
    "WebUIOmniboxFullPopup",
    "WebUIOmniboxPopup",
)
QUIET_CHROMIUM = (
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-domain-reliability",
    "--disable-extensions",
    "--disable-sync",
    "--metrics-recording-only",
    "--no-default-browser-check",
    "--no-first-run",
    "--no-pings",
    # A microphone that beeps, for who records his voice.
    "--use-fake-device-for-media-stream",
    f"--disable-features={','.join(UNSEEN_FEATURES)}",
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker("e2e")
            # Playwright's loop runs in this thread; no test here touches the database from this process.
            item.add_marker(pytest.mark.timeout(240))


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    return {"executable_path": CHROMIUM, "args": list(QUIET_CHROMIUM), "headless": True}


@pytest.fixture(scope="session")
def ready_folder(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """`Server(folder, ready=ready_folder)`: the data that a server begins with, made once for all the workers."""
    folder = tmp_path_factory.getbasetemp()
    return make_ready((folder if worker_id == "master" else folder.parent) / "ready")


@pytest.fixture(scope="session")
def server(ready_folder: Path) -> Iterator[Server]:
    """The server of this worker: migrated, without a school."""
    with temporary_folder() as folder, _database() as database_url:
        running = Server(Path(folder), database_url, ready=ready_folder)
        running.start()
        try:
            yield running
        finally:
            running.stop()


class _database:  # noqa: N801 (used as a function)
    """An empty database for one worker: nothing to make for SQLite, created and dropped on PostgreSQL."""

    def __init__(self) -> None:
        self.given = os.environ.get("E2E_DATABASE_URL", "")
        self.name = f"e2e_{uuid.uuid4().hex[:12]}"

    def __enter__(self) -> str:
        if not self.given:
            return ""
        self._run(f'CREATE DATABASE "{self.name}"')
        return with_database(self.given, self.name)

    def __exit__(self, *_: object) -> None:
        if self.given:
            self._run(f'DROP DATABASE IF EXISTS "{self.name}" WITH (FORCE)')

    def _run(self, statement: str) -> None:
        import psycopg

        with psycopg.connect(with_database(self.given, "postgres"), autocommit=True) as connection:
            connection.execute(statement.encode())


@pytest.fixture
def manage(server: Server) -> Callable[..., str]:
    """`manage("extract_users", "--school", "3")`: the output of a management command run beside the server."""
    return server.manage


@pytest.fixture
def make_school(server: Server) -> Callable[..., SchoolOnServer]:
    """`make_school("École Jean Macé", town="Lille")`: an empty school with its administrator."""
    return server.create_school


@pytest.fixture
def cm2_school(server: Server) -> SchoolOnServer:
    """A CM2 of three pupils and its two teachers, whom no other test touches; its login is that of one of them."""
    return SchoolOnServer(server.evaluate(MAKE_SCHOOL), "École de la Grille", "pau.durand", PASSWORD)


@dataclass
class Witness:
    """What pages did besides what they showed. `allowed` are words of complaints that a test provokes on purpose."""

    origin: str
    complaints: list[str] = field(default_factory=list)
    strangers: list[str] = field(default_factory=list)
    # Other servers of the test, which pages may go to: an ENT.
    friends: list[str] = field(default_factory=list)
    allowed: list[str] = field(default_factory=list)

    def watch(self, context: BrowserContext) -> None:
        for event, listener in self._listeners().items():
            context.on(event, listener)  # type: ignore[call-overload]

    def leave(self, context: BrowserContext) -> None:
        """Stop watching a context that another test goes on with."""
        for event, listener in self._listeners().items():
            context.remove_listener(event, listener)

    def _listeners(self) -> dict[str, Callable[[Any], None]]:
        return {
            "console": self._console,
            "weberror": self._error,
            "request": self._request,
            "response": self._response,
        }

    def allow(self, *words: str) -> None:
        """Let complaints pass that hold one of these words: « 409 », « Failed to load resource »…"""
        self.allowed.extend(words)

    def unexpected(self) -> list[str]:
        return [line for line in self.complaints if not any(word in line for word in self.allowed)]

    def _console(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self.complaints.append(f"console {message.type}: {message.text} ({message.location.get('url', '')})")

    def _error(self, error: WebError) -> None:
        self.complaints.append(f"error: {error.error}")

    def _request(self, request: Request) -> None:
        if not request.url.startswith((self.origin, "data:", "blob:", "about:", *self.friends)):
            self.strangers.append(request.url)

    def _response(self, response: Response) -> None:
        if response.status >= 500:
            self.complaints.append(f"{response.status} {response.url}")


@pytest.fixture
def witness(server: Server) -> Iterator[Witness]:
    """Fails the test at its end when a page complained or asked something of another machine."""
    seen = Witness(server.origin)
    yield seen
    assert seen.strangers == []
    assert seen.unexpected() == [], server.complaints()[-3000:]


@pytest.fixture
def new_context(
    new_context: Callable[..., BrowserContext], witness: Witness
) -> Iterator[Callable[..., BrowserContext]]:
    """Browser contexts in French, each watched by the witness; a second one is a second person."""
    made: list[BrowserContext] = []

    def make(**options: Any) -> BrowserContext:
        context = new_context(**{"locale": "fr-FR", "timezone_id": "Europe/Paris", "accept_downloads": True} | options)
        context.set_default_timeout(20_000)
        witness.watch(context)
        made.append(context)
        return context

    yield make
    for page in (page for context in made for page in context.pages):
        # An answer that a test still holds when its page closes is nobody's fault, least of all the next test's.
        page.unroute_all(behavior="ignoreErrors")


@pytest.fixture
def context(new_context: Callable[..., BrowserContext], server: Server) -> BrowserContext:
    return new_context(base_url=server.origin, viewport={"width": 1440, "height": 900})


@pytest.fixture
def page(context: BrowserContext) -> Page:
    return context.new_page()


@pytest.fixture
def hold_back(page: Page) -> Callable[[str], Callable[[], None]]:
    """`release = hold_back("**/js/rights*.js")`: a file that comes to the page when the test releases it."""

    def hold(pattern: str) -> Callable[[], None]:
        held: list[Route] = []
        page.route(pattern, lambda route: held.append(route))
        return lambda: held.pop().continue_()

    return hold


@pytest.fixture
def sign_in(page: Page, server: Server) -> Callable[..., SignInPage]:
    """`sign_in(school, "login")`, or `sign_in(school)` as its administrator, activated; `on=` another page.

    The session is opened beside the server: what a page shows before a test begins is not shown again for each of them.
    The page stays blank, and the first `follow_menu` or `open` goes straight to its address. The password is not looked
    at: a test of it comes in by `sign_in_by_form`.
    """

    def go(school: SchoolOnServer, login: str = "", password: str = "", on: Page | None = None) -> SignInPage:
        shown = on or page
        opened = server.evaluate(OPEN_SESSION.format(number=school.number, login=login or school.login))
        shown.context.add_cookies([{**opened, "url": server.origin, "httpOnly": True, "sameSite": "Lax"}])
        if shown.url != BLANK:
            shown.goto("/accueil/")
        return SignInPage(shown)

    return go


@pytest.fixture
def sign_in_by_form(page: Page) -> Callable[..., SignInPage]:
    """The same by the sign-in page, with the password, as a person does; her home page shows."""

    def go(school: SchoolOnServer, login: str = "", password: str = "", on: Page | None = None) -> SignInPage:
        form = SignInPage(on or page)
        form.sign_in(school.number, login or school.login, password or school.password)
        return form

    return go
