"""The people of a school, managed in a browser: identity, parents by rank, search, merge."""

import io
import re

import pytest
from PIL import Image
from playwright.sync_api import expect

from tests.e2e.procedures import Administrator


@pytest.fixture
def office(make_school, sign_in, page):
    sign_in(make_school("École Jean Macé"))
    return Administrator(page)


def _create(office, entry, add, last_name, first_name="Camille"):
    """Open the form by the green « + », type the names, keep what is proposed."""
    office.follow_menu("Gestion courante", entry)
    office.page.get_by_label(add).click()
    office.page.get_by_label("Nom", exact=True).fill(last_name)
    office.page.get_by_label("Prénom", exact=True).fill(first_name)
    office.page.keyboard.press("Enter")
    expect(office.page.locator("[data-issued=login]")).to_be_visible()


def test_identity_and_logo_are_seen_on_every_page(office, page, witness):
    witness.allow("status of 422")
    office.follow_menu("Paramétrages établissement", "Identité de l'établissement")
    page.get_by_label("Numéro UAI").fill("0341234A")
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.locator(".error")).to_contain_text("« 0341234A » n'est pas un numéro UAI")

    page.get_by_label("Numéro UAI").fill("0341234G")
    page.get_by_role("button", name="Enregistrer").click()
    office.expect_message("Identité de l'établissement enregistrée.")
    image = io.BytesIO()
    Image.new("RGB", (90, 60), (20, 90, 160)).save(image, format="PNG")
    page.get_by_label("Image").set_input_files({"name": "l.png", "mimeType": "image/png", "buffer": image.getvalue()})
    page.get_by_role("button", name="Envoyer le logo").click()

    office.expect_message("Logo enregistré")
    office.follow_menu("Informations", "Accueil")
    expect(page.locator(".site-logo")).to_have_js_property("naturalWidth", 90)
    expect(page.get_by_text(re.compile(r"Année scolaire \d{4}-\d{4}")).first).to_be_visible()


def test_parents_are_ranked_and_two_accounts_of_one_parent_become_one(office, page):
    _create(office, "Élèves (gestion)", "Ajouter un élève", "Martin", "Zoé")
    for first_name in ("Anne", "Bruno", "Bruno-Jean"):
        _create(office, "Parents (gestion)", "Ajouter un responsable légal", "Martin", first_name)
    office.follow_menu("Gestion courante", "Parents & élèves")
    page.get_by_role("link", name="Modifier les responsables de MARTIN Zoé").click()
    for parent in ("MARTIN Anne", "MARTIN Bruno"):
        page.get_by_role("button", name=f"Ajouter {parent}", exact=True).click()
        office.expect_message(f"{parent} est désormais responsable de MARTIN Zoé.")

    page.get_by_role("button", name="↑ Avancer MARTIN Bruno d'un rang").click()

    ranked = page.locator("#guardians tbody th")
    expect(ranked).to_have_text(["MARTIN Bruno", "MARTIN Anne"])

    office.follow_menu("Gestion courante", "Rechercher un utilisateur")
    page.get_by_label("Nom, login, e-mail ou numéro").fill("bruno jean")
    page.get_by_role("button", name="Chercher").click()
    page.get_by_role("link", name="Fusionner MARTIN Bruno-Jean").click()
    page.get_by_role("link", name="Comparer avec MARTIN Bruno, ").click()
    page.get_by_role("button", name="Fusionner ces deux comptes").click()

    office.expect_message("a été fusionné dans")
    page.get_by_role("link", name="Adresse postale").click()
    page.get_by_label("Commune").fill("Saint-Exemple")
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.get_by_role("row", name=re.compile("MARTIN Bruno-Jean.*Saint-Exemple"))).to_be_visible()
    office.follow_menu("Gestion courante", "Parents & élèves")
    expect(page.get_by_role("row", name=re.compile("MARTIN Zoé"))).to_contain_text("MARTIN Bruno-Jean")


def test_the_only_administrator_is_not_offered_to_leave(office, page):
    office.follow_menu("Gestion courante", "Administrateurs (gestion)")

    expect(page.get_by_role("link", name=re.compile("^Modifier"))).to_have_count(1)
    expect(page.get_by_role("link", name=re.compile("^Retirer"))).to_have_count(0)
