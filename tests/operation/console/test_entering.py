"""Entering the console: an account apart, a session apart, a first start from the machine alone."""

import re

import pytest
from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from django.core import mail
from django.core.management import call_command
from django.core.management.base import CommandError
from django.test import Client
from time_machine import travel

from accounts.mail import send_due_mails
from operation.console.models import Operator
from operation.console.services.operators import link_to
from sacoche.kit.clock import now
from schools.models import School
from tests.console import enter_console, operator_called
from tests.factories import PASSWORD
from tests.html import words

SIGN_IN = "/console/connexion/"
PASSPHRASE = "trois chats dorment ici"
FIRST = {
    "login": "Karim",
    "last_name": "haddad",
    "first_name": "karim",
    "email": "karim@exemple.fr",
    "password": PASSPHRASE,
    "again": PASSPHRASE,
}


def sign_in(client, login="exploitant", password=PASSWORD, **more):
    return client.post(SIGN_IN, {"login": login, "password": password, **more})


def test_operator_enters_with_his_own_account(operator, journal):
    client = Client()

    answer = sign_in(client)

    assert answer.url == "/console/"
    assert "Établissements" in words(client.get("/console/"))
    assert journal() == ["est entré dans la console"]


def test_session_of_the_console_is_sent_to_the_console_alone(operator):
    cookie = sign_in(Client()).cookies[settings.CONSOLE_COOKIE_NAME]

    assert (cookie["path"], cookie["httponly"], cookie["samesite"]) == ("/console/", True, "Strict")


def test_session_of_a_school_opens_nothing_in_the_console(admin, client_as):
    answer = client_as(admin).get("/console/journal/")

    assert (answer.status_code, answer.url) == (302, f"{SIGN_IN}?next=/console/journal/")


def test_session_of_the_console_opens_nothing_in_a_school(console):
    assert console.get("/accueil/").url.startswith("/?next=")


def test_a_password_of_a_school_is_none_in_the_console(admin):
    assert "Identifiant ou mot de passe incorrect" in words(sign_in(Client(), login="admin"))


@pytest.mark.parametrize("login", ["exploitant", "personne"])
def test_wrong_login_and_wrong_password_are_told_alike_and_written_down(login, operator, journal):
    answer = sign_in(Client(), login=login, password="autre-chose-du-tout")

    assert answer.status_code == 422
    assert "Identifiant ou mot de passe incorrect" in words(answer)
    assert journal() == ["échec de connexion à la console"]


def test_sixth_try_waits(operator):
    client = Client()
    for _ in range(5):
        sign_in(client, password="pas-celui-là")

    assert "Trop d'essais" in words(sign_in(client)).replace("’", "'")


def test_page_asked_for_comes_after_the_sign_in_and_never_another_site(operator):
    assert sign_in(Client(), next="/console/journal/").url == "/console/journal/"
    assert sign_in(Client(), next="https://ailleurs.exemple/").url == "/console/"
    assert sign_in(Client(), next="/accueil/").url == "/console/"


def test_console_left_alone_for_a_quarter_of_an_hour_closes(console):
    with travel(now().timestamp() + settings.CONSOLE_IDLE_MINUTES * 60 + 1, tick=False):
        assert console.get("/console/").url == f"{SIGN_IN}?next=/console/"


def test_script_of_a_closed_console_is_told_in_words(db):
    answer = Client().get("/console/session/", headers={"Accept": "application/json"})

    assert (answer.status_code, answer.json()["sign_in"]) == (401, SIGN_IN)


def test_operator_leaves(console):
    console.post("/console/deconnexion/")

    assert console.get("/console/").status_code == 302


def test_new_password_closes_the_sessions_of_the_former_one(console, operator):
    address = link_to(operator).partition("/console/")[2]

    Client().post(f"/console/{address}", {"password": PASSPHRASE, "again": PASSPHRASE})

    assert console.get("/console/").status_code == 302


# --- The first start --------------------------------------------------------------------------------------------------


def test_new_server_leads_whoever_sits_at_it_to_its_first_start(db):
    assert Client().get(SIGN_IN).url == "/console/premier-demarrage/"


def test_first_start_makes_the_operator_and_the_first_school(db, journal):
    school = {"school_name": "École Jean-Exemple", "school_town": "Saint-Exemple", "school_uai": "0341234G"}
    client = Client()

    answer = client.post("/console/premier-demarrage/", FIRST | school)

    assert answer.url == "/console/"
    assert Operator.objects.get().full_name == "Karim HADDAD"
    made = School.objects.get()
    assert (made.name, made.uai, made.contact_email) == ("École Jean-Exemple", "0341234G", "karim@exemple.fr")
    assert "École Jean-Exemple" in words(client.get("/console/"))
    assert journal() == [
        "a créé l'établissement n° 1 (École Jean-Exemple)",
        "a fait le premier compte de la console, karim",
    ]


def test_first_start_is_over_once_there_is_an_operator(operator):
    assert Client().get("/console/premier-demarrage/").status_code == 404
    assert Client().post("/console/premier-demarrage/", FIRST).status_code == 404


@pytest.mark.parametrize(
    "where", [{"REMOTE_ADDR": "203.0.113.7"}, {"HTTP_X_FORWARDED_FOR": "203.0.113.7"}, {"HTTP_FORWARDED": "for=x"}]
)
def test_first_start_is_not_for_the_network(where, db):
    assert Client(**where).get("/console/premier-demarrage/").status_code == 404
    assert Client(**where).post("/console/premier-demarrage/", FIRST).status_code == 404
    assert not Operator.objects.exists()


def test_first_start_of_a_public_server_is_the_command_alone(db, settings):
    settings.IS_LOOPBACK = False

    assert Client().get("/console/premier-demarrage/").status_code == 404


@pytest.mark.parametrize(
    ("password", "told"),
    [
        ("court", "12 caractères"),
        ("motdepasse12", "on essaie d'abord"),
        ("123456789012", "entièrement numérique"),
        ("haddad-haddad", "votre nom"),
    ],
)
def test_weak_password_is_refused_in_words(password, told, db):
    answer = Client().post("/console/premier-demarrage/", FIRST | {"password": password, "again": password})

    assert answer.status_code == 422
    assert told in words(answer).replace("’", "'")
    assert not Operator.objects.exists()


# --- More operators ---------------------------------------------------------------------------------------------------


def test_operator_added_gets_a_link_that_serves_once(console, journal):
    who = {"login": "lea", "last_name": "Roux", "first_name": "Léa", "email": "lea@exemple.fr"}

    console.post("/console/exploitants/", who)
    send_due_mails()

    link = re.search(r"(/console/entree/\S+)", mail.outbox[-1].body)[1]
    assert mail.outbox[-1].to == ["lea@exemple.fr"]
    client = Client()
    assert client.post(link, {"password": PASSPHRASE, "again": PASSPHRASE}).url == SIGN_IN
    assert sign_in(client, "lea", PASSPHRASE).url == "/console/"
    assert Client().get(link).status_code == 410
    assert "a créé le compte de console « lea » (Léa ROUX)" in journal()


def test_who_is_added_is_asked_for_by_the_password_once_the_proof_is_old(operator):
    client = Client()
    enter_console(client, operator)
    session = SessionStore(client.cookies[settings.CONSOLE_COOKIE_NAME].value)
    session["proved_at"] = 0
    session.save()
    who = {"login": "lea", "last_name": "Roux", "first_name": "Léa", "email": "lea@exemple.fr"}

    asked = client.post("/console/exploitants/", who)
    wrong = client.post("/console/exploitants/", who | {"preuve": "pas celui-là"})
    kept = re.search(r'name="login" value="(\w+)"', wrong.content.decode())[1]
    done = client.post("/console/exploitants/", who | {"preuve": PASSWORD})

    assert "C'est bien vous" in words(asked).replace("’", "'")
    assert "Ce n'est pas votre mot de passe" in words(wrong).replace("’", "'")
    assert kept == "lea"
    assert done.url == "/console/exploitants/"
    assert Operator.objects.filter(login="lea").exists()


def test_closed_account_no_longer_enters_and_its_session_ends(console):
    other = operator_called("lea", last_name="ROUX", first_name="Léa")
    theirs = Client()
    enter_console(theirs, other)

    console.post(f"/console/exploitants/{other.pk}/fermer/")

    assert theirs.get("/console/").status_code == 302
    assert sign_in(Client(), "lea").status_code == 422


def test_nobody_closes_his_own_account(console, operator):
    answer = console.post(f"/console/exploitants/{operator.pk}/fermer/", follow=True)

    assert "ne ferme pas son propre compte" in words(answer)
    assert Operator.objects.get().left_at is None


def test_command_makes_the_first_operator_and_gives_a_link_again(db, capsys, settings):
    settings.SENDS_MAIL = False
    call_command("create_operator", "karim", email="karim@exemple.fr", last_name="HADDAD", first_name="Karim")
    call_command("create_operator", "karim")

    links = re.findall(r"(/console/entree/\S+)", capsys.readouterr().out)
    assert len(links) == 2
    assert Client().get(links[1]).status_code == 200


def test_command_says_what_is_missing(db):
    with pytest.raises(CommandError, match="--last-name"):
        call_command("create_operator", "karim")
