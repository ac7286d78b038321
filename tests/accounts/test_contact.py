"""« Contacter un administrateur »: a code proves the address, then administrators read the question."""

import datetime
import re
from collections.abc import Callable

import pytest
import time_machine
from django.core import mail
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from accounts.mail import send_due_mails
from accounts.models import Account, ContactRequest, JournalEntry, OutgoingMail
from sacoche.kit.clock import now
from schools.models import School
from tests.html import words

ClientAs = Callable[[Account], Client]
ASK, CODE = "/contacter/", "/contacter/code/"
QUESTION = {
    "base": 1,
    "last_name": "MARTIN",
    "first_name": "Anne",
    "email": "anne@exemple.fr",
    "text": "Je n'ai pas reçu les codes de ma fille.",
}


def ask(browser: Client, **changes):
    return browser.post(ASK, QUESTION | changes)


def code() -> str:
    send_due_mails()
    return re.search(r"\b\d{8}\b", mail.outbox[-1].body)[0]


def asked_and_proved() -> Client:
    browser = Client()
    ask(browser)
    browser.post(CODE, {"code": code()})
    return browser


def test_question_reaches_the_administrators_once_the_code_is_copied(
    admin: Account, school: School, client_as: ClientAs
) -> None:
    admin.email = "claire@exemple.fr"
    admin.save()
    browser = Client()

    assert ask(browser).url == CODE
    before = words(client_as(admin).get("/accueil/"))
    spaced = " ".join(re.findall("....", code()))
    page = words(browser.post(CODE, {"code": spaced}))

    send_due_mails()
    assert "Votre message est transmis" in page
    assert (mail.outbox[-1].to, QUESTION["text"] in mail.outbox[-1].body) == (["claire@exemple.fr"], True)
    home = words(client_as(admin).get("/accueil/"))
    assert (QUESTION["text"] in before, QUESTION["text"] in home) == (False, True)


def test_administrator_closes_a_question_that_is_dealt_with(admin: Account, client_as: ClientAs) -> None:
    asked_and_proved()
    address = reverse("accounts:close_contact", args=[ContactRequest.objects.get().pk])

    client_as(admin).post(address)

    assert QUESTION["text"] not in words(client_as(admin).get("/accueil/"))
    assert JournalEntry.objects.get(code="accounts.close_contact").details["person"] == "Anne MARTIN"


def test_question_not_confirmed_is_not_to_be_closed(admin: Account, client_as: ClientAs) -> None:
    ask(Client())
    address = reverse("accounts:close_contact", args=[ContactRequest.objects.get().pk])

    assert client_as(admin).post(address).status_code == 404


def test_five_wrong_codes_end_the_question(admin: Account, school: School) -> None:
    browser = Client()
    ask(browser)
    right = code()
    wrong = "00000000" if right != "00000000" else "11111111"

    pages = [words(browser.post(CODE, {"code": wrong})) for _ in range(5)]
    late = browser.post(CODE, {"code": right})

    assert "il vous reste 4 essais" in pages[0]
    assert "il vous reste 0 essai" in pages[4]
    assert late.url == ASK
    assert ContactRequest.objects.get().confirmed_at is None


def test_code_is_good_for_a_quarter_of_an_hour(school: School) -> None:
    browser = Client()
    ask(browser)
    right = code()

    with time_machine.travel(now() + datetime.timedelta(minutes=16)):
        assert browser.post(CODE, {"code": right}).url == ASK


def test_code_of_one_browser_is_nothing_in_another(school: School) -> None:
    ask(Client())

    assert Client().post(CODE, {"code": code()}).url == ASK


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"last_name": ""}, "Indiquez votre nom."),
        ({"first_name": " "}, "Indiquez votre prénom."),
        ({"email": "anne"}, "Écrivez une adresse e-mail complète"),
        ({"email": "a@exemple.fr\nBcc: b@exemple.fr"}, "Écrivez une adresse e-mail complète"),
        ({"text": ""}, "Écrivez votre message."),
        ({"text": "a" * 2001}, "2000"),
    ],
)
def test_question_that_does_not_fit_is_refused_in_words(school: School, changes: dict, sentence: str) -> None:
    response = ask(Client(), **changes)

    assert (response.status_code, sentence in words(response)) == (422, True)
    assert (ContactRequest.objects.count(), OutgoingMail.objects.count()) == (0, 0)


def test_name_of_several_lines_becomes_one(school: School) -> None:
    ask(Client(), last_name="MARTIN\nBcc: x@exemple.fr")

    assert ContactRequest.objects.get().last_name == "MARTIN Bcc: x@exemple.fr"


def test_asking_again_and_again_is_stopped(school: School) -> None:
    answers = [ask(Client()).status_code for _ in range(4)]

    assert answers == [302, 302, 302, 422]
    assert OutgoingMail.objects.count() == 3


def test_purge_forgets_questions_never_confirmed_and_old_ones(school: School) -> None:
    asked_and_proved()
    ask(Client(), email="autre@exemple.fr")

    counts = []
    for days in (1, 61):
        with time_machine.travel(now() + datetime.timedelta(days=days), tick=False):
            call_command("purge", verbosity=0)
        counts.append(ContactRequest.objects.count())

    assert counts == [1, 0]


def test_server_without_mail_keeps_the_question_for_the_home_page(
    admin: Account, school: School, client_as: ClientAs, settings
) -> None:
    settings.SENDS_MAIL = False
    told = words(ask(Client(), email=""))
    page = words(client_as(admin).get("/accueil/"))
    assert "Ils le liront à leur prochaine connexion" in told
    assert "Je n'ai pas reçu les codes de ma fille. Anne MARTIN, sans adresse" in page
    ask(Client(), email="anne@exemple.fr", text="Encore moi.")
    assert "anne@exemple.fr (adresse non vérifiée)" in words(client_as(admin).get("/accueil/"))
    assert not OutgoingMail.objects.exists()


def test_questions_left_without_mail_are_stopped_after_ten_from_one_place(school: School, settings) -> None:
    settings.SENDS_MAIL = False
    statuses = [ask(Client()).status_code for _ in range(12)]
    assert (statuses[0], statuses[-1], ContactRequest.objects.count() <= 11) == (200, 422, True)
