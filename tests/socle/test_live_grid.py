"""Two people in one grid: who is there, and what each saves reaches the other."""

import datetime
import uuid

import pytest
from django.db import connection
from django.urls import reverse

from accounts.enums import Gender, Profile
from accounts.models import JournalEntry
from grids.models import PresentPage
from grids.presence import LASTS_SECONDS, PAGES_OF_ONE_ACCOUNT
from sacoche.kit import clock
from sacoche.kit.tenancy import school_scope
from socle.models import ItemChange
from tests.factories import (
    AccountFactory,
    GroupFactory,
    GroupMembershipFactory,
    GroupTeachingFactory,
    SchoolClassFactory,
    TeachingAssignmentFactory,
)

PILIER = 8


def page_name():
    return uuid.uuid4().hex


@pytest.fixture
def marks(cm2, data_dir):
    """marks(): how many open pages are noted in the school, those that were left behind too."""
    rows = PresentPage.objects.filter(pk__startswith=f"{cm2.school.pk}~")
    folder = data_dir / "presence" / str(cm2.school.pk)
    return lambda: rows.count() + (len(list(folder.iterdir())) if folder.is_dir() else 0)


@pytest.fixture
def colleague(cm2):
    account = AccountFactory(
        profile=Profile.ENS, login="ann.petit", last_name="PETIT", first_name="Anne", gender=Gender.FEMALE
    )
    TeachingAssignmentFactory(teacher=account, school_class=cm2.school_class)
    return account


@pytest.fixture
def ask(cm2, client_as):
    """ask(account, page=…, method="post", …): what an open page asks, and the answer."""

    def send(account, *, page="", method="post", etag="", school_class=None, url="socle:items_presence", **query):
        asked = {"cadre": PILIER, "classe": (school_class or cm2.school_class).pk, "depuis": 0, "page": page} | query
        headers = {"accept": "application/json"} | ({"if-none-match": etag} if etag else {})
        return getattr(client_as(account), method)(reverse(url), asked, headers=headers)

    return send


@pytest.fixture
def later(monkeypatch):
    """later(seconds): the clock of the school goes forward."""

    def go(seconds):
        moment = clock.now() + datetime.timedelta(seconds=seconds)
        monkeypatch.setattr("grids.presence.now", lambda: moment)
        monkeypatch.setattr("grids.live.now", lambda: moment)

    return go


def test_colleague_on_the_same_grid_is_named_and_no_longer_once_gone(cm2, colleague, ask):
    mine, hers = page_name(), page_name()

    assert ask(cm2.teacher, page=mine).json()["others"] == []
    assert ask(colleague, page=hers).json()["others"] == ["Paul DURAND"]
    assert ask(cm2.teacher, page=mine).json()["others"] == ["Mme PETIT"]
    assert ask(colleague, page=hers, ferme=1).status_code == 204
    assert ask(cm2.teacher, page=mine).json()["others"] == []


def test_colleague_whose_page_says_nothing_any_more_is_taken_for_gone(cm2, colleague, ask, later, marks):
    ask(colleague, page=page_name())
    later(LASTS_SECONDS + 1)

    assert ask(cm2.teacher, page=page_name()).json()["others"] == []
    assert marks() == 1


def test_same_person_in_two_windows_is_told_so(cm2, ask):
    ask(cm2.teacher, page=page_name())

    answer = ask(cm2.teacher, page=page_name()).json()

    assert (answer["others"], answer["is_open_twice"]) == ([], True)


def test_other_grids_and_other_classes_are_not_the_same_grid(cm2, colleague, ask):
    elsewhere = SchoolClassFactory(niveau="CM2", reference="CM2-B", name="CM2 B")
    TeachingAssignmentFactory(teacher=colleague, school_class=elsewhere)
    ask(colleague, page=page_name(), cadre=9)
    ask(colleague, page=page_name(), school_class=elsewhere)

    assert ask(cm2.teacher, page=page_name()).json()["others"] == []


def test_colleague_who_sees_the_same_pupils_in_a_group_is_named_on_both_sides(cm2, colleague, ask):
    group = GroupFactory(niveau="CM2", name="Lecture")
    GroupTeachingFactory(teacher=colleague, group=group)
    GroupMembershipFactory(pupil=cm2.pupils[0], group=group)
    strangers = GroupFactory(niveau="CM2", name="Sport")
    GroupTeachingFactory(teacher=colleague, group=strangers)
    ask(colleague, page=page_name(), classe=f"g{strangers.pk}")
    assert ask(cm2.teacher, page=page_name()).json()["others"] == []

    answer = ask(colleague, page=page_name(), classe=f"g{group.pk}").json()

    assert answer["others"] == ["Paul DURAND"]
    assert ask(cm2.teacher, page=page_name()).json()["others"] == ["Mme PETIT"]


def test_reading_the_presence_writes_nothing_and_leaves_the_reader_unseen(cm2, colleague, ask, marks):
    assert ask(colleague, page=page_name(), method="get").status_code == 200

    assert marks() == 0
    assert ask(cm2.teacher, page=page_name()).json()["others"] == []


def test_presence_leaves_nothing_in_the_journal(cm2, ask):
    before = JournalEntry.objects.count()

    ask(cm2.teacher, page=page_name())

    assert JournalEntry.objects.count() == before


def test_cell_saved_by_a_colleague_comes_with_its_author(cm2, colleague, ask, save):
    page = page_name()
    save(colleague, [cm2.pupils[0].pk, cm2.items[0].pk, 2, 1])
    line = ItemChange.objects.get()

    answer = ask(cm2.teacher, page=page, method="get").json()

    assert answer["changes"] == [
        [
            cm2.pupils[0].pk,
            cm2.items[0].pk,
            1,
            clock.today().isoformat(),
            "PETIT A.",
            "PETIT A.",
            line.at.isoformat(),
            line.pk,
            None,
        ]
    ]


def test_decision_a_colleague_erased_comes_as_no_decision(cm2, colleague, ask, save):
    cell = [cm2.pupils[0].pk, cm2.items[0].pk]
    save(cm2.teacher, [*cell, 2, 1])
    save(colleague, [*cell, 1, 2])

    [change] = ask(cm2.teacher, page=page_name(), method="get").json()["changes"]

    assert change[:6] == [*cell, 2, None, None, "PETIT A."]


def test_own_save_comes_with_its_number_for_the_page_that_sent_it(cm2, ask, save):
    save(cm2.teacher, [cm2.pupils[0].pk, cm2.items[0].pk, 2, 1])

    [change] = ask(cm2.teacher, page=page_name(), method="get").json()["changes"]

    assert change[-1] == ItemChange.objects.get().batch.hex


def test_cells_of_another_competence_or_class_do_not_come(cm2, colleague, ask, save):
    elsewhere = SchoolClassFactory(niveau="CM2", reference="CM2-B", name="CM2 B")
    TeachingAssignmentFactory(teacher=colleague, school_class=elsewhere)
    stranger = AccountFactory(last_name="AUTRE", school_class=elsewhere)
    save(colleague, [stranger.pk, cm2.items[0].pk, 2, 1])
    save(colleague, [cm2.pupils[0].pk, 2211, 2, 1])

    assert ask(cm2.teacher, page=page_name(), method="get").json()["changes"] == []


def test_nothing_new_is_answered_without_a_body(cm2, colleague, ask, save):
    page = page_name()
    first = ask(cm2.teacher, page=page, method="get")

    again = ask(cm2.teacher, page=page, method="get", etag=first["ETag"])
    save(colleague, [cm2.pupils[0].pk, cm2.items[0].pk, 2, 1])
    changed = ask(cm2.teacher, page=page, method="get", etag=first["ETag"])

    assert (again.status_code, again.content, changed.status_code) == (304, b"", 200)


def test_young_lines_come_again_until_none_can_appear_late(cm2, colleague, ask, save, later):
    page = page_name()
    save(colleague, [cm2.pupils[0].pk, cm2.items[0].pk, 2, 1])
    young = ask(cm2.teacher, page=page, method="get").json()
    later(120)
    settled = ask(cm2.teacher, page=page, method="get").json()
    after = ask(cm2.teacher, page=page, method="get", depuis=settled["cursor"]).json()

    again = ask(cm2.teacher, page=page, method="get", depuis=young["cursor"]).json()
    assert [len(answer["changes"]) for answer in (young, settled, again, after)] == [1, 1, 1, 0]


def test_cursor_of_the_end_of_times_asks_for_what_is_young(cm2, colleague, ask, save):
    save(colleague, [cm2.pupils[0].pk, cm2.items[0].pk, 2, 1])

    assert len(ask(cm2.teacher, page=page_name(), method="get", depuis="9" * 18).json()["changes"]) == 1


def test_presence_check_asks_the_base_as_little_for_thirty_pupils_as_for_three(
    cm2, colleague, ask, save, client_as, django_assert_num_queries
):
    for number in range(27):
        AccountFactory(last_name=f"ÉLÈVE{number:02}", school_class=cm2.school_class)
    save(colleague, *[[pupil.pk, item.pk, 2, 1] for pupil in cm2.pupils for item in cm2.items])
    ask(colleague, page=page_name())
    client = client_as(cm2.teacher)
    asked = {"cadre": PILIER, "classe": cm2.school_class.pk, "depuis": 0, "page": page_name()}
    client.get(reverse("socle:items_presence", query=asked))

    # On PostgreSQL, those who are there are rows.
    with django_assert_num_queries(6 + (connection.vendor == "postgresql")):
        answer = client.get(reverse("socle:items_presence", query=asked)).json()

    assert (len(answer["changes"]), answer["others"]) == (87, ["Mme PETIT"])


# --- What is forged ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "wrong",
    [
        {"page": "../../secret"},
        {"page": "A" * 32},
        {"page": ""},
        {"cadre": "huit"},
        {"classe": "9" * 19},
        {"depuis": "-1"},
        {"depuis": "٣"},
    ],
)
def test_question_that_makes_no_sense_is_refused_and_nothing_is_noted(cm2, ask, marks, wrong):
    answer = ask(cm2.teacher, **({"page": page_name()} | wrong))

    assert (answer.status_code, answer.json()) == (400, {"error": "Demande incomprise : rechargez la page."})
    assert marks() == 0


@pytest.mark.parametrize("method", ["get", "post"])
def test_class_of_another_school_does_not_exist(cm2, other_school, ask, method, marks):
    with school_scope(other_school):
        elsewhere = SchoolClassFactory(niveau="CM2", reference="CM2", name="CM2")

    assert ask(cm2.teacher, page=page_name(), method=method, school_class=elsewhere).status_code == 404
    assert marks() == 0


@pytest.mark.parametrize("method", ["get", "post"])
def test_class_that_is_not_his_is_closed_to_a_teacher(cm2, ask, method, marks):
    elsewhere = SchoolClassFactory(niveau="CM2", reference="CM2-B", name="CM2 B")

    assert ask(cm2.teacher, page=page_name(), method=method, school_class=elsewhere).status_code == 403
    assert marks() == 0


def test_pages_invented_by_the_hundred_leave_few_marks(cm2, ask, marks):
    for _ in range(PAGES_OF_ONE_ACCOUNT + 5):
        ask(cm2.teacher, page=page_name())

    assert marks() == PAGES_OF_ONE_ACCOUNT


def test_asking_in_the_background_does_not_keep_a_session_open(cm2, client_as):
    client = client_as(cm2.teacher)
    session = client.session
    session["seen_at"] = clock.now().timestamp() - 29 * 60
    session.save()
    asked = {"cadre": PILIER, "classe": cm2.school_class.pk, "depuis": 0, "page": page_name()}

    assert client.post(reverse("socle:items_presence"), asked).status_code == 200

    assert client.session["seen_at"] == session["seen_at"]
