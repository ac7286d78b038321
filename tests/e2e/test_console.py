"""The console in a browser: a school made, shut, opened again, deleted; sessions warned of a maintenance."""

import pytest
from playwright.sync_api import expect

from tests.e2e.pages import AnyPage

PASSPHRASE = "trois chats dorment ici"
MAKE_OPERATOR = """
from django.contrib.auth.hashers import make_password
from operation.console.models import Operator
operator, _ = Operator.objects.update_or_create(
    login={login!r},
    defaults={{
        "last_name": "HADDAD",
        "first_name": "Karim",
        "email": "exploitant@exemple.fr",
        "password": make_password({passphrase!r}),
    }},
)
answer = operator.pk
"""


@pytest.fixture
def console(server, page):
    """An operator signed in to his console."""
    server.evaluate(MAKE_OPERATOR.format(login="exploitant", passphrase=PASSPHRASE))
    page.goto("/console/")
    page.get_by_label("Identifiant").fill("exploitant")
    page.get_by_label("Mot de passe").fill(PASSPHRASE)
    page.get_by_role("button", name="Entrer").click()
    expect(page.get_by_role("heading", name="Établissements", level=1)).to_be_visible()
    return AnyPage(page)


def test_school_is_made_shut_opened_again_moved_and_deleted(console, page, browser, server, witness):
    witness.allow("422")
    page.get_by_role("link", name="Ajouter un établissement").click()
    page.get_by_label("nom", exact=True).or_(page.get_by_label("Nom", exact=True)).first.fill("Collège du Navigateur")
    page.get_by_label("Numéro UAI").fill("0870003F")
    page.get_by_role("button", name="Ouvrir l'établissement").click()
    expect(page.get_by_role("heading", name="Collège du Navigateur")).to_be_visible()
    sign_in_page = page.get_by_role("link", name="Page de connexion").get_attribute("href")

    page.get_by_label("Motif").fill("Convention à signer")
    page.get_by_role("button", name="Fermer l'établissement").click()
    expect(page.get_by_text("« Convention à signer »")).to_be_visible()
    page.get_by_role("link", name="Établissements").first.click()
    page.get_by_role("searchbox", name="Nom, commune, UAI").fill("navigateur")
    page.get_by_role("button", name="Chercher").click()
    row = page.get_by_role("row", name="Collège du Navigateur")
    expect(row).to_contain_text("fermé")
    row.get_by_role("link").click()
    page.get_by_role("button", name="Rouvrir l'établissement").click()
    expect(page.get_by_text("L'établissement est rouvert")).to_be_visible()

    page.get_by_role("link", name="Transférer vers un autre serveur…").click()
    page.get_by_label("Sa nouvelle adresse").fill(f"{server.origin}/")
    page.get_by_role("button", name="Mener à la nouvelle adresse").click()
    expect(page.get_by_text("C'est l'adresse de ce serveur")).to_be_visible()
    there = server.origin.replace("127.0.0.1", "localhost") + "/a-propos/"
    page.get_by_label("Sa nouvelle adresse").fill(there)
    page.get_by_role("button", name="Mener à la nouvelle adresse").click()
    expect(page.get_by_text("« Collège du Navigateur » est fermé ici")).to_be_visible()

    page.get_by_role("link", name="Supprimer l'établissement…").click()
    page.get_by_label("Pour confirmer, recopiez « 0870003F »").fill("0870003F")
    page.get_by_role("button", name="Supprimer l'établissement").click()
    expect(page.get_by_text("« Collège du Navigateur » est supprimé")).to_be_visible()
    # Another origin than that of the console: what follows it is not looked at.
    answer = page.request.get(sign_in_page, max_redirects=0)
    assert (answer.status, answer.headers["location"]) == (302, there)


def test_session_of_a_school_is_warned_then_shut_and_the_operator_goes_on(console, page, browser, server, witness):
    witness.allow("status of 503", "503 http")
    other = browser.new_context(base_url=server.origin, locale="fr-FR", timezone_id="Europe/Paris")
    witness.watch(other)
    school_page = other.new_page()
    soon = server.evaluate(
        "import datetime\nfrom sacoche.kit.clock import local, now\n"
        "at = local(now() + datetime.timedelta(minutes=10))\nanswer = [at.strftime('%Y-%m-%d'), at.strftime('%H:%M')]"
    )
    page.goto("/console/maintenance/")
    page.get_by_label("Motif").fill("Mise à jour")
    page.locator("#id_day").fill(soon[0])
    page.locator("#id_hour").fill(soon[1])
    page.get_by_role("button", name="Prévoir la fermeture").click()
    expect(page.get_by_text("La maintenance est prévue")).to_be_visible()
    expect(page.get_by_text("Une maintenance est prévue")).to_be_visible()
    try:
        expect(_reloaded(school_page).get_by_role("alert")).to_contain_text("SACoche ferme à")

        page.get_by_label("Motif").fill("Disque")
        page.get_by_label("Fermer tout de suite").check()
        page.get_by_role("button", name="Prévoir la fermeture").click()
        expect(page.get_by_role("heading", name="Les établissements sont fermés")).to_be_visible()
        expect(_reloaded(school_page).get_by_role("alert")).to_contain_text("Disque")
    finally:
        page.goto("/console/maintenance/")
        page.get_by_role("button", name="Rouvrir les établissements").click()
    expect(_reloaded(school_page).get_by_role("heading", name="Se connecter")).to_be_visible()
    witness.leave(other)
    other.close()


def _reloaded(page):
    """The entrance, once both workers know what was decided: each reads it every five seconds."""
    page.wait_for_timeout(6_000)
    page.goto("/")
    return page
