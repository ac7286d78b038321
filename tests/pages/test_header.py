"""The frame of every page: school, person, menus, product, project site, licence of the help."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Account
from tests.html import words
from tests.pages.addresses import Kind, cases
from tests.pages.asking import get, text_of
from tests.pages.world import READY

OWN_MENUS = (
    "Informations Accueil Référentiels en place Données personnelles",
    "Paramétrages Mot de passe Adresse e-mail Bascule entre comptes Daltonisme",
)


def test_header_names_the_school_and_the_person_on_every_page_s80_s81(world, visitor) -> None:
    """S80, S81; S91: the name of the product leads home."""
    browser = visitor(world, "ADM")
    pages = [case for case in cases(Kind.PAGE) if case.sample.stage == READY and case.route.right]
    shown = {case.key: text_of(get(browser, case, world)) for case in pages}

    person, school = f"Camille {world.mark} ADM (administrateur)", f"École {world.mark.title()}, Saint-Exemple"
    header = (person, school, '<a class="brand" href="/accueil/">')
    lacking = {
        key: missing for key, page in shown.items() if (missing := [part for part in header if part not in page])
    }
    assert (lacking, len(shown) > 20) == ({}, True)


def test_project_site_is_linked_where_the_server_names_one_s79(teacher: Account, client_as, settings) -> None:
    browser, seen = client_as(teacher), []
    for address in ("", "https://sacoche.exemple.org/"):
        settings.PROJECT_URL = address
        page = browser.get("/accueil/").content.decode()
        seen.append('href="https://sacoche.exemple.org/"' in page and "Site officiel" in page)

    assert seen == [False, True]


@pytest.mark.parametrize("who", ["admin", "director", "teacher", "pupil"])
def test_menus_of_ones_own_account_are_for_everybody_s84_s85(who: str, client_as, request) -> None:
    """S84, S85: the entries whose page exists."""
    page = words(client_as(request.getfixturevalue(who)).get("/accueil/"))
    shown = [entries.replace("Référentiels en place ", "") if who == "admin" else entries for entries in OWN_MENUS]
    assert [entries in page for entries in shown] == [True, True]


def test_families_write_no_message_so_have_no_entry_for_it(pupil: Account, teacher: Account, client_as) -> None:
    pages = [words(client_as(account).get("/accueil/")) for account in (pupil, teacher)]
    assert ["Messages d'accueil" in page for page in pages] == [False, True]


@pytest.mark.parametrize("name", ["help", "imports:help_base_eleves"])
def test_help_pages_carry_an_open_licence_s103(db: None, name: str) -> None:
    assert "Creative Commons BY-SA 4.0" in words(Client().get(reverse(name)))
