"""The product lives under a path of its host: every link, asset, redirect and cookie stays there."""

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser

from tests.e2e.pages import AnyPage, SignInPage
from tests.e2e.server import Server, temporary_folder


@pytest.fixture
def mounted_server(ready_folder: Path) -> Iterator[Server]:
    with temporary_folder() as folder:
        server = Server(Path(folder), ready=ready_folder)
        server.environment["PUBLIC_URL"] = server.origin + "/sacoche/"
        server.start()
        try:
            yield server
        finally:
            server.stop()


def test_everything_stays_under_the_path_of_public_url(mounted_server: Server, browser: Browser) -> None:
    """S4."""
    school = mounted_server.create_school("École sous un chemin")
    context = browser.new_context(base_url=mounted_server.origin + "/sacoche/")
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(urlsplit(request.url).path))

    page.goto(f"{mounted_server.origin}/sacoche/?base={school.number}")
    SignInPage(page).submit(school.login, school.password)
    for menu, entry in (
        ("Paramétrages établissement", "Niveaux"),
        ("Administration générale", "Importer des fichiers d'utilisateurs"),
        ("Gestion courante", "Élèves (gestion)"),
    ):
        AnyPage(page).follow_menu(menu, entry)
        AnyPage(page).expect_heading(entry)
    AnyPage(page).sign_out()

    assert [path for path in asked if not path.startswith("/sacoche/")] == []
    assert {cookie["path"] for cookie in context.cookies()} == {"/sacoche/"}
    links = page.locator("[href], [src], [action]").evaluate_all(
        "all => all.map(one => new URL(one.href || one.src || one.action, location).pathname)"
    )
    assert [path for path in links if not path.startswith("/sacoche/")] == []
    context.close()
