"""The frame of every page: school, person, menus, product, project site, licence of the help."""

import pytest
from django.conf import settings as django_settings
from django.test import Client
from django.urls import reverse
from lxml import html

from accounts.models import Account
from tests.html import words
from tests.pages.addresses import Kind, cases
from tests.pages.asking import get, text_of
from tests.pages.world import READY

OWN_MENUS = (
    "Informations Accueil Notifications reçues Référentiels en place Données personnelles",
    "Paramétrages Mot de passe Adresse e-mail Bascule entre comptes",
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


def test_header_leads_to_the_project_site_or_to_what_this_server_says_of_itself_s79(
    teacher: Account, client_as, settings
) -> None:
    browser, seen = client_as(teacher), []
    for address in ("", "https://sacoche.exemple.org/"):
        settings.PROJECT_URL = address
        page = html.fromstring(browser.get("/accueil/").content)
        seen += page.xpath("//header//a[.='Site officiel']/@href")

    assert seen == ["/a-propos/", "https://sacoche.exemple.org/"]


def test_about_offers_the_source_of_what_runs_here(db: None, settings) -> None:
    told = words(Client().get(reverse("about")))
    assert "l'hébergeur de ce serveur le donne à qui le demande" in told
    settings.SOURCE_URL = "https://forge.exemple.org/sacoche"
    page = html.fromstring(Client().get(reverse("about")).content)
    assert page.xpath("//main//a/@href") == ["https://forge.exemple.org/sacoche"]


def test_licences_of_the_code_and_of_the_help_are_in_the_same_file() -> None:
    told = (django_settings.BASE_DIR / "LICENSE").read_text(encoding="utf-8")
    assert ("AGPL-3.0-or-later" in told, "CC BY-SA 4.0" in told) == (True, True)


@pytest.mark.parametrize("who", ["admin", "director", "teacher", "pupil"])
def test_menus_of_ones_own_account_are_for_everybody_s84_s85(who: str, client_as, request) -> None:
    """S84, S85: the entries whose page exists."""
    page = words(client_as(request.getfixturevalue(who)).get("/accueil/"))
    own = {"admin": "", "pupil": "Référentiels en place "}.get(who, "Référentiels en place Couverture du socle ")
    shown = [entries.replace("Référentiels en place ", own) for entries in OWN_MENUS]
    assert [entries in page for entries in shown] == [True, True]


def test_families_write_no_message_so_have_no_entry_for_it(pupil: Account, teacher: Account, client_as) -> None:
    pages = [words(client_as(account).get("/accueil/")) for account in (pupil, teacher)]
    assert ["Messages d'accueil" in page for page in pages] == [False, True]


@pytest.mark.parametrize("name", ["help", "imports:help_base_eleves"])
def test_help_pages_carry_an_open_licence_s103(db: None, name: str) -> None:
    assert "Creative Commons BY-SA 4.0" in words(Client().get(reverse(name)))
