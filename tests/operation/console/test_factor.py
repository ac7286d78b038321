"""The second factor of the console: asked of who has one, and of everybody on a server that others reach."""

import datetime
import json

import pyotp
import pytest
from django.core.management import call_command
from django.test import Client
from time_machine import travel

from accounts.safety.throttle import forget_under
from operation.console import factor
from sacoche.kit.clock import now
from sacoche.kit.factor import totp
from tests.accounts.factor import codes_of, secret_of, shown
from tests.authenticator import Authenticator
from tests.console import enter_console, operator_called
from tests.factories import PASSWORD
from tests.html import words

SIGN_IN, PROVE, OWN = "/console/connexion/", "/console/connexion/second-facteur/", "/console/second-facteur/"


def password_given(client=None, login="exploitant"):
    client = client or Client()
    answer = client.post(SIGN_IN, {"login": login, "password": PASSWORD, "next": "/console/journal/"})
    return client, answer


def is_in(client):
    return client.get("/console/").status_code == 200


@pytest.fixture
def secret(operator):
    made = pyotp.random_base32()
    factor.add_application(operator=operator, secret=made, typed=shown(made, -30))
    return made


@pytest.fixture
def public(settings):
    """A server that others reach by its name."""
    settings.IS_LOOPBACK = False
    settings.PUBLIC_URL = "http://localhost:8000/"


def test_password_alone_opens_nothing_of_who_has_a_factor(secret, journal):
    client, answer = password_given()

    assert answer.url == PROVE
    assert not is_in(client)
    assert client.post(PROVE, {"code": shown(secret)}).url == "/console/journal/"
    assert is_in(client)


@pytest.mark.parametrize("code", ["000000", "abcde-fghjk", ""])
def test_wrong_code_opens_nothing_and_is_written_down(code, secret, journal):
    client, _ = password_given()

    answer = client.post(PROVE, {"code": code})

    assert answer.status_code == 422
    assert not is_in(client)
    assert ("échec du second facteur à la console" in journal()) == bool(code)


def test_digits_open_once(secret):
    digits = shown(secret)
    first, _ = password_given()
    second, _ = password_given()

    first.post(PROVE, {"code": digits})

    assert "a déjà servi" in words(second.post(PROVE, {"code": digits}))


def test_sixth_wrong_code_waits(secret):
    client, _ = password_given()
    for _ in range(5):
        client.post(PROVE, {"code": "000000"})

    assert "Trop d'essais infructueux" in words(client.post(PROVE, {"code": shown(secret)})).replace("’", "'")


def test_recovery_code_opens_once(secret, operator, journal):
    code = factor.renew_codes(operator)[0]
    client, _ = password_given()

    assert client.post(PROVE, {"code": code}).url == "/console/journal/"
    assert journal()[0] == "est entré par un code de secours, 9 restent"
    again, _ = password_given()
    assert again.post(PROVE, {"code": code}).status_code == 422


def test_who_waits_too_long_begins_again(secret):
    client, _ = password_given()

    with travel(now() + datetime.timedelta(minutes=11), tick=False):
        assert client.post(PROVE, {"code": shown(secret)}).url == SIGN_IN
        assert not is_in(client)


def test_public_server_lets_nobody_in_without_a_factor_and_has_one_added_first(operator, public, settings):
    settings.ALLOWED_HOSTS = ["localhost"]
    client = Client(headers={"host": "localhost"})
    password_given(client)

    assert client.get("/console/").url == OWN
    assert client.post("/console/maintenance/", {"reason": "x", "is_now": "on"}).url == OWN
    page = client.get(f"{OWN}application/")
    done = client.post(f"{OWN}application/", {"code": shown(secret_of(page))})

    assert len(codes_of(done)) == 10
    assert is_in(client)


def test_passkey_is_added_then_opens(operator, public, settings):
    settings.ALLOWED_HOSTS = ["localhost"]
    client, key = Client(headers={"host": "localhost"}), Authenticator()
    enter_console(client, operator)

    options = client.post(f"{OWN}cle/demander/").json()
    made = client.post(f"{OWN}cle/", {"name": "bureau", "cle": json.dumps(key.make(options))})
    assert len(codes_of(made)) == 10
    again = Client(headers={"host": "localhost"})
    password_given(again)
    asked = again.post(f"{PROVE}cle/").json()
    answer = again.post(PROVE, {"cle": json.dumps(key.sign(asked))})

    assert answer.url == "/console/journal/"
    assert "bureau" in words(again.get(OWN))


def test_passkey_of_another_domain_is_refused_in_words(operator, public, settings):
    settings.ALLOWED_HOSTS = ["localhost"]
    client = Client(headers={"host": "localhost"})
    enter_console(client, operator)
    options = client.post(f"{OWN}cle/demander/").json()
    strange = Authenticator(origin="https://ailleurs.exemple", domain="localhost")

    answer = client.post(f"{OWN}cle/", {"cle": json.dumps(strange.make(options))}, follow=True)

    assert "a répondu pour « ailleurs.exemple »" in words(answer)


def test_last_factor_of_a_public_server_is_not_taken_away(secret, operator, public, settings):
    settings.ALLOWED_HOSTS = ["localhost"]
    client = Client(headers={"host": "localhost"})
    enter_console(client, operator)

    answer = client.post(f"{OWN}application/retirer/", follow=True)

    assert "C'est le seul" in words(answer).replace("’", "'")
    assert factor.factors_of(operator)


def test_factor_is_taken_away_on_the_machine_itself(secret, operator, console):
    console.post(f"{OWN}application/retirer/")

    assert not factor.factors_of(operator)


def test_colleague_takes_away_what_was_lost(secret, operator, journal):
    colleague, client = operator_called("lea", last_name="ROUX", first_name="Léa"), Client()
    enter_console(client, colleague)

    client.post(f"/console/exploitants/{operator.pk}/facteur/")

    assert password_given()[1].url == "/console/journal/"
    assert "a retiré un second facteur du compte de console « exploitant »" in journal()


def test_command_takes_away_what_was_lost(secret, operator):
    call_command("create_operator", "exploitant", without_factor=True)

    assert not factor.factors_of(operator)


def test_session_waiting_for_the_factor_is_no_session_of_another_operator(secret):
    operator_called("lea", last_name="ROUX", first_name="Léa")
    client, _ = password_given()
    password_given(client, "lea")

    assert client.post(PROVE, {"code": shown(secret)}).url == SIGN_IN
    assert "ROUX" in words(client.get("/console/"))


def test_clock_five_minutes_off_is_told(secret):
    client, _ = password_given()
    forget_under("console-factor")

    answer = words(client.post(PROVE, {"code": shown(secret, 10 * totp.PERIOD_SECONDS)}))

    assert "l'horloge de votre téléphone avance de 5 minutes" in answer.replace("’", "'")
