"""Page objects: what a person does on a page, in her words. Addresses and selectors are here and nowhere else."""

import re
from pathlib import Path

from django.urls import reverse
from playwright.sync_api import Download, Locator, Page, expect

BLANK = "about:blank"


def address_of(menu: str, entry: str) -> str:
    """Where an entry of a menu leads: address_of("Gestion courante", "Classes (gestion)") is « /classes/ »."""
    # Read before Django is ready: conftest.py comes here.
    from sacoche.menus import MENUS

    [name] = {each.url_name for one in MENUS if one.title == menu for each in one.entries if each.label == entry}
    return reverse(name)


class AnyPage:
    """What every page offers: header, menus, heading, messages."""

    def __init__(self, page: Page) -> None:
        self.page = page

    @property
    def heading(self) -> Locator:
        return self.page.get_by_role("heading", level=1)

    def expect_heading(self, text: str | re.Pattern[str]) -> None:
        expect(self.heading).to_have_text(text)

    def follow_menu(self, menu: str, entry: str) -> None:
        """Open a menu by a click, then follow its entry: follow_menu("Gestion courante", "Classes (gestion)").

        A page that shows nothing yet has no menu: it goes to the address of the entry.
        """
        if self.page.url == BLANK:
            self.show_address(address_of(menu, entry))
            return
        # On a phone the button opens nothing before its script is there.
        self.page.wait_for_load_state()
        toggle = self.page.locator("[data-menu-toggle]")
        if toggle.is_visible():
            toggle.click()
        navigation = self.page.get_by_role("navigation", name="Menu principal")
        navigation.locator("summary").filter(has_text=menu).click()
        navigation.get_by_role("link", name=entry, exact=True).click()

    def show_address(self, address: str) -> None:
        """Go to a page and return as a click on a link does: what follows waits for what it needs of it."""
        self.page.goto(address, wait_until="commit")

    def expect_message(self, text: str | re.Pattern[str]) -> None:
        expect(self.page.locator(".notice").filter(has_text=text).first).to_be_visible()

    def sign_out(self) -> None:
        self.page.get_by_role("button", name="Déconnexion").click()
        expect(self.heading).to_have_text("Se connecter")


class SignInPage(AnyPage):
    """The sign-in page, and the activation page that follows the first time."""

    def open(self, number: int) -> None:
        self.page.goto(f"/?base={number}")

    def submit(self, login: str, password: str) -> None:
        self.page.locator("input[name=login]").fill(login)
        self.page.locator("input[name=password]").fill(password)
        self.page.get_by_role("button", name="Se connecter").click()

    def sign_in(self, number: int, login: str, password: str) -> None:
        """Come in, through the activation page when it shows."""
        self.open(number)
        self.submit(login, password)
        expect(self.heading).not_to_have_text("Se connecter")
        if self.page.url.endswith("/activation/"):
            self.activate()

    def activate(self) -> None:
        self.page.get_by_role("checkbox").first.check()
        self.page.get_by_role("button", name="Valider l'activation de mon compte").click()
        expect(self.page).not_to_have_url(re.compile("/activation/"))


def saved(download: Download, folder: Path) -> Path:
    """The downloaded file under the name that the server gave it."""
    path = folder / download.suggested_filename
    download.save_as(path)
    return path
