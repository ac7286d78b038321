"""« Auto-évaluation »: ordinary codes and a word, until the day at midnight; it stays beside the teacher's code."""

import datetime
from html import unescape

import pytest
import time_machine
from django.urls import reverse

from accounts.models import Notice
from evaluations.models import Evaluation, Level, Mark, MarkChange, PupilComment, SelfMark, Share
from evaluations.queries.families import scores_of
from evaluations.queries.scale import current_scale
from evaluations.subjects import subject_of
from grids.services import CellChange, save_cells
from tests.factories import AccountFactory, GuardianshipFactory

LAST = datetime.date(2026, 12, 7)


def words(answer):
    return unescape(answer.content.decode()).replace("\u00a0", " ")


@pytest.fixture
def empty(class_5a):
    """An évaluation of the class with no result, which pupils evaluate until 7 December."""
    made = class_5a.evaluations["D2"]
    Mark.objects.filter(evaluation=made).delete()
    Evaluation.objects.filter(pk=made.pk).update(self_until=LAST)
    return made


@pytest.fixture
def ana(class_5a):
    return class_5a.pupils["ALPHA"]


def address(evaluation):
    return reverse("evaluations:self", args=[evaluation.pk])


def answers(class_5a, codes):
    return {f"item-{class_5a.items[name].pk}": code for name, code in codes.items()}


def test_pupil_gives_himself_codes_and_a_word_until_the_last_day_p110(class_5a, empty, ana, client_as):
    sent = answers(class_5a, {"A10": "3", "A11": "4", "A20": "1", "B11": "2"}) | {"mot": "J'ai révisé."}

    with time_machine.travel("2026-12-07 23:50+01:00", tick=False):
        answer = client_as(ana).post(address(empty), sent)

    assert answer.status_code == 302
    marks = Mark.objects.filter(evaluation=empty, pupil=ana).order_by("item__theme__domaine__order", "item_id")
    assert [mark.code for mark in marks] == ["3", "4", "1", "2"]
    assert PupilComment.objects.get().own_text == "J'ai révisé."
    assert MarkChange.objects.filter(evaluation=empty, gesture="self", actor=ana).count() == 4


def test_day_after_is_refused_in_words_forged_too_p110(class_5a, empty, ana, client_as):
    with time_machine.travel("2026-12-08 00:10+01:00", tick=False):
        browser = client_as(ana)
        seen = browser.get(address(empty))
        forged = browser.post(address(empty), answers(class_5a, {"A10": "4"}))

    assert (seen.status_code, forged.status_code) == (403, 403)
    assert "finie depuis le 07/12/2026" in words(seen)
    assert not SelfMark.objects.exists()


@pytest.mark.parametrize("code", ["AB", "PA", "9", "x", "33"])
def test_special_or_unknown_code_is_refused_whole_p110(code, class_5a, empty, ana, client_as):
    answer = client_as(ana).post(address(empty), answers(class_5a, {"A10": "4", "A11": code}))

    assert answer.status_code == 422
    assert "rien n'a été enregistré" in words(answer)
    assert not Mark.objects.filter(evaluation=empty).exists()


def test_evaluation_without_self_evaluation_and_another_class_are_closed(class_5a, ana, client_as):
    other = AccountFactory(last_name="AILLEURS")

    assert client_as(ana).get(address(class_5a.evaluations["D1"])).status_code == 403
    assert client_as(other).get(address(class_5a.evaluations["D1"])).status_code == 404


def test_guardian_does_not_evaluate_in_the_place_of_his_child(empty, ana, client_as):
    parent = AccountFactory(profile="TUT", last_name="ALPHA", first_name="Rose")
    GuardianshipFactory(guardian=parent, pupil=ana)

    assert client_as(parent).get(address(empty)).status_code == 403


def test_pupil_changes_his_mind_and_takes_a_code_back(class_5a, empty, ana, client_as):
    browser = client_as(ana)
    browser.post(address(empty), answers(class_5a, {"A10": "3", "A11": "4"}))

    browser.post(address(empty), answers(class_5a, {"A10": "2", "A11": ""}))

    assert [mark.code for mark in Mark.objects.filter(evaluation=empty, pupil=ana)] == ["2"]
    assert [mark.code for mark in SelfMark.objects.all()] == ["2"]


def test_code_of_the_teacher_counts_and_that_of_the_pupil_stays_beside_p111(class_5a, empty, ana, client_as):
    item = class_5a.items["A20"]
    client_as(ana).post(address(empty), answers(class_5a, {"A20": "3"}))
    change = CellChange(ana.pk, item.pk, "3", "2", "cell")
    save_cells(subject=subject_of(empty), actor=class_5a.teacher, school=class_5a.teacher.school, changes=[change])

    client_as(ana).post(address(empty), answers(class_5a, {"A20": "4"}))

    assert Mark.objects.get(evaluation=empty, pupil=ana, item=item).code == "2"
    assert SelfMark.objects.get().code == "4"
    # D2: 2 (33), D3: 3 (67); the pupil's own code is in no score.
    assert scores_of(ana, [item.pk], current_scale())[item.pk] == 56
    page = words(client_as(ana).get(reverse("evaluations:own", args=[ana.pk, empty.pk])))
    assert "Tu avais dit" in page
    history = MarkChange.objects.filter(evaluation=empty, pupil=ana, item=item).order_by("pk")
    assert [(line.gesture, line.before, line.after) for line in history] == [("self", "", "3"), ("cell", "3", "2")]


def test_evaluation_deleted_meanwhile_is_an_address_that_does_not_exist(class_5a, empty, ana, client_as):
    browser = client_as(ana)
    Evaluation.objects.filter(pk=empty.pk).update(deleted_at=datetime.datetime(2026, 11, 30, tzinfo=datetime.UTC))

    assert browser.post(address(empty), answers(class_5a, {"A10": "3"})).status_code == 404


def test_who_enters_codes_is_told_once_of_a_self_evaluation_p110(class_5a, empty, ana, colleague, client_as):
    reader = AccountFactory(profile="ENS", last_name="LECTEUR")
    Share.objects.create(evaluation=empty, colleague=colleague, level=Level.ENTER)
    Share.objects.create(evaluation=empty, colleague=reader, level=Level.SEE)
    browser = client_as(ana)

    for code in ("3", "4"):
        browser.post(address(empty), answers(class_5a, {"A10": code}))

    told = Notice.objects.filter(code="evaluations.self_evaluated").order_by("account")
    assert sorted(each.account_id for each in told) == sorted([class_5a.teacher.pk, colleague.pk])
    assert {each.times for each in told} == {2}
