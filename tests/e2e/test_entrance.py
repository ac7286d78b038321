"""Finding one's school on the sign-in page, with a keyboard or without a script; coming from the frame of an ENT."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.e2e import axe
from tests.e2e.conftest import Witness
from tests.e2e.pages import AnyPage, SignInPage
from tests.e2e.server import SchoolOnServer, Server, temporary_folder

# One worker starts the server of these tests, once.
pytestmark = pytest.mark.xdist_group("entrance")

WARNING = "L'usage de cadres (frame/iframe) pour afficher SACoche peut entraîner des dysfonctionnements."
OPEN = "Ouvrir SACoche dans un nouvel onglet"


class Desk(ThreadingHTTPServer):
    """The desk of an ENT: a page of another site than ours, with SACoche in a frame."""

    framed = ""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _DeskPage)
        # Another site for a browser than 127.0.0.1, where SACoche is.
        self.origin = f"http://localhost:{self.server_port}"


class _DeskPage(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        is_page = self.path == "/"
        self.send_response(200 if is_page else 204)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        if is_page:
            frame = f'<iframe src="{self.server.framed}" title="SACoche" width="900" height="400"></iframe>'  # type: ignore[attr-defined]
            self.wfile.write(f"<!doctype html><html lang=fr><title>Bureau</title>{frame}".encode())

    def log_message(self, *_: object) -> None:
        """Nothing on the output of the tests."""


def _desk() -> Iterator[Desk]:
    desk = Desk()
    threading.Thread(target=desk.serve_forever, daemon=True).start()
    yield desk
    desk.shutdown()
    desk.server_close()


desk = pytest.fixture(scope="module")(_desk)
stranger = pytest.fixture(scope="module")(_desk)


@pytest.fixture(scope="module")
def server(desk: Desk, ready_folder: Path) -> Iterator[Server]:
    """A server of three schools in two zones, which the desk may put in a frame."""
    with temporary_folder() as folder:
        running = Server(Path(folder), ready=ready_folder)
        running.environment["FRAME_ANCESTORS"] = desk.origin
        running.start()
        try:
            running.manage("zone", "add", "Gard (30)", "--order", "30")
            running.manage("zone", "add", "Hérault (34)", "--order", "34")
            yield running
        finally:
            running.stop()


@pytest.fixture(scope="module")
def schools(server: Server) -> dict[str, SchoolOnServer]:
    """By their town."""
    return {
        "Béziers": server.create_school("Collège Jean-Vilar", town="Béziers", zone="Hérault (34)"),
        "Sète": server.create_school("École Élisée-Reclus", town="Sète", zone="Hérault (34)"),
        "Nîmes": server.create_school("École des Arènes", town="Nîmes", zone="Gard (30)"),
    }


def expect_form_of(page: Page, name: str) -> None:
    expect(page.locator(".school-card")).to_contain_text(name)
    expect(page.get_by_label("Identifiant")).to_be_visible()


@pytest.mark.full
def test_school_is_typed_and_chosen_with_the_keyboard_s5(schools: dict, page: Page) -> None:
    page.goto("/")
    field = page.get_by_role("combobox", name="Votre établissement")
    field.focus()
    expect(field).to_have_attribute("aria-expanded", "false")

    page.keyboard.type("ecole")

    expect(page.get_by_role("status").filter(has_text="2 établissements trouvés.")).to_be_visible()
    options = page.get_by_role("listbox", name="Établissements trouvés").get_by_role("option")
    expect(options).to_have_count(2)
    axe.load(page)
    assert axe.violations(page) == []
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    expect(options.nth(1)).to_have_attribute("aria-selected", "true")
    expect(field).to_have_attribute("aria-activedescendant", options.nth(1).get_attribute("id") or "")
    page.keyboard.press("Escape")
    expect(field).to_have_attribute("aria-expanded", "false")
    expect(field).to_have_value("ecole")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    expect_form_of(page, "École des Arènes")


@pytest.mark.full
def test_only_school_found_is_chosen_by_enter_and_the_page_asked_for_is_kept(schools: dict, page: Page) -> None:
    page.goto("/?changer&next=/niveaux/")

    page.get_by_role("combobox", name="Votre établissement").press_sequentially("sete")
    expect(page.get_by_role("listbox").get_by_role("option")).to_have_count(1)
    page.keyboard.press("Enter")

    expect_form_of(page, "École Élisée-Reclus")
    SignInPage(page).submit(schools["Sète"].login, schools["Sète"].password)
    AnyPage(page).expect_heading("Niveaux")


def test_school_is_chosen_by_its_zone_and_remembered_s5(schools: dict, page: Page) -> None:
    page.goto("/")
    page.get_by_label("Ou sa zone géographique").select_option("Hérault (34)")
    expect(page.locator(".school-list a")).to_have_text(["Collège Jean-Vilar", "École Élisée-Reclus"])

    page.get_by_role("link", name="Collège Jean-Vilar").click()
    expect_form_of(page, "Collège Jean-Vilar")
    form = SignInPage(page)
    form.submit(schools["Béziers"].login, schools["Béziers"].password)
    AnyPage(page).expect_heading("Bienvenue dans votre espace identifié")
    form.sign_out()

    expect_form_of(page, "Collège Jean-Vilar")


def test_school_is_found_without_a_script_s5(schools: dict, new_context, server: Server) -> None:
    page = new_context(base_url=server.origin, java_script_enabled=False).new_page()
    page.goto("/")
    page.get_by_label("Votre établissement").fill("nimes")
    page.get_by_role("button", name="Chercher").click()
    expect(page.locator(".school-list a")).to_have_text(["École des ArènesNîmes"])

    page.get_by_label("Ou sa zone géographique").select_option("Gard (30)")
    page.get_by_role("button", name="Voir ses établissements").click()
    page.get_by_role("link", name="École des Arènes").click()

    expect_form_of(page, "École des Arènes")


@pytest.mark.full
def test_address_of_the_school_works_in_a_private_window_s97(schools: dict, page, new_context) -> None:
    school = schools["Sète"]
    SignInPage(page).sign_in(school.number, school.login, school.password)
    line = page.locator("p").filter(has_text="Adresse à utiliser pour une sélection automatique de l'établissement")
    address = line.get_by_role("link").first.get_attribute("href")

    private = new_context().new_page()
    private.goto(address)

    expect_form_of(private, "École Élisée-Reclus")


# --- In the frame of an ENT -------------------------------------------------------------------------------------------


def test_frame_of_the_ent_opens_a_tab_that_is_still_signed_in_s93_s94(
    schools: dict, desk: Desk, page: Page, context: BrowserContext, witness: Witness, server: Server
) -> None:
    witness.friends.append(desk.origin)
    school = schools["Béziers"]
    SignInPage(page).sign_in(school.number, school.login, school.password)
    desk.framed = server.url("/niveaux/")

    page.goto(desk.origin)

    frame = page.frame_locator("iframe")
    expect(frame.get_by_text(WARNING)).to_be_visible()
    expect(frame.get_by_label("Identifiant")).to_have_count(0)
    with context.expect_page() as opened:
        frame.get_by_role("link", name=OPEN).click()
    tab = opened.value
    AnyPage(tab).expect_heading("Niveaux")
    expect(tab.get_by_text("Collège Jean-Vilar").first).to_be_visible()
    expect(tab.get_by_text(WARNING)).to_have_count(0)


@pytest.mark.full
def test_frame_of_another_site_shows_nothing_s93(
    schools: dict, stranger: Desk, page: Page, witness: Witness, server: Server
) -> None:
    witness.friends.append(stranger.origin)
    witness.allow("frame-ancestors", "X-Frame-Options")
    stranger.framed = server.url("/?base=1")

    page.goto(stranger.origin)

    page.wait_for_function("document.querySelector('iframe')")
    assert page.frame_locator("iframe").get_by_text(WARNING).count() == 0
    assert any("frame-ancestors" in complaint for complaint in witness.complaints)
