"""« Messages d'accueil »: staff write a word for the home page of some profiles."""

import datetime
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Account, JournalEntry, Message
from sacoche.kit.clock import today
from schools.models import School
from tests.html import words

ClientAs = Callable[[Account], Client]
PAGE = "/messages-accueil/"


def fields(**changes):
    week = today() + datetime.timedelta(days=7)
    usual = {"text": "Réunion jeudi", "profiles": ["ELV", "TUT"], "starts_on": today(), "ends_on": week}
    return {name: value for name, value in (usual | changes).items() if value is not None}


def test_teacher_publishes_a_message_in_his_name(teacher: Account, client_as: ClientAs) -> None:
    response = client_as(teacher).post(PAGE, fields(), follow=True)

    page = words(response)
    assert "Le message est publié." in page
    assert "Réunion jeudi élève, responsable légal du" in page
    message = Message.objects.get()
    assert (message.author, message.author_label, message.profiles) == (teacher, "Paul DURAND", ["ELV", "TUT"])
    assert JournalEntry.objects.filter(code="accounts.write_message").count() == 1


def test_message_sent_twice_is_published_once(teacher: Account, client_as: ClientAs) -> None:
    browser = client_as(teacher)

    for _ in range(2):
        assert browser.post(PAGE, fields()).status_code == 302

    assert Message.objects.count() == 1
    assert JournalEntry.objects.filter(code="accounts.write_message").count() == 1


def test_author_changes_then_removes_his_message(teacher: Account, client_as: ClientAs) -> None:
    browser = client_as(teacher)
    browser.post(PAGE, fields())
    message = Message.objects.get()

    browser.post(reverse("accounts:edit_message", args=[message.pk]), fields(text="Réunion vendredi"))
    message.refresh_from_db()
    changed = message.text
    browser.post(reverse("accounts:remove_message", args=[message.pk]))

    assert (changed, Message.objects.count()) == ("Réunion vendredi", 0)


def test_message_of_a_colleague_is_open_to_an_administrator_alone(
    teacher: Account, director: Account, admin: Account, client_as: ClientAs
) -> None:
    client_as(teacher).post(PAGE, fields())
    address = reverse("accounts:edit_message", args=[Message.objects.get().pk])

    answers = [client_as(account).get(address).status_code for account in (teacher, director, admin)]

    assert answers == [200, 404, 200]
    assert "Réunion" not in words(client_as(director).get(PAGE))


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"text": "  "}, "Écrivez le message."),
        ({"text": "a" * 2001}, "2000"),
        ({"profiles": None}, "Cochez au moins un profil"),
        ({"profiles": ["AED"]}, "n'est pas ouvert dans votre établissement"),
        ({"starts_on": "jeudi"}, "Écrivez la date sous la forme JJ/MM/AAAA."),
        ({"ends_on": ""}, "Indiquez jusqu'à quel jour"),
        ({"starts_on": "2040-01-02", "ends_on": "2040-01-01"}, "Le dernier jour vient avant le premier"),
        ({"starts_on": "2020-01-01", "ends_on": "2020-01-02"}, "Ce jour est déjà passé"),
        ({"ends_on": "2099-01-01"}, "un an au plus"),
    ],
)
def test_message_that_does_not_fit_is_refused_in_words(
    school: School, teacher: Account, client_as: ClientAs, changes: dict, sentence: str
) -> None:
    response = client_as(teacher).post(PAGE, fields(**changes))

    assert (response.status_code, sentence in words(response)) == (422, True)
    assert Message.objects.count() == 0


def test_families_write_no_message(pupil: Account, client_as: ClientAs) -> None:
    assert client_as(pupil).get(PAGE).status_code == 403
