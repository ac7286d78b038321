"""« Bascule entre comptes »: one person goes from one of his accounts to the other."""

import datetime
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from accounts.enums import Profile
from accounts.models import Account, JournalEntry, LinkedAccount, OpenSession
from accounts.own.linking import linked_to
from accounts.people.services import give_password
from entrance.outside.lost import choose_password
from sacoche.kit.tenancy import school_scope
from schools.models import School
from tests.factories import PASSWORD, AccountFactory
from tests.html import words

ClientAs = Callable[[Account], Client]
PAGE = "/mon-compte/bascule/"


@pytest.fixture
def parent(school: School) -> Account:
    return AccountFactory(profile=Profile.TUT, login="par.durand", last_name="DURAND", first_name="Paul")


def link(browser: Client, login: str, password: str = PASSWORD):
    return browser.post(PAGE, {"login": login, "password": password})


def switch(browser: Client, other: Account):
    return browser.post(reverse("accounts:switch", args=[other.pk]))


def test_two_accounts_are_linked_by_the_codes_of_the_second(
    teacher: Account, parent: Account, client_as: ClientAs
) -> None:
    response = link(client_as(teacher), parent.login)

    assert response.status_code == 302
    assert (list(linked_to(teacher)), list(linked_to(parent))) == ([parent], [teacher])
    assert JournalEntry.objects.filter(code="accounts.link", actor=teacher).count() == 1


def test_switching_opens_the_other_account_and_ends_the_first_session(
    teacher: Account, parent: Account, client_as: ClientAs
) -> None:
    browser = client_as(teacher)
    link(browser, parent.login)
    before = browser.session.session_key

    response = switch(browser, parent)

    assert response.url == "/accueil/"
    page = words(browser.get("/accueil/"))
    assert "Paul DURAND (responsable légal)" in page
    assert browser.session.session_key != before
    assert OpenSession.objects.get().account == parent
    assert JournalEntry.objects.filter(code="accounts.switch", actor=teacher).count() == 1
    switch(browser, teacher)
    assert "Paul DURAND (professeur)" in words(browser.get("/accueil/"))


def test_header_leads_to_the_other_accounts_of_the_person_alone(
    teacher: Account, parent: Account, client_as: ClientAs
) -> None:
    browser = client_as(teacher)
    before = browser.get("/accueil/").content.decode().count(f'href="{PAGE}"')

    link(browser, parent.login)

    assert browser.get("/accueil/").content.decode().count(f'href="{PAGE}"') == before + 1


def test_linking_two_sets_makes_one(
    teacher: Account, parent: Account, director: Account, admin: Account, client_as: ClientAs
) -> None:
    link(client_as(teacher), parent.login)
    link(client_as(director), admin.login)

    link(client_as(teacher), director.login)

    assert set(linked_to(admin)) == {teacher, parent, director}
    assert LinkedAccount.objects.values("person").distinct().count() == 1


def test_unlinking_leaves_no_set_of_one(teacher: Account, parent: Account, client_as: ClientAs) -> None:
    browser = client_as(teacher)
    link(browser, parent.login)

    browser.post(reverse("accounts:unlink", args=[parent.pk]))

    assert (list(linked_to(teacher)), LinkedAccount.objects.count()) == ([], 0)


def test_what_changed_since_is_looked_at_again_when_switching(
    teacher: Account, parent: Account, client_as: ClientAs
) -> None:
    browser = client_as(teacher)
    link(browser, parent.login)
    parent.left_on = datetime.date(2020, 1, 1)
    parent.save()

    response = browser.post(reverse("accounts:switch", args=[parent.pk]), follow=True)

    assert "Ce compte n'est plus lié au vôtre, ou il a été fermé." in words(response)
    assert "Paul DURAND (professeur)" in words(browser.get("/accueil/"))


def test_profile_closed_by_the_school_is_not_opened_by_switching(
    teacher: Account, parent: Account, school: School, client_as: ClientAs
) -> None:
    browser = client_as(teacher)
    link(browser, parent.login)
    closing = {"reason": "Travaux", "profiles": ["TUT"], "by": "Claire MARCHAND", "since": "2026-01-05"}
    school.access = {"closings": {"school": closing}}
    school.save()

    response = browser.post(reverse("accounts:switch", args=[parent.pk]), follow=True)

    assert "« Travaux »" in words(response)
    assert "Paul DURAND (professeur)" in words(browser.get("/accueil/"))


def test_account_that_is_not_linked_is_not_opened(teacher: Account, director: Account, client_as: ClientAs) -> None:
    browser = client_as(teacher)

    switch(browser, director)

    assert "Paul DURAND (professeur)" in words(browser.get("/accueil/"))


@pytest.mark.parametrize(
    ("login", "password", "sentence"),
    [
        ("par.durand", "faux", "Identifiant ou mot de passe incorrect"),
        ("ailleurs", PASSWORD, "Identifiant ou mot de passe incorrect"),
        ("pau.durand", PASSWORD, "C'est le compte où vous êtes"),
        ("", PASSWORD, "Indiquez votre identifiant."),
    ],
)
def test_codes_that_link_nothing_are_refused_in_words(
    teacher: Account, parent: Account, other_school: School, client_as: ClientAs, login, password, sentence: str
) -> None:
    with school_scope(other_school):
        AccountFactory(login="ailleurs", profile=Profile.TUT)

    response = link(client_as(teacher), login, password)

    assert (response.status_code, sentence in words(response)) == (422, True)
    assert LinkedAccount.objects.count() == 0


def test_linking_twice_says_so(teacher: Account, parent: Account, client_as: ClientAs) -> None:
    browser = client_as(teacher)
    link(browser, parent.login)

    response = link(browser, parent.login)

    assert (response.status_code, "Ces deux comptes sont déjà liés." in words(response)) == (422, True)


def test_guessing_the_password_of_another_account_is_locked_as_at_sign_in(
    teacher: Account, parent: Account, client_as: ClientAs
) -> None:
    browser = client_as(teacher)
    for _ in range(5):
        link(browser, parent.login, "faux")

    assert "Trop d'essais infructueux" in words(link(browser, parent.login))
    assert LinkedAccount.objects.count() == 0


def _changes(account: Account, client_as: ClientAs) -> None:
    data = {"current": PASSWORD, "password": "une-phrase-bien-longue", "again": "une-phrase-bien-longue"}
    client_as(account).post("/mon-compte/mot-de-passe/", data)


def _receives(account: Account, client_as: ClientAs) -> None:
    give_password(actor=None, account=account, password="une-phrase-bien-longue")


def _chooses_by_a_link(account: Account, client_as: ClientAs) -> None:
    choose_password(account=account, password="une-phrase-bien-longue", still_opens=lambda locked: True)


@pytest.mark.parametrize("renew", [_changes, _receives, _chooses_by_a_link])
def test_new_password_closes_the_way_in_from_a_linked_account(
    renew, teacher: Account, parent: Account, client_as: ClientAs
) -> None:
    """Whoever knew the former password may have linked an account of their own."""
    browser = client_as(parent)
    link(browser, teacher.login)

    renew(teacher, client_as)

    assert switch(browser, teacher).url == PAGE
    assert list(linked_to(parent)) == []
