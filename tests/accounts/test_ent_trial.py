"""A connector that the operator has not confirmed: the school tries it itself, against a real CAS server (S54)."""

from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import time_machine
from django.test import Client
from lxml import html

from accounts.enums import Profile
from accounts.models import Account, Connector, JournalEntry
from entrance.cas.connectors import set_confirmed
from entrance.cas.servers import server_of
from sacoche.kit.clock import now
from sacoche.kit.tenancy import school_scope
from schools.models import School
from tests.accounts.test_ent_mode import SAVED, URL
from tests.ent import Ent, Person
from tests.factories import AccountFactory
from tests.html import words

UNTRIED = "Le webmestre n'a pas confirmé ce connecteur : essayez-le d'abord"


@pytest.fixture
def connector(ent: Ent, db: None) -> Connector:
    """The ENT of the tests, as the data file would name it: neither confirmed nor suspended."""
    return Connector.objects.create(code="essai", label="Mon Bureau", host=ent.host, port=ent.port, path="cas")


@pytest.fixture
def head(
    ent: Ent, connector: Connector, school: School, admin: Account, client_as: Callable[[Account], Client]
) -> Client:
    """An administrator, whom the ENT knows as « ent-chef »."""
    ent.know(**{"ent-chef": {}, "ent-autre": {}})
    return client_as(admin)


def prepare(head: Client) -> str:
    """« Préparer l'essai »; the address to which the page leads."""
    page = head.post(URL, {"choix": "essai", "action": "essayer"})
    assert page.status_code == 200, words(page)
    (address,) = html.fromstring(page.content).xpath("//section[@id='essai']//a/@href")
    return str(address)


def go_and_come_back(head: Client, person: Person) -> Any:
    """The trial, from the page to the page; what is then read."""
    return head.get(person.way_back_from(prepare(head)), follow=True)


def buttons(page: Any) -> list[str]:
    return html.fromstring(page.content).xpath("//button[@name='action']/@value")


def saved(school: School) -> Any:
    school.refresh_from_db()
    return school.access.get("ent")


def test_connector_is_tried_by_the_school_then_used_without_the_operator_s54(
    head: Client, ent: Ent, school: School, admin: Account
) -> None:
    page = head.get(URL, {"choix": "essai"})
    assert "n'a pas confirmé ce connecteur : l'adresse de l'ENT a pu changer" in words(page)
    assert buttons(page) == ["essayer", "tester"]
    page = go_and_come_back(head, ent.person("ent-chef"))
    assert (
        "Essai réussi : l'ENT vous a reconnu comme « ent-chef », qui n'est encore l'« Id ENT » de personne ici. "
        "Si c'est bien vous, validez ci-dessous."
    ) in words(page)
    assert buttons(page) == ["enregistrer", "essayer", "tester"]
    assert saved(school) is None
    assert SAVED in words(head.post(URL, {"choix": "essai", "action": "enregistrer"}, follow=True))
    assert saved(school)["connector"] == "essai"
    assert JournalEntry.objects.get(code="accounts.set_mode").details["mode"].endswith(", essayé par l'établissement)")
    teacher = AccountFactory(profile=Profile.ENS, id_ent="ent-autre")
    client = Client()
    client.cookies["sacoche_cookies"] = "1"
    leaving = client.get("/?sso=1")
    page = client.get(ent.person("ent-autre").way_back_from(leaving["Location"]), follow=True)
    assert page.wsgi_request.user == teacher


def test_page_says_where_the_trial_leads_before_anybody_goes_there(head: Client, ent: Ent, settings: Any) -> None:
    address = prepare(head)
    assert address.startswith(f"{ent.root}login?")
    assert parse_qs(urlsplit(address).query)["service"] == [f"{settings.PUBLIC_URL}?sso=1"]
    page = words(head.post(URL, {"choix": "essai", "action": "essayer"}))
    assert (
        f"Le lien mène à {ent.root}login N'y donnez votre mot de passe que si c'est bien la page de votre ENT" in page
    )


def test_connector_is_not_saved_before_it_is_tried(head: Client, school: School) -> None:
    response = head.post(URL, {"choix": "essai", "action": "enregistrer"})
    assert (response.status_code, UNTRIED in words(response)) == (422, True)
    prepare(head)
    assert head.post(URL, {"choix": "essai", "action": "enregistrer"}).status_code == 422
    assert saved(school) is None


def test_account_that_the_trial_recognises_is_named(head: Client, ent: Ent, school: School, admin: Account) -> None:
    """A head who is a teacher too comes back under whichever of his accounts the ENT knows."""
    AccountFactory(profile=Profile.ENS, last_name="AUTRE", first_name="Zoé", id_ent="ent-autre")
    page = words(go_and_come_back(head, ent.person("ent-autre")))
    assert "Essai réussi : l'ENT vous a reconnu comme « ent-autre », l'« Id ENT » de AUTRE Zoé." in page
    assert head.get("/accueil/").wsgi_request.user == admin


def test_trial_that_names_somebody_else_is_refused(head: Client, ent: Ent, school: School, admin: Account) -> None:
    Account.objects.filter(pk=admin.pk).update(id_ent="ent-chef")
    page = go_and_come_back(head, ent.person("ent-autre"))
    assert (
        "Essai manqué. L'ENT vous a reconnu comme « ent-autre », alors que l'« Id ENT » de votre compte est "
        "« ent-chef »."
    ) in words(page)
    assert buttons(page) == ["essayer", "tester"]
    assert head.post(URL, {"choix": "essai", "action": "enregistrer"}).status_code == 422
    assert "Essai réussi" in words(go_and_come_back(head, ent.person("ent-chef")))


def test_ticket_that_the_ent_refuses_is_said_and_the_trial_is_over(head: Client, school: School) -> None:
    prepare(head)
    page = head.get("/?sso=1&ticket=ST-invente", follow=True)
    assert "Essai manqué. L'ENT n'a pas confirmé votre passage" in words(page)
    assert buttons(page) == ["essayer", "tester"]
    assert saved(school) is None


def test_trial_given_up_lets_nothing_in_later(head: Client, ent: Ent, school: School) -> None:
    back = ent.person("ent-chef").way_back_from(prepare(head))
    with time_machine.travel(now().timestamp() + 11 * 60):
        head.get(back)
        assert head.post(URL, {"choix": "essai", "action": "enregistrer"}).status_code == 422
    assert saved(school) is None


def test_connector_suspended_during_the_trial_stays_closed(head: Client, ent: Ent, school: School) -> None:
    back = ent.person("ent-chef").way_back_from(prepare(head))
    set_confirmed("essai", is_confirmed=False)
    assert "Essai manqué. Le webmestre vient de suspendre ce connecteur." in words(head.get(back, follow=True))
    response = head.post(URL, {"choix": "essai", "action": "enregistrer"})
    assert "Choisissez un mode de la liste : celui-ci n'y est plus." in words(response)


def test_connector_tried_then_suspended_stops_everybody(head: Client, ent: Ent, school: School) -> None:
    go_and_come_back(head, ent.person("ent-chef"))
    head.post(URL, {"choix": "essai", "action": "enregistrer"})
    set_confirmed("essai", is_confirmed=False)
    assert saved(school)["connector"] == "essai"
    assert server_of(school) is None
    assert "la connexion par l'ENT est suspendue" in words(head.get(URL))


def test_connector_that_moves_after_the_trial_is_tried_again(
    head: Client, ent: Ent, school: School, connector: Connector
) -> None:
    go_and_come_back(head, ent.person("ent-chef"))
    head.post(URL, {"choix": "essai", "action": "enregistrer"})
    assert saved(school)
    assert server_of(school) is not None
    Connector.objects.filter(pk=connector.pk).update(path="ailleurs")
    assert server_of(school) is None
    page = head.get(URL)
    assert "S'il est à essayer, refaites l'essai ci-dessous" in words(page)
    assert buttons(page) == ["essayer", "tester"]
    assert head.post(URL, {"choix": "essai", "action": "enregistrer"}).status_code == 422


def test_school_that_tried_a_connector_saves_it_again_without_another_trial(
    head: Client, ent: Ent, school: School
) -> None:
    go_and_come_back(head, ent.person("ent-chef"))
    for _ in range(2):
        assert SAVED in words(head.post(URL, {"choix": "essai", "action": "enregistrer"}, follow=True))
    assert JournalEntry.objects.filter(code="accounts.set_mode").count() == 1


def test_trial_of_one_school_opens_nothing_to_another(
    head: Client, ent: Ent, other_school: School, client_as: Callable[[Account], Client]
) -> None:
    go_and_come_back(head, ent.person("ent-chef"))
    head.post(URL, {"choix": "essai", "action": "enregistrer"})
    with school_scope(other_school):
        neighbour = client_as(AccountFactory(school=other_school, profile=Profile.ADM))
    assert UNTRIED in words(neighbour.post(URL, {"choix": "essai", "action": "enregistrer"}))


def test_ent_in_use_is_left_alone_while_another_is_tried(
    head: Client, ent: Ent, school: School, admin: Account
) -> None:
    """The ticket of the trial is read by the server that is tried, and the session of the administrator goes on."""
    Connector.objects.filter(code="toutatice").update(confirmed_at=now())
    head.post(URL, {"choix": "toutatice", "action": "enregistrer"})
    page = go_and_come_back(head, ent.person("ent-chef"))
    assert "Essai réussi" in words(page)
    assert saved(school)["connector"] == "toutatice"
    assert page.wsgi_request.user == admin


def test_demonstration_school_tries_nothing_on_the_internet(head: Client, school: School, settings: Any) -> None:
    School.objects.filter(pk=school.pk).update(name="École de démonstration", town="Saint-Exemple", uai="")
    settings.IS_LOOPBACK = False
    page = head.post(URL, {"choix": "essai", "action": "essayer"}, follow=True)
    assert "garde les identifiants de SACoche" in words(page)
