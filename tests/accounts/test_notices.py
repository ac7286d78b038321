"""« Notifications »: what happened is told once, calmly, to those who want to know, until they have read it."""

import datetime
from collections.abc import Callable, Iterator

import pytest
from django.test import Client
from django.urls import reverse

from accounts.journal.notices import SENSITIVE
from accounts.merging.merge import merge_accounts
from accounts.models import Account, Notice
from accounts.notices.kinds import NoticeKind, notice_kinds
from accounts.notices.queries import unread_of
from accounts.notices.services import choose_notices, forget_old_notices, mark_read, notify, withdraw
from sacoche.kit.clock import now, today
from sacoche.kit.journal import record
from sacoche.kit.registry import UnknownCode
from schools.models import School
from tests.factories import AccountFactory
from tests.html import words

ClientAs = Callable[[Account], Client]
PAGE = "/notifications/"
DAY = datetime.timedelta(days=1)
SHARED = "essai.shared"


@pytest.fixture(autouse=True)
def kind() -> Iterator[NoticeKind]:
    """A kind that everybody is told of."""
    made = NoticeKind(
        SHARED, "un essai est partagé", "{who} a partagé {tests:essai|essais}.", "accounts:messages", False
    )
    if SHARED not in notice_kinds:
        notice_kinds.register(made)
    yield made
    notice_kinds._things.pop(SHARED, None)


def test_colleagues_are_told_and_the_author_is_not(teacher: Account, director: Account, admin: Account) -> None:
    told = notify(SHARED, [teacher, director, admin], by=teacher, who="Paul DURAND", tests=2)

    assert told == 2
    assert {notice.account for notice in Notice.objects.all()} == {director, admin}
    assert [each.sentence for each in unread_of(director).last] == ["Paul DURAND a partagé 2 essais."]


def test_who_has_left_is_not_told(director: Account, teacher: Account) -> None:
    Account.objects.filter(pk=director.pk).update(left_on=today() - DAY)
    director.refresh_from_db()

    assert notify(SHARED, [director], by=teacher, who="Paul DURAND", tests=1) == 0


def test_same_thing_ten_times_is_one_notice_until_it_is_read(teacher: Account, director: Account) -> None:
    for number in range(1, 11):
        notify(SHARED, [director], by=teacher, target=7, who="Paul DURAND", tests=number)
    notify(SHARED, [director], by=teacher, target=8, who="Paul DURAND", tests=1)

    assert [(each.sentence, each.times) for each in unread_of(director).last] == [
        ("Paul DURAND a partagé 1 essai.", 1),
        ("Paul DURAND a partagé 10 essais.", 10),
    ]
    mark_read(director)
    notify(SHARED, [director], by=teacher, target=7, who="Paul DURAND", tests=1)
    assert [(each.sentence, each.times) for each in unread_of(director).last] == [("Paul DURAND a partagé 1 essai.", 1)]


def test_nothing_is_shown_before_its_moment(teacher: Account, director: Account, client_as: ClientAs) -> None:
    notify(SHARED, [director], by=teacher, shown_from=now() + DAY, who="Paul DURAND", tests=1)

    assert unread_of(director).count == 0
    assert "Paul DURAND" not in words(client_as(director).get(PAGE))
    # Told again for today: it does not wait any longer; and is not hidden again by what is for tomorrow.
    notify(SHARED, [director], by=teacher, who="Paul DURAND", tests=1)
    notify(SHARED, [director], by=teacher, shown_from=now() + DAY, who="Paul DURAND", tests=1)
    assert unread_of(director).count == 1


def test_what_was_overtaken_is_taken_back(teacher: Account, director: Account) -> None:
    notify(SHARED, [director], by=teacher, target=7, who="Paul DURAND", tests=1)

    withdraw(SHARED, target=7)

    assert unread_of(director).count == 0


def test_kind_that_nobody_declared_or_a_forgotten_detail_is_an_error_of_the_program(teacher: Account) -> None:
    with pytest.raises(UnknownCode):
        notify("essai.unknown", [teacher], by=None)
    with pytest.raises(KeyError):
        notify(SHARED, [teacher], by=None, who="Paul DURAND")


def test_notice_is_read_on_the_home_page_and_leads_where_it_says(
    teacher: Account, director: Account, client_as: ClientAs
) -> None:
    notify(SHARED, [director], by=teacher, who="Paul DURAND", tests=3)
    browser = client_as(director)

    home = words(browser.get(reverse("home")))
    assert "1 notification" in home
    assert "Paul DURAND a partagé 3 essais." in home
    answer = browser.post(reverse("accounts:open_notice", args=[Notice.objects.get().pk]))

    assert answer["Location"] == reverse("accounts:messages")
    assert "Paul DURAND a partagé" not in words(browser.get(reverse("home")))
    assert "Paul DURAND a partagé 3 essais." in words(browser.get(PAGE))


def test_notices_are_marked_as_read_one_by_one_or_together(
    teacher: Account, director: Account, client_as: ClientAs
) -> None:
    for target in (1, 2, 3):
        notify(SHARED, [director], by=teacher, target=target, who="Paul DURAND", tests=1)
    browser = client_as(director)
    first = Notice.objects.order_by("pk")[0]

    answer = browser.post(reverse("accounts:read_notice", args=[first.pk]), {"from": "home"})
    assert (answer["Location"], unread_of(director).count) == (reverse("home"), 2)
    browser.post(reverse("accounts:read_notices"))
    assert unread_of(director).count == 0


def test_notice_of_a_colleague_is_not_there(teacher: Account, director: Account, client_as: ClientAs) -> None:
    notify(SHARED, [director], by=None, who="Paul DURAND", tests=1)

    answer = client_as(teacher).post(reverse("accounts:read_notice", args=[Notice.objects.get().pk]))

    assert (answer.status_code, unread_of(director).count) == (404, 1)


def test_everybody_chooses_what_to_be_told_of(teacher: Account, director: Account, client_as: ClientAs) -> None:
    browser = client_as(director)
    assert "Un essai est partagé" in words(browser.get(PAGE))

    browser.post(reverse("accounts:choose_notices"), {SHARED: "non"})

    director.refresh_from_db()
    assert notify(SHARED, [director], by=teacher, who="Paul DURAND", tests=1) == 0


def test_administrators_who_asked_for_it_are_told_of_sensitive_actions(
    school: School, admin: Account, teacher: Account
) -> None:
    details = {"referentiel": "MATHS 5e", "items": 14, "what": "coefficient 2"}
    record("referentiels.bulk", actor=teacher, school=school, **details)
    assert unread_of(admin).count == 0

    choose_notices(admin, wanted=[SENSITIVE])
    record("referentiels.bulk", actor=teacher, school=school, **details)

    [notice] = unread_of(admin).last
    assert notice.sentence.startswith("Action sensible : DURAND Paul (")
    assert notice.sentence.endswith(") a changé d'un coup 14 items du référentiel MATHS 5e : coefficient 2.")
    assert notice.url == reverse("accounts:journal")


def test_person_of_two_accounts_is_told_once(school: School, teacher: Account, admin: Account) -> None:
    twin = AccountFactory(profile=teacher.profile)
    notify(SHARED, [teacher, twin], by=None, target=7, who="Claire", tests=1)
    notify(SHARED, [twin], by=None, target=8, who="Claire", tests=2)

    merge_accounts(actor=admin, kept=teacher, other=twin)

    assert sorted(Notice.objects.values_list("account", "target")) == [(teacher.pk, 7), (teacher.pk, 8)]


def test_notices_are_forgotten_a_month_after_they_were_read(teacher: Account) -> None:
    for target, read_days, shown_days in ((1, 29, 40), (2, 31, 40), (3, None, 364), (4, None, 366)):
        notify(SHARED, [teacher], by=None, target=target, who="Claire", tests=1)
        read_at = now() - read_days * DAY if read_days else None
        Notice.objects.filter(target=target).update(read_at=read_at, shown_from=now() - shown_days * DAY)

    assert forget_old_notices() == 2
    assert sorted(Notice.objects.values_list("target", flat=True)) == [1, 3]
