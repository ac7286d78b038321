"""A link that serves once serves once, however many ask at the same moment."""

import re
from collections import Counter
from collections.abc import Callable

import pytest
from django.core import mail
from django.test import Client

from accounts.enums import Profile
from accounts.mail import send_due_mails
from accounts.models import Account, JournalEntry
from entrance.spaces.invitations import link_to
from sacoche.kit.tenancy import school_scope
from schools.models import School
from tests.factories import AccountFactory, SchoolFactory
from tests.together import at_once

EMAIL = "anne.martin@exemple.fr"


def lost_link(account: Account) -> str:
    Client().post("/identifiants-perdus/", {"base": account.school.number, "email": EMAIL})
    send_due_mails()
    return re.search(r"https?://[^/]+(/\S+)", mail.outbox[-1].body)[1]


def first_link(account: Account) -> str:
    return re.sub(r"https?://[^/]+", "", link_to(account))


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("link_of", [lost_link, first_link])
def test_five_requests_at_once_with_one_link_give_one_success(link_of: Callable[[Account], str]) -> None:
    school: School = SchoolFactory(number=1)
    with school_scope(school):
        account = AccountFactory(profile=Profile.ADM, login="admin", email=EMAIL)
        path = link_of(account)
    chosen = [f"une phrase bien à moi {rank}" for rank in range(5)]
    answers: list[tuple[int, str]] = []

    def choose(password: str) -> None:
        status = Client().post(path, {"password": password, "again": password}).status_code
        answers.append((status, password))

    raised = at_once(school, *(lambda password=password: choose(password) for password in chosen))

    assert raised == [None] * 5
    assert Counter(status for status, _ in answers) == {302: 1, 410: 4}
    with school_scope(school):
        account.refresh_from_db()
        served = next(password for status, password in answers if status == 302)
        assert account.check_password(served)
        assert JournalEntry.objects.filter(code="accounts.choose_password").count() == 1
