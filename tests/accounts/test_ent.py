"""From the link of an ENT to the home page and out again, against a real CAS server."""

import logging
import re
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import pyotp
import pytest
import time_machine
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.test import Client, RequestFactory
from django.urls import reverse

from accounts.access.decided import BY_SCHOOL
from accounts.access.services import close_school, set_factor_rules
from accounts.enums import FactorRule, Profile
from accounts.factor import factors
from accounts.models import Account, JournalEntry, OpenSession, SignInLock
from accounts.own.linking import link_accounts
from entrance.addresses import service_address
from entrance.cas import transport
from entrance.cas.connectors import set_confirmed
from entrance.cas.servers import Choice
from entrance.cas.services import BAD_TICKETS_AN_HOUR, set_mode
from entrance.cas.turns import Turns
from entrance.sessions import note_proof
from sacoche.kit.clock import now, seconds, today
from sacoche.kit.factor import totp
from sacoche.kit.tenancy import school_scope
from schools.models import School
from tests.accounts.conftest import choice
from tests.accounts.test_ent_answers import LOGOUT, REFUSED
from tests.canned import Canned, canned_server, success
from tests.ent import Ent
from tests.factories import PASSWORD, AccountFactory
from tests.html import words

HOME = "Bienvenue dans votre espace identifié"


@pytest.fixture
def teacher(school: School) -> Account:
    return AccountFactory(
        profile=Profile.ENS, login="pau.durand", id_ent="ent-durand", last_name="DURAND", first_name="Paul"
    )


class Visitor:
    """Somebody's browser: its cookies here, and at the ENT."""

    def __init__(self, ent: Ent, login: str) -> None:
        self.client = Client()
        self.person = ent.person(login)

    def leave_for_the_ent(self, address: str = "/?sso=1") -> str:
        """Follow an address of ours as far as the ENT; the address there."""
        response: Any = self.client.get(address)
        while response.status_code == 302 and response["Location"].startswith("/"):
            response = self.client.get(response["Location"])
        assert response.status_code == 302, words(response)
        return str(response["Location"])

    def way_back(self, address: str = "/?sso=1") -> str:
        """Sign in at the ENT; the address that it sends back to."""
        return self.person.way_back_from(self.leave_for_the_ent(address))

    def arrive(self, address: str = "/?sso=1") -> Any:
        """All the way: what is answered to the return from the ENT."""
        return self.client.get(self.way_back(address))

    def who(self) -> str:
        """Who is signed in here, as the pages say."""
        page = self.client.get("/accueil/")
        return re.sub(r"\s+", " ", words(page)) if page.status_code == 200 else ""


@pytest.fixture
def durand(ent: Ent, ent_school: School, teacher: Account) -> Visitor:
    ent.know(**{"ent-durand": {}})
    return Visitor(ent, "ent-durand")


def ticket_of(address: str) -> str:
    return parse_qs(urlsplit(address).query)["ticket"][0]


# --- In ---------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "address",
    [
        *("/?sso", "/?sso=1", "/?sso&base=1", "/?sso&id=1"),
        *("/?sso=0341234G", "/?sso&uai=0341234G", "/index.php?sso=1", "/index.php?sso&base=1"),
    ],
)
def test_link_of_the_ent_leads_to_the_home_page_without_a_password_s42_s75_s77(durand: Visitor, address: str) -> None:
    School.objects.update(uai="0341234G")
    back = durand.arrive(address)
    assert (back.status_code, back["Location"]) == (302, reverse("home"))
    assert HOME in durand.who()
    assert "Paul DURAND" in durand.who()


def test_second_factor_of_whoever_arrives_is_the_ents_and_the_page_says_so(
    durand: Visitor, teacher: Account, school: School
) -> None:
    set_factor_rules(actor=None, school=school, rules={"ENS": FactorRule.REQUIRED})
    factors.add_application(account=teacher, secret=totp.new_secret(), step=0)
    assert durand.arrive()["Location"] == reverse("home")
    assert HOME in durand.who()
    assert "Vous êtes arrivé par l'ENT : le second facteur qu'il demande" in words(
        durand.client.get("/mon-compte/second-facteur/")
    )


def test_proof_by_the_ent_stands_for_the_password_and_the_factor_is_asked_for_still(
    durand: Visitor, teacher: Account
) -> None:
    secret = totp.new_secret()
    factors.add_application(account=teacher, secret=secret, step=0)
    durand.arrive()
    session = durand.client.session
    note_proof(session, now=seconds())
    session.save()
    address = reverse("accounts:renew_recovery_codes")
    asked = durand.client.post(address)
    assert asked.status_code == 403
    assert "Mot de passe SACoche de" not in words(asked)
    assert durand.client.post(address, {"preuve-code": pyotp.TOTP(secret).now()}).status_code == 200


def test_server_is_always_told_the_same_address_of_the_school(durand: Visitor, settings: Any) -> None:
    durand.client.defaults["HTTP_X_FORWARDED_HOST"] = "ailleurs.exemple"
    url = durand.leave_for_the_ent("/index.php?sso&base=1&next=/mon-compte/sessions/")
    assert parse_qs(urlsplit(url).query) == {"service": [f"{settings.PUBLIC_URL}?sso=1"]}


def test_request_for_another_host_is_refused(durand: Visitor) -> None:
    assert durand.client.get("/?sso=1", headers={"Host": "ailleurs.exemple"}).status_code == 400


@pytest.mark.parametrize(
    ("target", "arrived"),
    [
        ("/mon-compte/sessions/", "/mon-compte/sessions/"),
        ("//ailleurs.exemple/", "/accueil/"),
        ("https://ailleurs.exemple/", "/accueil/"),
        ("\\\\ailleurs.exemple", "/accueil/"),
    ],
)
def test_page_asked_for_is_found_again_when_it_is_ours(durand: Visitor, target: str, arrived: str) -> None:
    assert durand.arrive("/?" + urlencode({"sso": 1, "next": target}))["Location"] == arrived


def test_session_has_a_new_key_and_is_among_the_open_ones(durand: Visitor, teacher: Account) -> None:
    address = durand.way_back()
    before = durand.client.session.session_key
    durand.client.get(address)
    after = durand.client.session.session_key
    assert before != after
    thief = Client()
    thief.cookies["sacoche_session"] = str(before)
    assert thief.get("/accueil/").status_code == 302
    opened = OpenSession.objects.get()
    assert (opened.account, opened.session_key) == (teacher, after)
    assert ticket_of(address) not in opened.ticket_digest


def test_somebody_else_signed_in_elsewhere_gives_way(durand: Visitor, other_school: School, teacher: Account) -> None:
    with school_scope(other_school):
        AccountFactory(profile=Profile.ENS, login="autre", first_name="Léa")
    durand.client.post("/", {"base": 2, "login": "autre", "password": PASSWORD})
    assert "Léa" in durand.who()
    durand.arrive()
    assert "Léa" not in durand.who()
    assert "Paul DURAND" in durand.who()


def test_ticket_is_in_no_log_and_leaves_the_address_bar(
    durand: Visitor, ent: Ent, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(0)
    logging.getLogger("accounts").warning("what is logged is seen here")
    address = durand.way_back()
    back = durand.client.get(address)
    thief = Visitor(ent, "ent-durand")
    thief.leave_for_the_ent()
    again = thief.client.get(address)
    assert "ST-" not in back["Location"]
    assert (back["Referrer-Policy"], again["Referrer-Policy"]) == ("same-origin", "same-origin")
    assert "what is logged is seen here" in caplog.text
    assert "ticket refusé par l'ENT (INVALID_TICKET)" in caplog.text
    assert ticket_of(address) not in caplog.text
    assert ticket_of(address) not in again.content.decode()


def test_last_visit_is_noted_and_a_first_one_stops_on_the_activation_page(durand: Visitor, teacher: Account) -> None:
    teacher.activated_at = None
    teacher.save()
    durand.arrive()
    assert durand.client.get("/accueil/")["Location"] == reverse("accounts:activation")
    teacher.refresh_from_db()
    assert teacher.last_login is not None


def test_two_tabs_that_leave_together_come_back_each_to_its_page(durand: Visitor) -> None:
    """A browser that opens its tabs again sends both to the ENT before either is back."""
    first = durand.leave_for_the_ent("/?sso=1&next=/mon-compte/sessions/")
    second = durand.leave_for_the_ent("/?sso=1&next=/mon-compte/")
    arrived = [durand.client.get(durand.person.way_back_from(url))["Location"] for url in (first, second)]
    assert arrived == ["/mon-compte/sessions/", "/mon-compte/"]


def test_page_asked_for_last_is_found_again_when_the_one_before_was_given_up(durand: Visitor) -> None:
    durand.leave_for_the_ent("/?sso=1&next=/mon-compte/sessions/")
    with time_machine.travel(now().timestamp() + 20, tick=False):
        assert durand.arrive("/?sso=1&next=/mon-compte/")["Location"] == "/mon-compte/"


def test_page_asked_for_is_found_again_after_the_first_visit_too(durand: Visitor, teacher: Account) -> None:
    Account.objects.filter(pk=teacher.pk).update(activated_at=None)
    stopped = durand.client.get(durand.arrive("/?sso=1&next=/mon-compte/sessions/")["Location"])
    assert stopped["Location"] == "/activation/?next=/mon-compte/sessions/"
    activated = durand.client.post(stopped["Location"], {"has_read": "on"})
    assert activated["Location"] == "/mon-compte/sessions/"
    Account.objects.filter(pk=teacher.pk).update(activated_at=None)
    elsewhere = durand.client.post("/activation/?next=//ailleurs.exemple/", {"has_read": "on"})
    assert elsewhere["Location"] == reverse("home")


def test_return_after_an_idle_closing_no_longer_says_to_sign_in_again(durand: Visitor) -> None:
    durand.arrive()
    with time_machine.travel(now().timestamp() + 3600, tick=False):
        closed = durand.client.get("/mon-compte/sessions/")
        back = durand.arrive(closed["Location"])
        page = words(durand.client.get(back["Location"]))
    assert back["Location"] == "/mon-compte/sessions/"
    assert "longue inactivité" not in page


def test_version_3_and_an_attribute_find_the_account(
    ent: Ent, ent_school: School, admin: Account, teacher: Account
) -> None:
    set_mode(actor=admin, school=ent_school, choice=choice(ent, version=3, attribute="matricule"))
    ent.know(prof={"matricule": "ent-durand", "nom": "Durand & fils <é>"})
    visitor = Visitor(ent, "prof")
    visitor.arrive()
    assert "Paul DURAND" in visitor.who()


def test_codes_go_on_working_beside_the_ent(ent_school: School, teacher: Account) -> None:
    client = Client()
    page = words(client.get("/?base=1"))
    assert "Se connecter avec Mon Bureau" in page
    client.post("/", {"base": 1, "login": "pau.durand", "password": PASSWORD})
    assert client.get("/accueil/").status_code == 200


# --- The computer of the staff room -----------------------------------------------------------------------------------


@pytest.fixture
def petit(school: School, ent: Ent, durand: Visitor) -> Account:
    """A colleague, who comes to the computer that DURAND has left."""
    ent.know(**{"ent-durand": {}, "ent-petit": {}})
    return AccountFactory(
        profile=Profile.ENS, login="ann.petit", id_ent="ent-petit", last_name="PETIT", first_name="Anne"
    )


def sit_down(visitor: Visitor, ent: Ent, login: str) -> None:
    """Somebody else opens the ENT on this computer; SACoche was left as it was."""
    visitor.person = ent.person(login)


@pytest.mark.parametrize("address", ["/?sso=1", "/?sso", "/?sso&base=1", "/index.php?sso&id=1"])
def test_colleague_who_comes_from_the_ent_is_not_in_the_session_left_open(
    durand: Visitor, ent: Ent, petit: Account, address: str
) -> None:
    durand.arrive()
    left_open = durand.client.session.session_key
    sit_down(durand, ent, "ent-petit")

    assert durand.arrive(address)["Location"] == "/accueil/"

    assert "Anne PETIT" in durand.who()
    assert "Paul DURAND" not in durand.who()
    assert [opened.account for opened in OpenSession.objects.all()] == [petit]
    thief = Client()
    thief.cookies["sacoche_session"] = str(left_open)
    assert thief.get("/accueil/").status_code == 302


def test_same_person_who_comes_from_the_ent_again_goes_on_in_one_redirection(durand: Visitor) -> None:
    durand.arrive()
    key = durand.client.session.session_key
    first = durand.client.get("/?sso=1&next=/mon-compte/sessions/")
    assert first["Location"].startswith(durand.person.ent.root)
    back = durand.client.get(durand.person.way_back_from(first["Location"]))
    assert (back.status_code, back["Location"]) == (302, "/mon-compte/sessions/")
    # What was typed in a page left open is still of this session.
    assert (durand.client.session.session_key, OpenSession.objects.count()) == (key, 1)


def test_logout_of_the_ent_ends_a_session_that_it_confirmed_since(durand: Visitor) -> None:
    durand.arrive()
    latest = durand.way_back()
    durand.client.get(latest)
    assert log_out(ticket_of(latest)) == 200
    assert durand.who() == ""


def test_person_who_went_to_a_linked_account_stays_there(durand: Visitor, teacher: Account) -> None:
    other = AccountFactory(profile=Profile.TUT, login="parent", first_name="Paul", last_name="PARENT")
    link_accounts(account=teacher, other=other)
    durand.arrive()
    durand.client.post(reverse("accounts:switch", args=[other.pk]))
    durand.arrive()
    assert "Paul PARENT" in durand.who()


@pytest.mark.parametrize("is_closed", [False, True])
def test_person_whom_the_school_lets_not_in_does_not_find_the_session_left_open(
    durand: Visitor, ent: Ent, petit: Account, is_closed: bool
) -> None:
    durand.arrive()
    Account.objects.filter(pk=petit.pk).update(**({"left_on": today()} if is_closed else {"id_ent": ""}))
    sit_down(durand, ent, "ent-petit")
    assert durand.arrive().status_code == 403
    assert durand.who() == ""
    assert OpenSession.objects.count() == 0


def test_ticket_that_the_ent_refuses_says_nothing_of_who_is_there(durand: Visitor) -> None:
    durand.arrive()
    durand.leave_for_the_ent()
    assert durand.client.get("/?sso=1&ticket=ST-invente").status_code == 403
    assert "Paul DURAND" in durand.who()


def test_session_opened_with_codes_is_not_asked_again(durand: Visitor) -> None:
    """The administrator whom the ENT does not know, the day when it is down."""
    durand.client.post("/", {"base": 1, "login": "pau.durand", "password": PASSWORD})
    assert durand.client.get("/?sso=1&next=/mon-compte/")["Location"] == "/mon-compte/"


def test_session_of_before_goes_on_when_the_school_left_its_ent(durand: Visitor, admin: Account) -> None:
    durand.arrive()
    set_mode(actor=admin, school=School.objects.get(number=1), choice=None)
    assert durand.client.get("/?sso=1")["Location"] == "/accueil/"


# --- Round and round --------------------------------------------------------------------------------------------------


def test_ent_that_sends_back_without_a_ticket_ends_on_a_page(durand: Visitor, ent: Ent) -> None:
    """Not on « Cette page ne fonctionne pas : trop de redirections »."""
    durand.leave_for_the_ent("/?sso=1&next=/mon-compte/")
    assert durand.client.get("/?sso=1")["Location"].startswith(ent.root)
    page = durand.client.get("/?sso=1")
    assert refused(page, "Recommencez", "deux fois de suite") == "deux retours de l'ENT sans ticket"
    assert 'href="/?sso=1&amp;next=%2Fmon-compte%2F">Recommencer par Mon Bureau' in page.content.decode()
    # The button does start again, and leads where the person was going.
    assert durand.arrive("/?sso=1&next=/mon-compte/")["Location"] == "/mon-compte/"


def test_ent_that_sends_back_whom_it_let_in_without_a_ticket_ends_on_the_page_too(durand: Visitor, ent: Ent) -> None:
    durand.arrive()
    for _ in range(2):
        assert durand.client.get("/?sso=1")["Location"].startswith(ent.root)
    assert "Recommencez" in words(durand.client.get("/?sso=1"))
    assert "Paul DURAND" in durand.who()


def test_departures_given_up_one_after_the_other_are_no_round(durand: Visitor, ent: Ent) -> None:
    for minutes in range(4):
        with time_machine.travel(now().timestamp() + 60 * minutes, tick=False):
            durand.leave_for_the_ent()


def test_tabs_that_a_browser_opens_again_are_no_round(durand: Visitor) -> None:
    for page in ("/mon-compte/", "/mon-compte/sessions/", "/accueil/", "/mon-compte/"):
        durand.leave_for_the_ent(f"/?sso=1&next={page}")


# --- Not in -----------------------------------------------------------------------------------------------------------


def refused(response: HttpResponse, *expected: str, status: int = 403) -> str:
    """The page says why; its reference leads to the line of the journal, returned."""
    page = words(response)
    assert response.status_code == status, page
    for sentence in expected:
        assert sentence in page
    reference = re.search(r"\b[0-9A-F]{4}-[0-9A-F]{4}\b", page)
    assert reference, page
    entry = JournalEntry.objects.get(code="accounts.ent_incident", details__reference=reference[0])
    return str(entry.details["what"])


def test_replayed_ticket_is_refused(durand: Visitor, ent: Ent) -> None:
    address = durand.way_back()
    durand.client.get(address)
    thief = Visitor(ent, "ent-durand")
    thief.leave_for_the_ent()
    what = refused(thief.client.get(address), "Connexion refusée par l'ENT", "Recommencer par Mon Bureau")
    assert what == "ticket refusé par l'ENT (INVALID_TICKET)"
    assert thief.who() == ""


def test_starting_again_after_a_refusal_still_leads_to_the_page_asked_for(durand: Visitor) -> None:
    durand.leave_for_the_ent("/?sso=1&next=/mon-compte/")
    page = durand.client.get("/?sso=1&ticket=ST-invente").content.decode()
    assert 'href="/?sso=1&amp;next=%2Fmon-compte%2F">Recommencer par Mon Bureau' in page


def test_ticket_of_another_school_is_refused(durand: Visitor, ent: Ent, other_school: School, admin: Account) -> None:
    with school_scope(other_school):
        colleague = AccountFactory(profile=Profile.ADM, login="admin2")
        AccountFactory(profile=Profile.ENS, login="chef", id_ent="ent-durand")
        set_mode(actor=colleague, school=other_school, choice=choice(ent))
    durand.leave_for_the_ent("/?sso=2")
    ticket = durand.person.ticket(service_address(School.objects.get(number=1)))
    response = durand.client.get(f"/?sso=2&ticket={ticket}")
    assert response.status_code == 403
    with school_scope(other_school):
        entry = JournalEntry.objects.get(code="accounts.ent_incident")
    assert entry.details["what"] == "ticket refusé par l'ENT (INVALID_SERVICE)"
    assert durand.who() == ""


def test_identifier_of_an_account_of_another_school_opens_nothing(
    durand: Visitor, ent: Ent, other_school: School
) -> None:
    with school_scope(other_school):
        set_mode(actor=AccountFactory(profile=Profile.ADM), school=other_school, choice=choice(ent))
    assert "Compte introuvable" in words(durand.arrive("/?sso=2"))
    assert durand.who() == ""


def test_tickets_refused_by_the_hundred_are_no_longer_sent_from_that_address(
    failing: Canned, come_back: Callable[..., Any]
) -> None:
    failing.say(REFUSED.format(more=""))
    for _ in range(BAD_TICKETS_AN_HOUR):
        assert come_back().status_code == 403
    assert refused(come_back(), "Trop de retours refusés", status=429).startswith("trop de tickets refusés")
    assert len(failing.asked) == BAD_TICKETS_AN_HOUR
    locked = JournalEntry.objects.get(code="accounts.lock_ent")
    assert locked.details == {"address": "127.0.0.1", "failures": BAD_TICKETS_AN_HOUR}
    # Somewhere else in the same school, and here five minutes later, people come in.
    assert come_back(REMOTE_ADDR="192.0.2.7").status_code == 403
    with time_machine.travel(now().timestamp() + 301, tick=False):
        assert come_back().status_code == 403


def test_unknown_people_and_servers_that_fail_are_not_counted(failing: Canned, come_back: Callable[..., Any]) -> None:
    for body in (success("inconnu"), "<html>"):
        failing.say(body)
        come_back()
    assert SignInLock.objects.filter(key__startswith="ent:").count() == 0


def test_planted_ticket_is_dropped_and_the_visitor_is_asked_who_he_is(durand: Visitor, ent: Ent) -> None:
    ent.know(**{"ent-durand": {}, "attaquant": {}})
    AccountFactory(profile=Profile.ENS, login="attaquant", id_ent="attaquant")
    planted = ent.person("attaquant").way_back(service_address(School.objects.get(number=1)))
    durand.client.get("/?base=1")
    durand.client.cookies["sacoche_cookies"] = "1"
    assert durand.client.get(planted)["Location"].startswith(ent.root)
    assert durand.who() == ""


def test_return_after_ten_minutes_starts_again_and_still_finds_the_page_asked_for(durand: Visitor, ent: Ent) -> None:
    address = durand.way_back("/?sso=1&next=/mon-compte/sessions/")
    with time_machine.travel(now().timestamp() + 601, tick=False):
        again = durand.client.get(address)["Location"]
        assert again.startswith(ent.root)
        assert durand.who() == ""
        back = durand.client.get(durand.person.way_back_from(again))
    assert back["Location"] == "/mon-compte/sessions/"


def test_departure_for_one_school_is_no_departure_for_another(durand: Visitor, ent: Ent, other_school: School) -> None:
    with school_scope(other_school):
        set_mode(actor=AccountFactory(profile=Profile.ADM), school=other_school, choice=choice(ent))
    durand.leave_for_the_ent("/?sso=1")
    ticket = durand.person.ticket(service_address(other_school))
    assert durand.client.get(f"/?sso=2&ticket={ticket}")["Location"].startswith(ent.root)


@pytest.mark.parametrize("ticket", ["PT-1234", "ST-", "ST-a b", "ST-" + "a" * 300, "ST-é", "ST-1%0d%0aHost: b"])
def test_ticket_that_cannot_be_one_is_not_sent_to_the_server(durand: Visitor, ticket: str) -> None:
    durand.leave_for_the_ent()
    response = durand.client.get("/", {"sso": 1, "ticket": ticket})
    assert refused(response, "Retour de l'ENT illisible") == "ticket mal formé"
    # Nor is it counted: no server was asked.
    assert not SignInLock.objects.filter(key__startswith="ent:").exists()


def test_unknown_identifier_says_what_to_write_and_where_s77(ent: Ent, ent_school: School) -> None:
    ent.know(inconnu={})
    response = Visitor(ent, "inconnu").arrive()
    what = refused(response, "identifiant « inconnu »", "dans le champ « Id ENT »", "Contacter un administrateur")
    assert what == "Id ENT « inconnu » inconnu"
    assert f'href="{ent.root}logout?service=' in response.content.decode()
    assert Account.objects.filter(id_ent="inconnu").count() == 0


def test_identifier_that_only_capitals_tell_apart_opens_nothing_and_is_told(durand: Visitor, teacher: Account) -> None:
    Account.objects.filter(pk=teacher.pk).update(id_ent="ENT-Durand")
    what = refused(durand.arrive(), "Un compte a « ENT-Durand » : seules les majuscules diffèrent.")
    assert what == "Id ENT « ent-durand » inconnu (un compte a « ENT-Durand »)"
    assert durand.who() == ""


@pytest.mark.parametrize(
    ("told", "is_hinted"),
    [
        ({"ENTPersonStructRattachRNE": ["0690078K"]}, True),
        ({"ENTPersonProfils": "ENS:0690078K;ENS:0870003F"}, True),
        ({"ENTPersonStructRattachRNE": ["0690078K", "0341234G"]}, False),
        ({"autre": "rien"}, False),
    ],
)
def test_other_school_of_the_person_is_hinted_at(
    ent: Ent, ent_school: School, told: dict[str, Any], is_hinted: bool
) -> None:
    School.objects.update(uai="0341234G")
    ent.know(inconnu=told)
    page = words(Visitor(ent, "inconnu").arrive())
    assert ("0690078K" in page) is is_hinted


def test_reference_of_the_incident_begins_the_message_to_the_administrators(ent: Ent, ent_school: School) -> None:
    ent.know(inconnu={})
    visitor = Visitor(ent, "inconnu")
    link = re.search(r'href="([^"]*incident=[^"]*)"', visitor.arrive().content.decode())
    assert link
    page = visitor.client.get(link[1].replace("&amp;", "&")).content.decode()
    assert re.search(
        r"<textarea[^>]*>\s*Connexion par l&#x27;ENT, incident [0-9A-F]{4}-[0-9A-F]{4} : </textarea>", page
    )
    assert "incident" not in visitor.client.get("/contacter/?base=1&incident=<b>").content.decode()


def test_deactivated_account_is_told_so(durand: Visitor, teacher: Account) -> None:
    teacher.left_on = today()
    teacher.save()
    page = durand.arrive()
    assert refused(page, "« pau.durand »", "désactivé", "quittez l'ENT") == "compte « pau.durand » désactivé"
    assert "Se déconnecter de Mon Bureau" in words(page)
    assert durand.who() == ""


def test_box_that_shows_who_has_left_is_named_as_it_is_written(
    durand: Visitor, teacher: Account, admin: Account, client_as: Callable[[Account], Client]
) -> None:
    for profile, page in ((Profile.ENS, "accounts:staff"), (Profile.ELV, "accounts:pupils")):
        Account.objects.filter(pk=teacher.pk).update(profile=profile, left_on=today())
        box = re.search(r"\(case « ([^»]+) »\)", words(durand.arrive()))
        assert box
        assert box[1] in words(client_as(admin).get(reverse(page)))


def test_closed_profile_reads_the_reason(durand: Visitor, admin: Account, ent_school: School) -> None:
    close_school(
        actor=admin, school=ent_school, kind=BY_SCHOOL, reason="Conseils", profiles=frozenset([Profile.ENS.value])
    )
    assert refused(durand.arrive(), "« Conseils »") == "accès fermé"


def test_connector_that_the_operator_suspended_is_not_called(
    ent: Ent, school: School, admin: Account, teacher: Account
) -> None:
    set_confirmed("toutatice", is_confirmed=True)
    set_mode(actor=admin, school=school, choice=Choice("toutatice", "Toutatice"))
    set_confirmed("toutatice", is_confirmed=False)
    client = Client()
    client.cookies["sacoche_cookies"] = "1"
    refused(client.get("/?sso=1"), "n'est pas prête", "le connecteur est à essayer ou s'il est suspendu")


def test_server_typed_by_hand_is_not_called_once_the_operator_wants_none(durand: Visitor, settings: Any) -> None:
    durand.leave_for_the_ent()
    settings.CAS_MANUAL = False
    response = durand.client.get("/?sso=1")
    assert refused(response, "saisi à la main", "rouvrir la configuration manuelle") == "configuration manuelle fermée"


def test_demonstration_school_is_closed_to_the_ent_too_on_the_internet(durand: Visitor, settings: Any) -> None:
    School.objects.filter(number=1).update(name="École de démonstration", town="Saint-Exemple", uai="")
    back = durand.way_back()
    settings.IS_LOOPBACK = False
    assert "L'établissement de démonstration est fermé sur ce serveur" in words(durand.client.get(back))
    assert durand.who() == ""


def test_what_stops_everybody_is_one_incident_whose_reference_all_of_them_have(
    ent: Ent, ent_school: School, teacher: Account
) -> None:
    ent.know(inconnu={}, autre={})
    pages = [words(Visitor(ent, login).arrive()) for login in ("inconnu", "autre", "inconnu")]
    references = [re.findall(r"[0-9A-F]{4}-[0-9A-F]{4}", page)[0] for page in pages]
    assert (references[0], references[0] != references[1]) == (references[2], True)
    assert JournalEntry.objects.filter(code="accounts.ent_incident").count() == 2


def test_incidents_do_not_fill_the_journal_and_the_page_does_not_send_there(ent: Ent, ent_school: School) -> None:
    ent.know(inconnu={})
    for number in range(200):
        JournalEntry(
            school=ent_school,
            code="accounts.ent_incident",
            actor_label="",
            search_text="",
            details={"reference": "0000-0000", "what": f"Id ENT « {number} » inconnu"},
        ).save()
    page = words(Visitor(ent, "inconnu").arrive())
    assert re.search(r"incident : [0-9A-F]{4}-[0-9A-F]{4} \(", page)
    assert "Log des actions sensibles" not in page
    assert JournalEntry.objects.filter(code="accounts.ent_incident").count() == 200


# --- Servers that fail ------------------------------------------------------------------------------------------------


@pytest.fixture
def failing(running_ent: Ent, settings: Any, school: School, admin: Account) -> Iterator[Canned]:
    """The school signs in through a server that answers what it is told to."""
    with canned_server(running_ent.authority.certificate()) as canned:
        settings.CAS_PORTS = frozenset([canned.port])
        settings.CAS_PRIVATE_HOSTS = frozenset(["localhost"])
        settings.CAS_CA_BUNDLE = str(running_ent.authority.bundle)
        told = Choice("perso", "Mon Bureau", host="localhost", port=canned.port)
        set_mode(actor=admin, school=school, choice=told)
        yield canned


@pytest.fixture
def come_back(failing: Canned) -> Callable[..., Any]:
    """Leave for that server, and come back with a ticket."""

    def visit(**defaults: str) -> Any:
        client = Client(**defaults)
        client.cookies["sacoche_cookies"] = "1"
        assert client.get("/?sso=1")["Location"].startswith(f"https://localhost:{failing.port}/login")
        return client.get("/?sso=1&ticket=ST-1")

    return visit


@pytest.mark.parametrize(
    ("body", "status", "expected", "what"),
    [
        ("<!DOCTYPE html><html></html>", 200, "c'est une page web", "doctype"),
        (success("a & b"), 200, "contient un « & »", "xml"),
        (b"x" * 2_000_000, 200, "dépasse 256 Ko", "trop-long"),
        ("", 503, "le serveur est en erreur", "statut 503"),
        ("", 302, "renvoie vers une autre", "redirection 302"),
    ],
)
def test_server_that_fails_gives_an_incident_to_report(
    failing: Canned, come_back: Callable[[], Any], body: str | bytes, status: int, expected: str, what: str
) -> None:
    failing.say(body, status=status)
    response = come_back()
    told = refused(response, "La connexion par l'ENT ne fonctionne pas", "Réessayez", expected, status=502)
    assert told == what
    assert [entry.account_id for entry in OpenSession.objects.all()] == []


def test_server_of_an_unknown_authority_gives_an_incident(come_back: Callable[[], Any], settings: Any) -> None:
    settings.CAS_CA_BUNDLE = ""
    assert refused(come_back(), "n'a pas pu prouver son identité", status=502).startswith("certificat")


def test_return_while_the_server_is_busy_comes_back_by_itself(
    failing: Canned, come_back: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    turns = Turns()
    monkeypatch.setattr(transport, "_turns", turns)
    with turns.turn("a.example"), turns.turn("b.example"), turns.turn("c.example"):
        response = come_back()
    assert refused(response, "recommence d'elle-même", status=503) == "occupe"
    assert re.fullmatch(r"[2-5]; url=/\?sso=1", response["Refresh"])
    assert failing.asked == []
    assert not come_back().has_header("Refresh")


def test_server_of_cas_1_lets_in_by_two_lines_of_text(
    failing: Canned, admin: Account, teacher: Account, come_back: Callable[..., Any]
) -> None:
    old = Choice("perso", "Mon Bureau", host="localhost", port=failing.port, version=1)
    set_mode(actor=admin, school=School.objects.get(number=1), choice=old)
    failing.say("yes\nent-durand\n")
    assert come_back()["Location"] == "/accueil/"
    assert failing.asked[-1].startswith("/validate?")
    failing.say("no\n\n")
    assert refused(come_back(), "Connexion refusée par l'ENT") == "ticket refusé par l'ENT (INVALID_TICKET)"
    failing.say(success("ent-durand"))
    assert refused(come_back(), "CAS 1.0", status=502) == "pas-deux-lignes"


# --- Out --------------------------------------------------------------------------------------------------------------


def log_out(ticket: str, address: str = "/?sso=1") -> int:
    """What an ENT sends, server to server: no cookie, no token."""
    body = urlencode({"logoutRequest": LOGOUT.format(ticket=ticket)})
    server = Client(enforce_csrf_checks=True)
    return server.post(address, body, content_type="application/x-www-form-urlencoded").status_code


def test_logout_of_the_ent_ends_the_session(durand: Visitor) -> None:
    address = durand.way_back()
    durand.client.get(address)
    assert HOME in durand.who()
    assert log_out(ticket_of(address)) == 200
    assert durand.who() == ""
    assert OpenSession.objects.count() == 0


def test_logout_of_the_ent_follows_the_person_to_a_linked_account(durand: Visitor, teacher: Account) -> None:
    other = AccountFactory(profile=Profile.TUT, login="parent", first_name="Paul", last_name="PARENT")
    link_accounts(account=teacher, other=other)
    address = durand.way_back()
    durand.client.get(address)
    durand.client.post(reverse("accounts:switch", args=[other.pk]))
    assert "Paul PARENT" in durand.who()
    assert log_out(ticket_of(address)) == 200
    assert durand.who() == ""


@pytest.mark.parametrize(
    "told", ["/", "/index.php", "/?base=1", "/?sso=2", "/accueil/", "/deconnexion/", "/une/page/qui/n-existe/pas"]
)
def test_logout_is_heard_at_whichever_address_the_ent_was_given(
    durand: Visitor, other_school: School, told: str
) -> None:
    address = durand.way_back()
    durand.client.get(address)
    assert log_out("ST-invente", told) == 200
    assert HOME in durand.who()
    assert log_out(ticket_of(address), told) == 200
    assert durand.who() == ""


def test_words_of_a_form_that_name_a_logout_are_none(durand: Visitor) -> None:
    address = durand.way_back()
    durand.client.get(address)
    typed = {"base": 1, "login": f"a&logoutRequest={LOGOUT.format(ticket=ticket_of(address))}", "password": "x"}
    body, kind = urlencode(typed), "application/x-www-form-urlencoded"
    assert Client(enforce_csrf_checks=True).post("/", body, content_type=kind).status_code == 403
    assert HOME in durand.who()


def test_forged_logout_closes_nothing(durand: Visitor) -> None:
    address = durand.way_back()
    durand.client.get(address)
    assert log_out("ST-invente") == 200
    assert log_out("") == 400
    assert log_out("ST-" + "1" * 9000) == 400
    assert log_out("</samlp:SessionIndex><!DOCTYPE a>") == 400
    assert HOME in durand.who()


def test_logout_that_announces_more_than_one_holds_is_not_received(durand: Visitor) -> None:
    address = durand.way_back()
    durand.client.get(address)
    body = urlencode({"logoutRequest": LOGOUT.format(ticket=ticket_of(address))})
    kind = "application/x-www-form-urlencoded"
    assert Client().post("/?sso=1", body, content_type=kind, CONTENT_LENGTH="30000").status_code == 400
    assert HOME in durand.who()


def test_codes_posted_without_a_token_are_still_refused(ent_school: School, teacher: Account) -> None:
    browser = Client(enforce_csrf_checks=True)
    for address in ("/", "/?sso=1"):
        response = browser.post(address, {"base": 1, "login": "pau.durand", "password": PASSWORD})
        assert response.status_code == 403


def test_leaving_here_offers_to_leave_the_ent_and_leaves_it_alone(durand: Visitor, ent: Ent) -> None:
    durand.arrive()
    page = durand.client.post(reverse("accounts:sign_out")).content.decode()
    assert "Votre session de Mon Bureau est restée ouverte" in page
    assert f'href="{ent.root}logout?service=' in page
    assert durand.who() == ""


def test_leaving_offers_to_leave_the_ent_where_the_school_sends_people_elsewhere_too(durand: Visitor, ent: Ent) -> None:
    """On a shared computer the ENT left open would let the next person in."""
    School.objects.update(sign_out_url="https://college.exemple/")
    durand.arrive()
    page = durand.client.post(reverse("accounts:sign_out")).content.decode()
    assert f'href="{ent.root}logout?service=' in page
    assert 'href="https://college.exemple/"' in page
    assert 'http-equiv="refresh"' not in page


def test_leaving_a_session_opened_with_codes_says_nothing_of_the_ent(ent_school: School, teacher: Account) -> None:
    client = Client()
    client.post("/", {"base": 1, "login": "pau.durand", "password": PASSWORD})
    page = client.post(reverse("accounts:sign_out"), follow=True).content.decode()
    assert "est restée ouverte" not in page


def test_page_left_open_leads_back_through_the_ent_whom_it_let_in(durand: Visitor, teacher: Account) -> None:
    durand.arrive()
    request = RequestFactory().get("/")
    request.user, request.session = teacher, durand.client.session  # type: ignore[assignment]
    assert 'href="/?sso=1" target="_blank"' in render_to_string("accounts/sign_in_dialog.html", request=request)
    del request.session["opened_by_ticket"]
    assert "sso=" not in render_to_string("accounts/sign_in_dialog.html", request=request)
