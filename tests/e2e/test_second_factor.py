"""A second factor in a browser: a key that Chromium imitates, an application, recovery codes; the cards of pupils.

Browsers make passkeys for a name, never for a number: this server is reached as « localhost ».
"""

import re
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyotp
import pytest
from playwright.sync_api import Page, expect

from tests.e2e import axe
from tests.e2e.grid import PASSWORD, GridPage
from tests.e2e.pages import AnyPage, SignInPage
from tests.e2e.server import SchoolOnServer, Server, temporary_folder
from tests.e2e.test_console import MAKE_OPERATOR, PASSPHRASE

# Everybody proved who he is more than a quarter of an hour ago.
PROVED_LONG_AGO = """
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
for row in Session.objects.all():
    session = SessionStore(row.session_key)
    for name in ("proved_at", "factor_at"):
        session.pop(name, None)
    session.save()
answer = None
"""
END_SESSIONS = "from django.contrib.sessions.models import Session\nSession.objects.all().delete()\nanswer = None"
KEY = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}
MAKE_CARD = """
from accounts.cards.services import make_cards
from accounts.access.services import set_cards
from accounts.models import Account
from sacoche.kit.tenancy import school_scope
from schools.models import School
school = School.objects.get(number={number})
with school_scope(school):
    set_cards(actor=None, school=school, is_on=True)
    pupil = Account.objects.select_related("school").get(last_name="FAURE")
    made = make_cards(actor=Account.objects.get(login="lou.roche"), pupils=[pupil])[0]
answer = [made.token, list(made.pictures)]
"""


class NamedServer(Server):
    """The server, under a name."""

    def __init__(self, folder: Path, **options: Any) -> None:
        super().__init__(folder, **options)
        self.origin = f"http://localhost:{self.port}"
        self.environment["PUBLIC_URL"] = self.origin + "/"


@pytest.fixture(scope="module")
def server(ready_folder: Path) -> Iterator[Server]:
    with temporary_folder() as folder:
        running = NamedServer(Path(folder), ready=ready_folder)
        running.start()
        try:
            yield running
        finally:
            running.stop()


class FactorPage(AnyPage):
    """« Second facteur », and the question that it brings at sign-in."""

    def open(self) -> None:
        self.page.goto("/mon-compte/second-facteur/")

    def add_passkey(self, name: str) -> None:
        self.open()
        self.page.get_by_label("Nom de la clé").fill(name)
        self.page.get_by_role("button", name="Ajouter une clé d'accès").click()

    def add_application(self) -> str:
        """The secret that was read under the QR code."""
        self.open()
        self.page.get_by_role("link", name="Ajouter une application").click()
        secret = self.page.locator("main code").inner_text().replace(" ", "")
        self.page.get_by_label("Le code à six chiffres").fill(pyotp.TOTP(secret).now())
        self.page.get_by_role("button", name="Enregistrer l'application").click()
        return secret

    def recovery_codes(self) -> list[str]:
        self.expect_heading("Dix codes de secours")
        return self.page.locator(".recovery-codes code").all_inner_texts()

    def give(self, code: str) -> None:
        self.page.get_by_label("Code de l'application, ou code de secours").fill(code)
        self.page.get_by_role("button", name="Continuer").click()


def plug_key(page: Page) -> None:
    """A key that answers as soon as it is asked, and knows who holds it."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    session.send("WebAuthn.addVirtualAuthenticator", {"options": KEY})


def give_codes(page: Page, school: SchoolOnServer) -> None:
    """The login and the password of its administrator, at the address of the school."""
    form = SignInPage(page)
    form.open(school.number)
    form.submit(school.login, school.password)


def next_code(secret: str) -> str:
    """What the telephone shows in thirty seconds: the digits of now have served."""
    return pyotp.TOTP(secret).at(int(time.time()) + 30)


def test_administrator_with_a_passkey_comes_in_and_gives_a_password(make_school, sign_in, page, server, witness):
    witness.allow("403 (Forbidden)")
    school = make_school("École de la Clé")
    plug_key(page)
    sign_in(school)
    factor = FactorPage(page)
    factor.add_passkey("ordinateur du bureau")
    assert len(set(factor.recovery_codes())) == 10
    axe.load(page)
    assert axe.violations(page) == []
    page.get_by_role("link", name="C'est noté").click()
    expect(page.get_by_role("row", name=re.compile("ordinateur du bureau"))).to_be_visible()
    factor.sign_out()

    give_codes(page, school)
    factor.expect_heading("Second facteur")
    axe.load(page)
    assert axe.violations(page) == []
    page.get_by_role("button", name="Se servir de la clé d'accès").click()
    factor.expect_heading("Bienvenue dans votre espace identifié")

    # The key alone is enough before what matters most, and what was typed goes on.
    server.evaluate(PROVED_LONG_AGO)
    page.goto("/personnels/ajouter/")
    page.get_by_label("Nom", exact=True).fill("DURAND")
    page.get_by_label("Prénom", exact=True).fill("Paul")
    page.get_by_role("button", name="Créer le compte").click()
    factor.expect_heading("C'est bien vous ?")
    axe.load(page)
    assert axe.violations(page) == []
    page.get_by_role("button", name="Se servir de la clé d'accès").click()
    factor.expect_heading("DURAND Paul")


def test_administrator_with_an_application_then_with_a_recovery_code(make_school, sign_in, page, server, witness):
    school = make_school("École du Téléphone")
    witness.allow("422")
    sign_in(school)
    factor = FactorPage(page)
    secret = factor.add_application()
    codes = factor.recovery_codes()
    page.get_by_role("link", name="C'est noté").click()
    factor.sign_out()

    give_codes(page, school)
    factor.give("000000")
    expect(page.get_by_text("Ce n'est pas le code que l'application affiche en ce moment.")).to_be_visible()
    factor.give(pyotp.TOTP(secret).at(int(time.time()) - 300))
    expect(page.get_by_text("retarde de 5 minutes environ")).to_be_visible()
    factor.give(next_code(secret))
    factor.expect_heading("Bienvenue dans votre espace identifié")
    factor.sign_out()

    give_codes(page, school)
    factor.give(codes[4])
    factor.expect_message("il vous en reste 9 sur dix")
    factor.sign_out()
    give_codes(page, school)
    factor.give(codes[4])
    expect(page.get_by_text("Ce code de secours a déjà servi")).to_be_visible()


def test_operator_adds_a_key_of_his_own_then_comes_in_with_it(page, server, witness):
    plug_key(page)
    server.evaluate(MAKE_OPERATOR.format(login="exploitante", passphrase=PASSPHRASE))
    _enter_console(page)
    page.goto("/console/second-facteur/")
    page.get_by_label("Nom de la clé").fill("clé du coffre")
    page.get_by_role("button", name="Ajouter une clé d'accès").click()
    expect(page.locator("code").first).to_be_visible()
    page.goto("/console/second-facteur/")
    expect(page.get_by_role("row", name=re.compile("clé du coffre"))).to_contain_text("pas encore")
    page.get_by_role("button", name="Quitter").click()

    _enter_console(page)
    expect(page.get_by_role("heading", name="Second facteur", level=1)).to_be_visible()
    axe.load(page)
    assert axe.violations(page) == []
    page.get_by_role("button", name="Se servir de la clé d'accès").click()
    expect(page.get_by_role("heading", name="Établissements", level=1)).to_be_visible()


def _enter_console(page: Page) -> None:
    page.goto("/console/")
    page.get_by_label("Identifiant").fill("exploitante")
    page.get_by_label("Mot de passe").fill(PASSPHRASE)
    page.get_by_role("button", name="Entrer").click()


def test_browser_refuses_a_key_at_another_address_than_that_of_the_server(make_school, server, page, witness):
    school = make_school("École de l'Autre Adresse")
    by_number = server.origin.replace("localhost", "127.0.0.1")
    witness.friends.append(by_number)
    plug_key(page)
    page.goto(f"{by_number}/?base={school.number}")
    SignInPage(page).submit(school.login, school.password)
    page.goto(f"{by_number}/mon-compte/second-facteur/")
    page.get_by_role("button", name="Ajouter une clé d'accès").click()
    expect(page.get_by_role("alert")).to_contain_text("Ce navigateur ne prend pas de clé d'accès à cette adresse")


@pytest.mark.parametrize("is_key", [False, True])
def test_factor_asked_in_the_middle_of_a_grid_loses_nothing_of_it(cm2_school, sign_in, page, server, witness, is_key):
    witness.allow("401", "403", "422")
    plug_key(page)
    sign_in(cm2_school)
    factor = FactorPage(page)
    if is_key:
        factor.add_passkey("tablette")
    else:
        secret = factor.add_application()
    factor.recovery_codes()
    grid = GridPage(page)
    grid.show_address("/socle/items/grille/?competence=8&tout=1")
    grid.wait()
    grid.cell("FAURE Tom").click()
    server.evaluate(END_SESSIONS)
    grid.save_button.click()

    grid.sign_in_again("pau.durand", PASSWORD)
    dialog = grid.sign_in_dialog
    expect(dialog.get_by_label("Mot de passe")).to_be_hidden()
    if is_key:
        dialog.get_by_role("button", name="Se servir de la clé d'accès").click()
    else:
        expect(dialog.get_by_role("button", name="Se servir de la clé d'accès")).to_be_hidden()
        dialog.get_by_label("Code de l'application").fill("000000")
        dialog.get_by_role("button", name="Se reconnecter").click()
        expect(dialog.get_by_role("alert")).to_contain_text("Ce n'est pas le code")
        dialog.get_by_label("Code de l'application").fill(next_code(secret))
        dialog.get_by_role("button", name="Se reconnecter").click()

    grid.expect_message("Validations enregistrées : 1 case.")


def test_small_pupil_touches_his_three_pictures(cm2_school, server, new_context, witness):
    witness.allow("422")
    token, pictures = server.evaluate(MAKE_CARD.format(number=cm2_school.number))
    tablet = new_context(base_url=server.origin, viewport={"width": 360, "height": 640}, has_touch=True)
    page = tablet.new_page()
    page.goto(f"/carte/{cm2_school.number}/?c={token}")
    expect(page.get_by_role("heading", level=1)).to_have_text("Bonjour Tom")
    axe.load(page)
    assert axe.violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    for picture in reversed(pictures):
        page.locator(f"button[value={picture}]").tap()
    expect(page.get_by_role("alert")).to_have_text("Ce ne sont pas tes images. Recommence.")
    for picture in pictures:
        page.locator(f"button[value={picture}]").tap()
    expect(page).not_to_have_url(re.compile("/carte/"))
