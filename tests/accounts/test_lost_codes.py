"""« Identifiants perdus »: the owner of the address gets the logins and a link; whoever asks learns nothing."""

import datetime
import re

import pytest
import time_machine
from django.core import mail
from django.test import Client
from django.urls import reverse

from accounts.enums import Profile
from accounts.mail import send_due_mails
from accounts.models import Account, JournalEntry, OutgoingMail
from sacoche.kit.clock import now
from sacoche.kit.tenancy import school_scope
from schools.models import School
from tests.factories import PASSWORD, AccountFactory
from tests.html import words

EMAIL, NEW = "anne.martin@exemple.fr", "une phrase bien à moi"
ASK = "/identifiants-perdus/"


@pytest.fixture
def account(school: School) -> Account:
    return AccountFactory(profile=Profile.ENS, email=EMAIL, login="ann.martin", first_name="Anne", last_name="MARTIN")


def ask(email: str = EMAIL, **extra: str):
    return Client().post(ASK, {"base": 1, "email": email}, **extra)


def link() -> str:
    """The path of the first link of the last mail that left."""
    send_due_mails()
    return re.search(r"https?://[^/]+(/\S+)", mail.outbox[-1].body)[1]


def test_lost_codes_come_back_by_mail_and_a_password_is_chosen(account: Account) -> None:
    ask(EMAIL.upper())
    path, browser = link(), Client()

    page = words(browser.get(path))
    response = browser.post(path, {"password": NEW, "again": NEW})

    assert "Identifiant : ann.martin" in page
    assert response.url == "/?base=1"
    account.refresh_from_db()
    assert account.check_password(NEW)
    assert "Votre identifiant : ann.martin." in words(browser.get(response.url))
    assert JournalEntry.objects.filter(code="accounts.choose_password", actor=account).count() == 1


def test_answer_is_the_same_whether_the_address_is_known_or_not(account: Account) -> None:
    known, unknown = words(ask()), words(ask("autre@exemple.fr"))

    assert known.replace(EMAIL, "…") == unknown.replace("autre@exemple.fr", "…")
    assert "MARTIN" not in known
    assert [queued.recipient for queued in OutgoingMail.objects.all()] == [EMAIL]


def test_every_account_of_the_address_is_in_one_mail_and_no_other(account: Account, other_school: School) -> None:
    AccountFactory(profile=Profile.TUT, email=EMAIL, login="parent.martin")
    AccountFactory(email=EMAIL, login="partie", left_on=datetime.date(2020, 1, 1))
    with school_scope(other_school):
        AccountFactory(email=EMAIL, login="ailleurs")

    ask()

    send_due_mails()
    (sent,) = mail.outbox
    assert re.findall(r"Identifiant : (\S+)", sent.body) == ["ann.martin", "parent.martin"]


def test_opening_the_link_changes_nothing(account: Account) -> None:
    ask()
    path = link()

    for _ in range(3):
        assert Client().get(path).status_code == 200

    account.refresh_from_db()
    assert account.check_password(PASSWORD)


def _served(account: Account, path: str) -> None:
    Client().post(path, {"password": NEW, "again": NEW})


def _signed_in(account: Account, path: str) -> None:
    Client().post("/", {"base": 1, "login": account.login, "password": PASSWORD})


def _left(account: Account, path: str) -> None:
    Account.objects.update(left_on=datetime.date(2020, 1, 1))


def _other_address(account: Account, path: str) -> None:
    Account.objects.update(email="autre@exemple.fr")


def _no_longer_allowed(account: Account, path: str) -> None:
    right = {"accounts.change_password": {"profiles": ["DIR"], "restrictions": []}}
    School.objects.update(access={"rights": right})


@pytest.mark.parametrize("event", [_served, _signed_in, _left, _other_address, _no_longer_allowed])
def test_link_dies_when_it_has_served_when_the_person_is_back_or_when_it_is_forbidden(account: Account, event) -> None:
    ask()
    path = link()

    event(account, path)

    response = Client().get(path)
    assert (response.status_code, "Ce lien n'est plus valable" in words(response)) == (410, True)


def test_link_dies_after_a_day(account: Account) -> None:
    ask()
    path = link()

    answers = []
    for hours in (23, 25):
        with time_machine.travel(now() + datetime.timedelta(hours=hours)):
            answers.append(Client().get(path).status_code)

    assert answers == [200, 410]


def test_link_of_one_account_opens_no_other(account: Account) -> None:
    stranger = AccountFactory(email="autre@exemple.fr")
    ask()
    token = link().rstrip("/").rpartition("/")[2]

    assert Client().get(reverse("accounts:choose_password", args=[stranger.pk, token])).status_code == 410


@pytest.mark.parametrize(
    ("password", "again", "sentence"),
    [
        ("court", "court", "au moins 12 caractères"),
        (NEW, "autre chose", "Les deux mots de passe ne sont pas les mêmes"),
    ],
)
def test_password_chosen_by_link_follows_the_same_rules(
    account: Account, password: str, again: str, sentence: str
) -> None:
    ask()
    path = link()

    response = Client().post(path, {"password": password, "again": again})

    assert (response.status_code, sentence in words(response)) == (422, True)
    account.refresh_from_db()
    assert account.check_password(PASSWORD)


def test_choosing_a_password_by_link_closes_the_open_sessions(account: Account) -> None:
    thief = Client()
    thief.post("/", {"base": 1, "login": account.login, "password": PASSWORD})
    ask()
    path = link()

    _served(account, path)

    assert thief.get("/accueil/").url == "/?next=/accueil/"


def test_link_is_not_given_where_the_school_keeps_passwords_to_itself(account: Account, school: School) -> None:
    school.access = {"rights": {"accounts.change_password": {"profiles": ["ELV"], "restrictions": []}}}
    school.save()

    ask()

    send_due_mails()
    assert "un administrateur peut le refaire" in mail.outbox[0].body
    assert "http" not in mail.outbox[0].body


def test_asking_again_and_again_is_stopped_known_address_or_not(account: Account) -> None:
    for email in (EMAIL, "autre@exemple.fr"):
        for _ in range(5):
            ask(email)
        response = ask(email)
        assert (response.status_code, "Trop de demandes" in words(response)) == (422, True)

    assert OutgoingMail.objects.count() == 5


@pytest.mark.parametrize("email", ["", "anne@", "a@exemple.fr\nBcc: b@exemple.fr"])
def test_address_that_is_none_is_refused_in_words(account: Account, email: str) -> None:
    response = ask(email)

    assert (response.status_code, "adresse e-mail" in words(response)) == (422, True)
    assert OutgoingMail.objects.count() == 0


def test_server_without_mail_says_how_to_reach_the_school(account: Account, school: School, settings) -> None:
    settings.SENDS_MAIL = False
    school.phone = "03 20 00 00 00"
    school.save()

    page = words(Client().get(ASK))
    ask()

    assert "Ce serveur n'envoie pas de courriels. Adressez-vous à l'établissement, au 03 20 00 00 00" in page
    assert OutgoingMail.objects.count() == 0


def test_sign_in_page_leads_to_lost_codes_and_to_contact(school: School) -> None:
    page = Client().get("/").content.decode()
    assert ("/identifiants-perdus/?base=1" in page, "/contacter/?base=1" in page) == (True, True)


def test_school_is_asked_for_where_there_are_several(account: Account, other_school: School) -> None:
    page = words(Client().get(ASK))
    assert "Choisissez d'abord votre établissement" in page
    assert other_school.name in words(Client().get(ASK, {"base": 2}))


def test_login_is_enough_and_the_mail_goes_to_the_address_of_the_account(account: Account) -> None:
    AccountFactory(email=EMAIL, login="autre.du.foyer")
    AccountFactory(login="sans.adresse", email="")
    typed = ("ANN.Martin", "sans.adresse", "inconnu")
    answers = [words(ask(login)).replace(login, "…") for login in typed]
    send_due_mails()
    assert [message.to for message in mail.outbox] == [[EMAIL]]
    body = mail.outbox[0].body
    assert ("Identifiant : ann.martin" in body, "autre.du.foyer" in body) == (True, False)
    assert (EMAIL in answers[0], len(set(answers))) == (False, 1)
