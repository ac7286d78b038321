"""« ÉduConnect »: what is missing, as the school and the server are."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from lxml import html

from accounts.enums import Profile
from accounts.models import Account
from tests.factories import AccountFactory, GuardianshipFactory

ADDRESS = "/acces/educonnect/"


def state(browser: Client) -> dict[str, tuple[str, str]]:
    """Of each need, whether it is met and where the school stands."""
    rows = html.fromstring(browser.get(ADDRESS).content).xpath("//tbody/tr")
    said = [[" ".join(cell.text_content().split()) for cell in row] for row in rows]
    return {label: (is_met, found) for label, is_met, found, _ in said}


def test_page_says_what_is_missing_and_who_may_do_it(
    admin: Account, client_as: Callable[[Account], Client], settings: Any
):
    settings.PUBLIC_URL = "https://sacoche.exemple.fr/"
    AccountFactory(reference="123456789AB")
    pupil = AccountFactory()
    GuardianshipFactory(pupil=pupil)
    AccountFactory(profile=Profile.TUT)

    said = state(client_as(admin))

    assert {label: is_met for label, (is_met, _) in said.items()} == {
        "L'accord du ministère": "manque",
        "Le connecteur": "manque",
        "Une adresse publique en https": "prêt",
        "Les élèves reconnus par leur identifiant national": "manque",
        "Les responsables reliés à leurs enfants": "manque",
    }
    assert said["Les élèves reconnus par leur identifiant national"][1] == "1 élève a un INE ou une référence, sur 2."
    assert said["Les responsables reliés à leurs enfants"][1] == "1 responsable est relié à un élève, sur 2."


@pytest.mark.parametrize("address", ["http://127.0.0.1:8000/", "http://sacoche.exemple.fr/", "https://192.0.2.7/"])
def test_server_without_a_name_in_https_is_told(
    admin: Account, client_as: Callable[[Account], Client], settings: Any, address: str
):
    settings.PUBLIC_URL = address
    assert state(client_as(admin))["Une adresse publique en https"][0] == "manque"


def test_page_leads_to_the_help_that_says_why_the_gar_is_no_path(
    admin: Account, client_as: Callable[[Account], Client]
):
    browser = client_as(admin)
    link = html.fromstring(browser.get(ADDRESS).content).xpath("//main//a[contains(@href, 'educonnect-et-gar')]")[0]
    page = " ".join(html.fromstring(browser.get(link.get("href")).content).text_content().split())
    assert "Le GAR n'est pas un chemin" in page.replace("\xa0", " ")
