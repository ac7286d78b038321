"""A session is read with its account, and ends as soon as it must: nothing of either is kept between two requests."""

import datetime

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse

from accounts.models import Account, OpenSession
from accounts.safety.open_sessions import close_other_sessions
from sacoche.kit.clock import now, today
from sacoche.kit.tenancy import school_scope
from tests.factories import PASSWORD, AccountFactory, SchoolFactory

PAGE = "/mon-compte/mot-de-passe/"


def came_in(account: Account) -> Client:
    """A browser where the account came in by its codes, its data notice read."""
    browser = Client()
    browser.post("/", {"base": account.school.number, "login": account.login, "password": PASSWORD})
    assert browser.get(PAGE).status_code == 200
    return browser


def is_open(browser: Client) -> bool:
    return browser.get(PAGE).status_code == 200


@pytest.fixture
def browser(teacher: Account) -> Client:
    return came_in(teacher)


def test_session_and_account_are_one_question(director, django_assert_num_queries):
    browser = came_in(director)
    with django_assert_num_queries(1):
        assert browser.get("/a-propos/").status_code == 200


def test_visitor_has_no_account_and_asks_nothing(db, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert Client().get("/a-propos/").status_code == 200


def test_session_closed_from_afar_is_over_at_the_next_page(browser, teacher):
    close_other_sessions(account=teacher, kept_key=None)
    assert not is_open(browser)


def test_session_whose_row_alone_is_gone_is_over(browser):
    Session.objects.all().delete()
    assert not is_open(browser)


def test_session_whose_line_is_gone_is_still_read(browser):
    OpenSession.objects.all().delete()
    assert is_open(browser)


def test_session_past_its_day_is_over(browser):
    Session.objects.update(expire_date=now() - datetime.timedelta(seconds=1))
    assert not is_open(browser)


def test_account_that_left_is_out_at_once(browser, teacher):
    Account.objects.filter(pk=teacher.pk).update(left_on=today())
    assert not is_open(browser)


def test_password_changed_elsewhere_ends_the_session(browser, teacher):
    teacher.set_password("une autre phrase longue")
    teacher.save()
    assert not is_open(browser)


def test_name_changed_by_a_colleague_is_that_of_the_next_page(browser, teacher):
    Account.objects.filter(pk=teacher.pk).update(last_name="DUPONT")
    assert "DUPONT" in browser.get(PAGE).text


def test_line_that_names_another_account_opens_nothing_of_his(browser, director):
    """Whom the session was opened for is said by the session alone."""
    OpenSession.objects.update(account=director)
    assert "LEROY" not in browser.get(PAGE).text
    assert "DURAND" in browser.get(PAGE).text


def test_two_browsers_of_two_schools_asking_in_turn_each_have_their_own(browser, teacher):
    with school_scope(SchoolFactory(number=99, name="École des Pins")) as _:
        other = came_in(AccountFactory(profile="ENS", login="x.y", last_name="VOISIN", first_name="Ana"))
    for _ in range(3):
        assert ("DURAND" in browser.get(PAGE).text, "VOISIN" in other.get(PAGE).text) == (True, True)
        assert ("VOISIN" in browser.get(PAGE).text, "DURAND" in other.get(PAGE).text) == (False, False)


def test_leaving_closes_the_session_for_whoever_kept_its_cookie(browser, teacher):
    thief = Client()
    thief.cookies = browser.cookies.copy()
    browser.post(reverse("accounts:sign_out"))
    assert not is_open(thief)
