"""An ENT puts SACoche in a frame of its own page: there, one page alone shows, and it opens a tab."""

import re

import pytest
from django.test import Client

from accounts.models import Account
from schools.models import School
from tests.html import words

ENT = "https://ent.exemple.fr"
WARNING = "L'usage de cadres (frame/iframe) pour afficher SACoche peut entraîner des dysfonctionnements."
LINK = "Ouvrir SACoche dans un nouvel onglet"
ADDRESSES = ["/", "/?base=1", "/?sso=1", "/accueil/", "/inconnu/", "/contacter/"]


def framed(address: str, dest: str = "iframe", client: Client | None = None):
    return (client or Client()).get(address, headers={"sec-fetch-dest": dest})


def may_be_framed_by(response) -> str:
    """The sites that a browser lets frame this page, from the policy of the page."""
    return re.findall(r"frame-ancestors ([^;]*)", response["Content-Security-Policy"])[0]


@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize("dest", ["iframe", "frame", "embed", "object"])
def test_frame_shows_the_warning_and_a_link_alone_s93(school: School, settings, address: str, dest: str) -> None:
    settings.FRAME_ANCESTORS = [ENT]

    response = framed(address, dest)

    assert words(response) == f"Ouvrir SACoche – SACoche SACoche {WARNING} {LINK}"
    assert (may_be_framed_by(response), response.has_header("X-Frame-Options")) == (ENT, False)
    assert "default-src 'none'" in response["Content-Security-Policy"]
    assert not response.cookies
    assert response["Cache-Control"] == "no-store"


@pytest.mark.parametrize("address", ADDRESSES)
def test_every_other_page_refuses_framing_s93(school: School, settings, address: str) -> None:
    settings.FRAME_ANCESTORS = [ENT]

    response = Client().get(address, headers={"sec-fetch-dest": "document"})

    assert (may_be_framed_by(response), response["X-Frame-Options"]) == ("'none'", "DENY")
    assert WARNING not in words(response)


def test_server_that_names_no_site_is_framed_by_none(school: School) -> None:
    response = framed("/?base=1")
    assert (may_be_framed_by(response), response["X-Frame-Options"]) == ("'none'", "DENY")


def test_school_that_uses_an_ent_may_be_framed_by_it_at_its_own_address(
    school: School, other_school: School, settings
) -> None:
    settings.FRAME_ANCESTORS = [ENT]
    ent = {"connector": "perso", "label": "Mon ENT", "host": "cas.mon-ent.fr", "port": 8443, "path": "cas"}
    School.objects.filter(pk=school.pk).update(access={"ent": ent})

    addresses = ("/?sso&base=1", "/?sso=1", "/?sso=2", "/accueil/")

    with_its_own = f"{ENT} https://cas.mon-ent.fr:8443"
    assert [may_be_framed_by(framed(each)) for each in addresses] == [with_its_own, with_its_own, ENT, ENT]


def test_portal_of_the_ent_may_frame_it_when_it_is_not_its_sign_in_server(school: School) -> None:
    ent = {
        "connector": "perso",
        "label": "Mon ENT",
        "host": "cas.mon-ent.fr",
        "portal": "https://www.mon-ent.fr/accueil",
    }
    School.objects.filter(pk=school.pk).update(access={"ent": ent})
    assert may_be_framed_by(framed("/?sso&base=1")) == "https://cas.mon-ent.fr https://www.mon-ent.fr"


@pytest.mark.parametrize(
    ("address", "link"),
    [
        ("/?sso&base=1", "/?sso=&amp;base=1"),
        ("/accueil/", "/accueil/"),
        ("/niveaux/?famille=Primaire&page=2", "/niveaux/?famille=Primaire&amp;page=2"),
        # A ticket is of a sign-in that began in the frame.
        ("/?sso=1&ticket=ST-12&cookie=1", "/?sso=1"),
        ('/?base=1"><script>', "/?base=1%22%3E%3Cscript%3E"),
    ],
)
def test_link_of_the_frame_opens_the_same_page_in_a_tab_s94(db: None, address: str, link: str) -> None:
    assert f'href="{link}" target="_blank" rel="noopener"' in framed(address).content.decode()


def test_form_sent_in_a_frame_is_not_sent_again_from_the_tab(school: School, admin: Account) -> None:
    response = Client().post("/deconnexion/", headers={"sec-fetch-dest": "iframe"})
    assert 'href="/" target="_blank"' in response.content.decode()


def test_tab_opened_from_the_frame_is_still_signed_in_s94(school: School, admin: Account, client_as) -> None:
    """The frame gets no cookie; the tab, which is a navigation like any other, does."""
    browser = client_as(admin)
    link = re.search(r'href="([^"]*)" target="_blank"', framed("/accueil/").content.decode())[1]

    page = words(browser.get(link, headers={"sec-fetch-dest": "document"}))

    assert "Vous êtes dans l'environnement administrateur" in page
