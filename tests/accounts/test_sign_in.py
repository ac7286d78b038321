"""A person signs in: school, login, password; locks; the activation page; the session's end."""

import datetime
import ipaddress
from collections.abc import Callable

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from accounts.enums import Profile
from accounts.models import NOTICE_VERSION, Account, JournalEntry
from accounts.people.services import give_password
from sacoche.kit.clock import now, today
from sacoche.kit.requests import client_address
from sacoche.kit.tenancy import school_scope
from schools.models import DEMONSTRATION, School
from tests.factories import PASSWORD, AccountFactory
from tests.html import words

REFUSED = "Identifiant ou mot de passe incorrect"


def post_codes(client: Client, school: School, login: str, password: str, **extra: str):
    data = {"base": school.number, "login": login, "password": password, **extra}
    return client.post(reverse("accounts:sign_in"), data)


def test_administrator_lands_in_his_environment(client: Client, school: School, admin: Account) -> None:
    """S6."""
    response = post_codes(client, school, "admin", PASSWORD)
    assert response.url == "/accueil/"
    page = words(client.get(response.url))
    assert "Vous êtes dans l'environnement administrateur" in page
    assert "Claire MARCHAND (administrateur)" in page


def test_login_is_read_without_case_accents_or_spaces(client: Client, school: School, teacher: Account) -> None:
    assert post_codes(client, school, "  PÀU. Durand ", PASSWORD).url == "/accueil/"


@pytest.mark.parametrize(("login", "password"), [("admin", "faux"), ("inconnu", PASSWORD), ("parti", PASSWORD)])
def test_every_failure_gets_the_same_words(
    client: Client, school: School, admin: Account, login: str, password: str
) -> None:
    AccountFactory(login="parti", left_on=datetime.date(2020, 1, 1))
    page = words(post_codes(client, school, login, password))
    assert REFUSED in page
    assert "_auth_user_id" not in client.session


def test_same_login_in_another_school_is_another_account(
    client: Client, school: School, other_school: School, admin: Account
) -> None:
    with school_scope(other_school):
        AccountFactory(profile=Profile.ADM, login="admin", password="!")
    assert REFUSED in words(post_codes(client, other_school, "admin", PASSWORD))


@pytest.mark.parametrize("parameter", ["base", "id"])
def test_address_with_a_number_preselects_the_school(
    client: Client, school: School, other_school: School, parameter: str
) -> None:
    page = words(client.get("/", {parameter: other_school.number}))
    assert other_school.name in page
    assert school.name not in page


def test_unknown_number_is_quoted_and_the_chooser_shown(client: Client, school: School, other_school: School) -> None:
    page = words(client.get("/", {"base": "999"}))
    assert "Aucun établissement ne porte le numéro « 999 »" in page
    assert school.name in page


def test_school_is_remembered_after_signing_in(
    client: Client, school: School, other_school: School, admin: Account
) -> None:
    post_codes(client, school, "admin", PASSWORD)
    client.post(reverse("accounts:sign_out"))
    page = words(client.get("/"))
    assert school.name in page
    assert "Identifiant Mot de passe" in page


def test_five_failures_lock_this_login_from_this_address_only(
    client: Client, school: School, admin: Account, director: Account
) -> None:
    for _ in range(5):
        post_codes(client, school, "admin", "faux")
    assert "Trop d'essais infructueux" in words(post_codes(client, school, "admin", PASSWORD))
    assert post_codes(client, school, "directrice", PASSWORD).url == "/accueil/"
    elsewhere = client.post(
        "/", {"base": 1, "login": "admin", "password": PASSWORD}, headers={}, REMOTE_ADDR="192.0.2.7"
    )
    assert elsewhere.url == "/accueil/"
    assert JournalEntry.objects.filter(code="accounts.lock").count() == 1


def test_lock_ends_after_five_minutes(client: Client, school: School, admin: Account) -> None:
    with time_machine.travel(datetime.datetime(2026, 1, 5, 8, tzinfo=datetime.UTC), tick=False) as clock:
        for _ in range(5):
            post_codes(client, school, "admin", "faux")
        clock.shift(301)
        assert post_codes(client, school, "admin", PASSWORD).url == "/accueil/"


def test_new_password_opens_at_once_whatever_was_tried_before(
    client: Client, school: School, admin: Account, teacher: Account
) -> None:
    def try_from(address: str, password: str):
        data = {"base": school.number, "login": "Pau.Durand", "password": password}
        return client.post("/", data, REMOTE_ADDR=address)

    for rank in range(20):
        try_from(f"192.0.2.{rank // 4}", "faux")
    assert "Trop d'essais" in words(try_from("192.0.2.99", PASSWORD))

    give_password(actor=admin, account=teacher, password="tout-neuf-en-novembre")

    assert try_from("192.0.2.1", "tout-neuf-en-novembre").status_code == 302


def test_address_of_a_school_locks_five_minutes_however_many_failures(
    client: Client, school: School, admin: Account
) -> None:
    with time_machine.travel(datetime.datetime(2026, 1, 5, 8, tzinfo=datetime.UTC), tick=False) as clock:
        for _ in range(3):
            for _ in range(5):
                post_codes(client, school, "admin", "faux")
            clock.shift(301)
        assert post_codes(client, school, "admin", PASSWORD).url == "/accueil/"


@pytest.mark.parametrize(
    ("public_url_is_loopback", "peer", "forwarded", "address"),
    [
        (False, "127.0.0.1", "192.0.2.9, 198.51.100.7", "198.51.100.7"),
        (False, "", "198.51.100.7", "198.51.100.7"),
        (False, "203.0.113.5", "198.51.100.7", "203.0.113.5"),
        (True, "127.0.0.1", "198.51.100.7", "127.0.0.1"),
        (False, "127.0.0.1", "", "127.0.0.1"),
        # Some proxies write the port: of two connections of one person, each would count as another address.
        (False, "127.0.0.1", "198.51.100.7:4711", "198.51.100.7"),
        (False, "127.0.0.1", "[2001:db8::5]:4711", "2001:db8::5"),
        (False, "127.0.0.1", "[2001:db8::5]", "2001:db8::5"),
        (False, "127.0.0.1", "2001:db8::5", "2001:db8::5"),
        (False, "127.0.0.1", "unknown", "127.0.0.1"),
        (False, "127.0.0.1", "198.51.100.7,", "127.0.0.1"),
        (False, "127.0.0.1", "x" * 400, "127.0.0.1"),
    ],
)
def test_address_behind_the_proxy_is_what_the_proxy_wrote(
    rf, settings, public_url_is_loopback: bool, peer: str, forwarded: str, address: str
) -> None:
    settings.IS_LOOPBACK = public_url_is_loopback
    assert client_address(rf.get("/", REMOTE_ADDR=peer, headers={"X-Forwarded-For": forwarded})) == address


@pytest.mark.parametrize(
    ("peer", "forwarded", "address"),
    [
        ("10.0.0.7", "203.0.113.5", "203.0.113.5"),
        # Two proxies, one after the other: what the client wrote himself stands before.
        ("10.0.0.7", "8.8.8.8, 203.0.113.5, 10.0.0.9", "203.0.113.5"),
        ("127.0.0.1", "203.0.113.5, 10.0.0.7", "203.0.113.5"),
        ("10.0.1.7", "203.0.113.5", "10.0.1.7"),
        ("10.0.0.7", "", "10.0.0.7"),
        ("10.0.0.7", "203.0.113.5, unknown", "10.0.0.7"),
        ("10.0.0.7", "10.0.0.8, 10.0.0.9", "10.0.0.8"),
        ("2001:db8:1::7", "203.0.113.5", "203.0.113.5"),
        ("::ffff:10.0.0.7", "203.0.113.5", "203.0.113.5"),
    ],
)
def test_address_behind_a_balancer_of_another_machine_is_read_from_the_right(
    rf, settings, peer: str, forwarded: str, address: str
) -> None:
    settings.IS_LOOPBACK = False
    settings.TRUSTED_PROXIES = [ipaddress.ip_network(each) for each in ("10.0.0.0/24", "2001:db8:1::/64")]
    assert client_address(rf.get("/", REMOTE_ADDR=peer, headers={"X-Forwarded-For": forwarded})) == address


def test_login_longer_than_any_is_refused_in_words(client: Client, school: School) -> None:
    assert REFUSED in words(post_codes(client, school, "ﷺ" * 64, "faux"))


def test_form_of_a_page_left_open_says_to_reload(school: School, admin: Account) -> None:
    browser = Client(enforce_csrf_checks=True)
    response = browser.post("/", {"base": 1, "login": "admin", "password": PASSWORD})
    assert response.status_code == 403
    assert "Page périmée" in words(response)


def test_many_addresses_on_one_login_lock_it_for_all(client: Client, school: School, admin: Account) -> None:
    for number in range(20):
        client.post("/", {"base": 1, "login": "admin", "password": "faux"}, REMOTE_ADDR=f"192.0.2.{number}")
    assert "Trop d'essais infructueux" in words(post_codes(client, school, "admin", PASSWORD))


def test_deep_link_is_kept_through_sign_in(client: Client, school: School, admin: Account) -> None:
    asked = client.get("/niveaux/?famille=Primaire")
    assert asked.url == "/?next=/niveaux/%3Ffamille%3DPrimaire"
    response = post_codes(client, school, "admin", PASSWORD, next="/niveaux/?famille=Primaire")
    assert response.url == "/niveaux/?famille=Primaire"


@pytest.mark.parametrize("target", ["https://ailleurs.example/", "//ailleurs.example/", "javascript:alert(1)"])
def test_no_address_of_elsewhere_after_sign_in(client: Client, school: School, admin: Account, target: str) -> None:
    assert post_codes(client, school, "admin", PASSWORD, next=target).url == "/accueil/"


def test_session_key_changes_at_sign_in(client: Client, school: School, admin: Account) -> None:
    client.get("/")
    session = client.session
    session["trace"] = 1
    session.save()
    before = session.session_key
    post_codes(client, school, "admin", PASSWORD)
    assert client.session.session_key != before


def test_first_sign_in_stops_on_the_activation_page(
    client: Client, school: School, client_as: Callable[[Account], Client]
) -> None:
    """S137."""
    newcomer = AccountFactory(profile=Profile.ENS, activated_at=None)
    browser = client_as(newcomer)
    assert browser.get("/accueil/").url == "/activation/"
    page = words(browser.get("/activation/"))
    assert "Valider l'activation de mon compte" in page
    assert "Menu principal" not in page
    assert "Cochez la case" in words(browser.post("/activation/"))
    assert browser.post("/activation/", {"has_read": "on"}).url == "/accueil/"
    newcomer.refresh_from_db()
    assert newcomer.activated_at is not None
    assert browser.get("/accueil/").status_code == 200


def test_notice_that_has_changed_is_read_again_before_anything_else(
    school: School, client_as: Callable[[Account], Client]
) -> None:
    teacher = AccountFactory(profile=Profile.ENS, notice_version=NOTICE_VERSION - 1)
    activated_at = Account.objects.get(pk=teacher.pk).activated_at
    browser = client_as(teacher)
    assert browser.get("/accueil/").url == "/activation/"
    assert "La notice a changé" in words(browser.get("/activation/"))
    assert browser.post("/activation/", {"has_read": "on"}).url == "/accueil/"
    teacher.refresh_from_db()
    assert (teacher.notice_version, teacher.activated_at) == (NOTICE_VERSION, activated_at)
    assert browser.get("/accueil/").status_code == 200
    assert JournalEntry.objects.get(code="accounts.read_notice").actor == teacher


def test_administrator_needs_no_activation(school: School, client_as: Callable[[Account], Client]) -> None:
    account = AccountFactory(profile=Profile.ADM, activated_at=None)
    assert client_as(account).get("/accueil/").status_code == 200


def test_sign_out_ends_the_session_and_pages_are_not_kept(
    school: School, admin: Account, client_as: Callable[[Account], Client]
) -> None:
    """S83, S135."""
    browser = client_as(admin)
    assert browser.get("/accueil/")["Cache-Control"] == "no-store"
    assert browser.post("/deconnexion/").url == "/"
    assert browser.get("/accueil/").url == "/?next=/accueil/"


def test_idle_session_is_closed_by_the_server(client: Client, school: School, admin: Account) -> None:
    """S82: thirty minutes; a page in between starts them anew."""
    start = datetime.datetime(2026, 1, 5, 8, tzinfo=datetime.UTC)
    with time_machine.travel(start, tick=False) as clock:
        post_codes(client, school, "admin", PASSWORD)
        clock.shift(29 * 60)
        assert client.get("/accueil/").status_code == 200
        clock.shift(29 * 60)
        assert client.get("/session/").json() == {"seconds_left": 60}
        clock.shift(61)
        assert client.get("/accueil/").url == "/?next=/accueil/"
        assert "longue inactivité" in words(client.get("/"))


def test_activity_of_the_page_keeps_the_session_open(client: Client, school: School, admin: Account) -> None:
    with time_machine.travel(datetime.datetime(2026, 1, 5, 8, tzinfo=datetime.UTC), tick=False) as clock:
        post_codes(client, school, "admin", PASSWORD)
        clock.shift(20 * 60)
        assert client.post("/session/").json() == {"seconds_left": 1800}


def test_account_that_leaves_loses_its_session_at_once(
    school: School, teacher: Account, client_as: Callable[[Account], Client]
) -> None:
    browser = client_as(teacher)
    teacher.left_on = today()
    teacher.save()
    assert browser.get("/accueil/").url == "/?next=/accueil/"


# --- From a page that stays open --------------------------------------------------------------------------------------


def post_codes_by_script(client: Client, school: School, login: str, password: str):
    data = {"base": school.number, "login": login, "password": password}
    return client.post(reverse("accounts:sign_in"), data, headers={"accept": "application/json"})


def test_signing_in_by_a_script_names_the_account_and_gives_a_new_token(
    client: Client, school: School, teacher: Account, settings: Settings
) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.get("/")
    before = strict.cookies[settings.CSRF_COOKIE_NAME].value
    response = strict.post(
        reverse("accounts:sign_in"),
        {"base": school.number, "login": "pau.durand", "password": PASSWORD},
        headers={"accept": "application/json", "x-csrftoken": before},
    )

    answer = response.json()
    assert (answer["account"], answer["name"]) == (teacher.pk, teacher.display_name)
    assert settings.IDLE_MINUTES * 60 - 60 < answer["seconds_left"] <= settings.IDLE_MINUTES * 60
    signed_out = strict.post(reverse("accounts:sign_out"), headers={"x-csrftoken": answer["token"]})
    assert signed_out.status_code == 302


@pytest.mark.parametrize(
    ("login", "password", "sentence"),
    [
        ("pau.durand", "faux", REFUSED),
        ("", PASSWORD, "Indiquez votre identifiant."),
        ("pau.durand", "", "Indiquez votre mot de passe."),
    ],
)
def test_signing_in_by_a_script_is_refused_in_words(
    client: Client, school: School, teacher: Account, login: str, password: str, sentence: str
) -> None:
    response = post_codes_by_script(client, school, login, password)

    assert (response.status_code, len(response.json()["errors"])) == (422, 1)
    assert response.json()["errors"][0].startswith(sentence)
    assert "_auth_user_id" not in client.session


def test_signing_in_by_a_script_to_an_unknown_school_says_so(
    client: Client, school: School, other_school: School
) -> None:
    response = client.post(
        reverse("accounts:sign_in"),
        {"base": "999", "login": "x", "password": "y"},
        headers={"accept": "application/json"},
    )

    assert (response.status_code, response.json()["errors"]) == (422, ["Établissement inconnu : rechargez la page."])


def test_signing_in_by_a_script_is_locked_like_any_other(client: Client, school: School, teacher: Account) -> None:
    for _ in range(5):
        post_codes_by_script(client, school, "pau.durand", "faux")

    response = post_codes_by_script(client, school, "pau.durand", PASSWORD)

    assert response.status_code == 422
    assert response.json()["errors"][0].startswith("Trop d'essais infructueux : réessayez dans ")


@pytest.mark.parametrize(("is_loopback", "is_open"), [(True, True), (False, False)])
def test_demonstration_school_is_closed_on_a_public_address(
    client: Client, school: School, admin: Account, settings: Settings, is_loopback: bool, is_open: bool
) -> None:
    """Its passwords are printed in the sources: nobody comes in with them from the Internet."""
    School.objects.filter(pk=school.pk).update(**DEMONSTRATION)
    settings.IS_LOOPBACK = is_loopback

    response = post_codes(client, school, "admin", PASSWORD)

    assert ("_auth_user_id" in client.session, response.status_code == 302) == (is_open, is_open)
    if not is_open:
        assert "L'établissement de démonstration est fermé sur ce serveur" in words(response)


def test_other_schools_of_a_public_server_stay_open(
    client: Client, school: School, admin: Account, settings: Settings
) -> None:
    settings.IS_LOOPBACK = False
    assert post_codes(client, school, "admin", PASSWORD).url == "/accueil/"


def test_session_ends_with_the_browser_and_leaves_the_database_after_half_a_day(
    client: Client, school: School, admin: Account, settings: Settings
) -> None:
    response = post_codes(client, school, "admin", PASSWORD)
    assert response.cookies[settings.SESSION_COOKIE_NAME]["max-age"] == ""
    left = []
    for hours in (11, 13):
        with time_machine.travel(now() + datetime.timedelta(hours=hours), tick=False):
            call_command("purge", verbosity=0)
        left.append(Session.objects.count())
    assert left == [1, 0]


def test_administrator_opened_without_a_name_gives_his_own_at_the_activation(school: School, client_as) -> None:
    head = AccountFactory(
        profile="ADM", last_name="ADMIN", first_name="Compte", login="admin", activated_at=None, notice_version=0
    )
    browser = client_as(head)
    assert "Votre compte s'appelle encore « Compte ADMIN » : donnez votre nom." in words(browser.get("/accueil/"))
    assert "Votre nom" in words(browser.get("/activation/"))
    refused = words(browser.post("/activation/", {"has_read": "on", "last_name": "", "first_name": "?"}))
    assert ("Indiquez votre nom." in refused, "Écrivez votre prénom en lettres." in refused) == (True, True)
    told = {"has_read": "on", "last_name": "le gall", "first_name": "zoé"}
    assert browser.post("/activation/", told).url == "/accueil/"
    assert "Zoé LE GALL (administrateur)" in words(browser.get("/accueil/"))
