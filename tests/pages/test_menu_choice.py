"""« Menus et favoris »: what stands on the home page, what no longer stands in the menus, for one person."""

import pytest
from lxml import html

from accounts.models import Account
from sacoche.kit.access import may
from sacoche.menus import entries_of

ADDRESS = "/menus/"


def links_of(response, where):
    return [link.text_content() for link in html.fromstring(response.content).xpath(f"//{where}//a")]


def in_menus(response):
    return links_of(response, "nav[@id='menus']")


def favourites(response):
    return links_of(response, "ul[@class='favourites']")


@pytest.fixture
def client(client_as, admin):
    return client_as(admin)


def test_favourites_stand_on_the_home_page_of_who_chose_them_p285(client, client_as, director):
    client.post(ADDRESS, {"favori": ["accounts:pupils", "imports:start", "accounts:journal"]})

    assert favourites(client.get("/accueil/")) == [
        "Importer des fichiers d'utilisateurs",
        "Log des actions sensibles",
        "Élèves (gestion)",
    ]
    assert favourites(client_as(director).get("/accueil/")) == []


def test_entry_hidden_leaves_the_menus_and_stays_reachable_by_tout_afficher_p285(client):
    client.post(ADDRESS, {"masque": ["schools:groups", "accounts:guardian_links"]})

    page = client.get("/accueil/")
    assert "Groupes (gestion)" not in in_menus(page)
    assert in_menus(page).count("Tout afficher") == 1
    everything = links_of(client.get(ADDRESS), "table")
    assert {"Groupes (gestion)", "Parents & élèves"} <= set(everything)
    assert "Groupes (gestion)" in client.get("/chercher/", {"q": "groupes gestion"}).content.decode()


def test_choice_is_shown_as_it_was_kept_and_may_be_given_up(client):
    client.post(ADDRESS, {"favori": ["accounts:pupils"], "masque": ["schools:groups"]})
    page = html.fromstring(client.get(ADDRESS).content)
    assert page.xpath("//input[@checked]/@value") == ["schools:groups", "accounts:pupils"]

    client.post(ADDRESS, {})

    assert "Groupes (gestion)" in in_menus(client.get("/accueil/"))
    assert favourites(client.get("/accueil/")) == []


def test_home_page_and_this_one_are_never_hidden(client):
    client.post(ADDRESS, {"masque": ["home", "menus"]})

    assert {"Accueil", "Menus et favoris"} <= set(in_menus(client.get("/accueil/")))


def test_too_many_favourites_are_refused_in_words_and_stay_ticked(client, admin):
    names = [path.name for path in entries_of(admin)][:13]

    page = client.post(ADDRESS, {"favori": names})

    assert page.status_code == 422
    assert "13 favoris sont cochés : gardez-en 12 au plus." in page.content.decode()
    assert len(html.fromstring(page.content).xpath("//input[@name='favori'][@checked]")) == 13
    admin.refresh_from_db()
    assert "menus" not in admin.preferences


def test_page_that_is_not_in_the_menus_of_somebody_is_never_a_favourite(client_as, teacher):
    browser = client_as(teacher)
    browser.post(ADDRESS, {"favori": ["accounts:journal", "nulle-part", "accounts:password"]})

    assert not may(teacher, "accounts.read_journal")
    assert Account.objects.get(pk=teacher.pk).preferences["menus"]["favourites"] == ["accounts:password"]
