"""The second factor of a member of staff: adding it, coming in with it, losing it, and what the others are told."""

import datetime
import json
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.enums import Profile
from accounts.factor import factors
from accounts.models import Account, Application, JournalEntry, OpenSession, RecoveryCode
from accounts.safety.renewal import renew_password
from schools.models import School
from tests.accounts.factor import (
    ASKED,
    JSON,
    MORE_THAN_A_QUARTER,
    OWN,
    PROVE,
    codes_of,
    is_in,
    post_codes,
    registered,
    secret_of,
    shown,
    signed_by,
    signed_in,
    told,
    with_application,
)
from tests.authenticator import Authenticator
from tests.factories import PASSWORD, AccountFactory, hashed
from tests.html import words

# --- Adding it --------------------------------------------------------------------------------------------------------


def test_application_is_added_by_its_first_digits_and_ten_codes_are_shown_once(admin: Account, clock: Any):
    browser = signed_in(admin)
    page = browser.get(f"{OWN}application/")
    secret = secret_of(page)
    assert "<svg" in page.content.decode()

    answer = browser.post(f"{OWN}application/", {"code": shown(secret)})

    assert len(set(codes_of(answer))) == 10
    assert "no-store" in answer.headers["Cache-Control"]
    assert "10 codes de secours restent" in words(browser.get(OWN))
    assert codes_of(browser.get(OWN)) == []
    kept = Application.objects.get(account=admin)
    assert secret.encode() not in bytes(kept.secret)
    assert told("accounts.add_application") == ["MARCHAND Claire (administrateur)"]


def test_page_read_again_shows_the_same_key_until_its_digits_are_typed(admin: Account, clock: Any):
    browser = signed_in(admin)
    secret = secret_of(browser.get(f"{OWN}application/"))
    refused = browser.post(f"{OWN}application/", {"code": "000000"})
    assert refused.status_code == 422
    assert secret_of(refused) == secret_of(browser.get(f"{OWN}application/")) == secret


def test_secret_being_added_is_sealed_in_the_session(admin: Account, clock: Any):
    browser = signed_in(admin)
    secret = secret_of(browser.get(f"{OWN}application/"))
    assert secret not in json.dumps(dict(browser.session.items()))


def test_clock_five_minutes_off_is_told_when_the_application_is_added(admin: Account, clock: Any):
    browser = signed_in(admin)
    secret = secret_of(browser.get(f"{OWN}application/"))
    refused = browser.post(f"{OWN}application/", {"code": shown(secret, -300)})
    assert "l'horloge de votre téléphone retarde de 5 minutes environ" in words(refused)
    assert not Application.objects.exists()


@pytest.mark.usefixtures("at_home")
def test_passkey_is_added_under_the_name_that_its_owner_gives(admin: Account, clock: Any):
    browser, key = signed_in(admin), Authenticator()
    assert len(codes_of(registered(browser, key, "ordinateur du bureau"))) == 10
    assert "ordinateur du bureau" in words(browser.get(OWN))

    again = registered(browser, key)
    assert again.status_code == 302
    assert "déjà enregistrée" in words(browser.get(OWN))


@pytest.mark.usefixtures("at_home")
def test_passkey_of_another_domain_is_refused_in_words(admin: Account, clock: Any):
    browser = signed_in(admin)
    registered(browser, Authenticator(origin="https://sacoche.pirate.example", domain="sacoche.pirate.example"))
    page = words(browser.get(OWN))
    assert "a répondu pour « sacoche.pirate.example »" in page
    assert "http://localhost:8000" in page
    assert not admin.passkeys.exists()


def test_server_reached_by_a_number_says_that_it_takes_no_passkey(admin: Account, settings: Any, clock: Any):
    settings.PUBLIC_URL = "http://127.0.0.1:8000/"
    page = words(signed_in(admin).get(OWN))
    assert "Ce serveur n'en prend pas à cette adresse" in page
    assert "Ajouter une clé d'accès" not in page


def test_session_left_open_adds_no_factor(admin: Account, clock: Any):
    browser = signed_in(admin)
    clock.shift(MORE_THAN_A_QUARTER)
    assert ASKED in words(browser.get(f"{OWN}application/"))
    assert ASKED in words(browser.post(reverse("accounts:add_passkey"), {"cle": "{}"}))
    assert browser.post(reverse("accounts:passkey_to_add"), **JSON).status_code == 403


@pytest.mark.parametrize("profile", [Profile.ELV, Profile.TUT])
def test_pupils_and_guardians_are_never_asked_for_a_factor(school: School, profile: Profile, clock: Any):
    account = AccountFactory(profile=profile, login="camille")
    assert signed_in(account).get(OWN).status_code == 403


# --- Coming in with it ------------------------------------------------------------------------------------------------


def test_password_alone_opens_nothing(admin: Account, clock: Any):
    with_application(admin)
    browser = Client()
    asked = post_codes(browser, admin)
    assert (asked.status_code, asked.url) == (302, PROVE)
    assert not is_in(browser)
    assert not OpenSession.objects.filter(account=admin).exists()
    # Back at the door, the question is the same.
    assert browser.get("/").url == PROVE


def test_digits_of_the_application_open_and_the_journal_says_how(admin: Account, clock: Any):
    secret, browser = with_application(admin), Client()
    browser.post("/", {"base": 1, "login": "admin", "password": PASSWORD, "next": OWN})
    opened = browser.post(PROVE, {"code": shown(secret)})
    assert (opened.status_code, opened.url) == (302, OWN)
    entry = JournalEntry.objects.get(code="accounts.sign_in", actor=admin)
    assert entry.details == {"way": "codes SACoche et application de codes"}


@pytest.mark.parametrize(
    ("after", "sentence"),
    [
        (300, "l'horloge de votre téléphone avance de 5 minutes environ"),
        (-300, "l'horloge de votre téléphone retarde de 5 minutes environ"),
    ],
)
def test_clock_five_minutes_off_is_refused_in_words(admin: Account, after: int, sentence: str, clock: Any):
    secret, browser = with_application(admin), Client()
    post_codes(browser, admin)
    refused = browser.post(PROVE, {"code": shown(secret, after)})
    assert refused.status_code == 422
    assert sentence in words(refused)
    assert not is_in(browser)


def test_digits_that_served_open_nobody_else(admin: Account, clock: Any):
    secret, mine, theirs = with_application(admin), Client(), Client()
    post_codes(mine, admin)
    digits = shown(secret)
    assert mine.post(PROVE, {"code": digits}).status_code == 302
    post_codes(theirs, admin)
    assert "Ce code a déjà servi" in words(theirs.post(PROVE, {"code": digits}))
    assert not is_in(theirs)


@pytest.mark.usefixtures("at_home")
def test_passkey_opens(admin: Account, clock: Any):
    key = Authenticator()
    registered(signed_in(admin), key)
    browser = Client()
    post_codes(browser, admin)
    answer = browser.post(PROVE, {"cle": signed_by(browser, key, "accounts:passkey_to_come_in")})
    assert answer.status_code == 302
    assert is_in(browser)


@pytest.mark.usefixtures("at_home")
def test_answer_of_a_passkey_serves_once(admin: Account, clock: Any):
    key = Authenticator()
    registered(signed_in(admin), key)
    browser = Client()
    post_codes(browser, admin)
    answer = signed_by(browser, key, "accounts:passkey_to_come_in")
    browser.post(PROVE, {"cle": answer})
    other = Client()
    post_codes(other, admin)
    assert "a déjà reçu sa réponse" in words(other.post(PROVE, {"cle": answer}))


def test_each_of_the_ten_recovery_codes_opens_once(admin: Account, clock: Any):
    with_application(admin)
    codes = factors.renew_recovery_codes(account=admin)
    for left, code in enumerate(reversed(codes)):
        browser = Client()
        post_codes(browser, admin)
        assert browser.post(PROVE, {"code": code.upper()}, follow=True).status_code == 200
        assert RecoveryCode.objects.filter(used_at=None).count() == 9 - left
    browser = Client()
    post_codes(browser, admin)
    assert "a déjà servi" in words(browser.post(PROVE, {"code": codes[3]}))
    assert not is_in(browser)


def test_recovery_code_says_how_many_are_left(admin: Account, clock: Any):
    with_application(admin)
    codes, browser = factors.renew_recovery_codes(account=admin), Client()
    post_codes(browser, admin)
    assert "il vous en reste 9 sur dix" in words(browser.post(PROVE, {"code": codes[0]}, follow=True))


def test_five_wrong_codes_slow_down_from_any_browser(admin: Account, clock: Any):
    secret = with_application(admin)
    for _ in range(5):
        browser = Client()
        post_codes(browser, admin)
        assert "Ce n'est pas le code" in words(browser.post(PROVE, {"code": "000000"}))
    browser = Client()
    post_codes(browser, admin)
    assert "Trop d'essais infructueux" in words(browser.post(PROVE, {"code": shown(secret)}))
    assert len(told("accounts.factor_failed")) == 5
    clock.shift(datetime.timedelta(minutes=10))
    post_codes(browser, admin)
    assert browser.post(PROVE, {"code": shown(secret)}).status_code == 302


def test_who_waits_longer_than_ten_minutes_gives_his_password_again(admin: Account, clock: Any):
    secret, browser = with_application(admin), Client()
    post_codes(browser, admin)
    clock.shift(datetime.timedelta(minutes=11))
    answer = browser.post(PROVE, {"code": shown(secret)}, follow=True)
    assert "redonnez d'abord votre mot de passe" in words(answer)
    assert not is_in(browser)


def test_password_changed_meanwhile_asks_for_the_new_one(admin: Account, clock: Any):
    secret, browser = with_application(admin), Client()
    post_codes(browser, admin)
    renew_password(account=Account.objects.get(pk=admin.pk), password_hash=hashed("un-autre-mot-de-passe"))
    assert browser.post(PROVE, {"code": shown(secret)}).url == "/"
    assert not is_in(browser)


def test_factor_is_not_asked_of_whoever_gave_no_password(admin: Account, clock: Any):
    secret = with_application(admin)
    assert Client().post(PROVE, {"code": shown(secret)}).url == "/"
    assert Client().post(reverse("accounts:passkey_to_come_in")).status_code == 422


def test_nothing_sent_says_what_to_do(admin: Account, clock: Any):
    with_application(admin)
    browser = Client()
    post_codes(browser, admin)
    assert "Tapez le code, ou servez-vous de votre clé d'accès." in words(browser.post(PROVE, {}))


@pytest.mark.parametrize("sent", [{"cle": "{"}, {"cle": "[]"}, {"cle": "{}"}, {"cle": '"x"'}, {"code": "é" * 30}])
def test_whatever_a_program_sends_is_refused_in_words(admin: Account, sent: dict[str, str], clock: Any):
    with_application(admin)
    browser = Client()
    post_codes(browser, admin)
    assert browser.post(PROVE, sent).status_code == 422
    assert not is_in(browser)


def test_giving_up_forgets_who_was_there(admin: Account, clock: Any):
    secret, browser = with_application(admin), Client()
    post_codes(browser, admin)
    browser.post(f"{PROVE}annuler/")
    assert browser.get("/").status_code == 200
    assert browser.post(PROVE, {"code": shown(secret)}).url == "/"


def test_somebody_else_who_comes_in_meanwhile_is_not_asked_for_the_factor_of_the_first(
    admin: Account, teacher: Account, clock: Any
):
    with_application(admin)
    browser = Client()
    post_codes(browser, admin)
    post_codes(browser, teacher)
    assert browser.get("/").url == "/accueil/"
    assert browser.post(PROVE, {"code": "000000"}).url == "/"


def test_key_of_the_server_that_changed_lets_nobody_in_without_the_factor(admin: Account, settings: Any, clock: Any):
    secret = with_application(admin)
    settings.SECRET_KEY = "une autre clé, bien assez longue pour un serveur d'école"
    browser = Client()
    post_codes(browser, admin)
    assert "La clé de ce serveur a changé" in words(browser.post(PROVE, {"code": shown(secret)}))


# --- A page that stays open -------------------------------------------------------------------------------------------


def test_open_page_signs_in_again_in_two_steps_without_being_left(admin: Account, clock: Any):
    secret, browser = with_application(admin), Client()
    asked = post_codes(browser, admin, **JSON)
    assert (asked.status_code, asked.json()) == (202, {"factor": PROVE, "passkey": ""})
    refused = browser.post(PROVE, {"code": "000000"}, **JSON)
    assert (refused.status_code, len(refused.json()["errors"])) == (422, 1)
    opened = browser.post(PROVE, {"code": shown(secret)}, **JSON)
    assert (opened.status_code, opened.json()["account"]) == (200, admin.pk)
    assert is_in(browser)


def test_open_page_that_waited_too_long_is_told_to_begin_again(admin: Account, clock: Any):
    with_application(admin)
    browser = Client()
    post_codes(browser, admin, **JSON)
    clock.shift(datetime.timedelta(minutes=11))
    refused = browser.post(PROVE, {"code": "123456"}, **JSON)
    assert (refused.status_code, refused.json()["is_over"]) == (422, True)
