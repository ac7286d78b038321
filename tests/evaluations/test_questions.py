"""« Je ne comprends pas »: off by default, once per result, one answer, never from guardians."""

from html import unescape

import pytest
from django.urls import reverse

from accounts.access.services import decisions
from evaluations.models import Evaluation, Level, Mark, ResultQuestion, Share
from tests.factories import AccountFactory, GuardianshipFactory


@pytest.fixture
def d3(class_5a):
    return class_5a.evaluations["D3"]


@pytest.fixture
def ana(class_5a):
    return class_5a.pupils["ALPHA"]


@pytest.fixture
def allowed(class_5a):
    with decisions(class_5a.teacher.school) as access:
        access.setdefault("rights", {})["evaluations.ask_about"] = {"profiles": ["ELV"], "restrictions": []}


def words(answer):
    return unescape(answer.content.decode()).replace("\u00a0", " ")


def asking(class_5a, item="A10"):
    return reverse("evaluations:ask_about", args=[class_5a.evaluations["D3"].pk, class_5a.items[item].pk])


def test_switched_off_until_the_school_opens_it_p115(class_5a, d3, ana, client_as):
    browser = client_as(ana)

    assert "Je ne comprends pas" not in words(browser.get(reverse("evaluations:own", args=[ana.pk, d3.pk])))
    assert browser.post(asking(class_5a), {"text": "Pourquoi ?"}).status_code == 403
    assert not ResultQuestion.objects.exists()


def test_pupil_asks_once_and_reads_one_answer_p115(class_5a, d3, ana, allowed, client_as):
    browser, sheet = client_as(ana), reverse("evaluations:own", args=[ana.pk, d3.pk])
    assert "Je ne comprends pas" in words(browser.get(sheet))

    browser.post(asking(class_5a), {"text": "Pourquoi 4 ?"})
    again = browser.post(asking(class_5a), {"text": "Et encore ?"})
    question = ResultQuestion.objects.get()
    address = reverse("evaluations:answer_about", args=[question.pk])
    teacher = client_as(class_5a.teacher)
    listed = words(teacher.get(reverse("evaluations:requests")))
    teacher.post(address, {"text": "Tu as tout réussi."})
    twice = teacher.post(address, {"text": "Autre chose."})

    assert again.status_code == 422
    assert "une seule est permise" in words(again)
    assert "Pourquoi 4 ?" in listed
    assert "Tu as tout réussi." in words(browser.get(sheet))
    assert "a déjà sa réponse" in words(twice)
    question.refresh_from_db()
    assert question.answer == "Tu as tout réussi."


@pytest.mark.parametrize("text", ["", "   ", "x" * 301])
def test_question_empty_or_too_long_is_refused_p115(text, class_5a, ana, allowed, client_as):
    assert client_as(ana).post(asking(class_5a), {"text": text}).status_code == 422
    assert not ResultQuestion.objects.exists()


def test_nothing_is_asked_without_a_result_or_before_its_day_p115(class_5a, d3, ana, allowed, client_as):
    browser = client_as(ana)
    assert browser.get(asking(class_5a, "A11")).status_code == 404, "not in D3"
    Mark.objects.filter(evaluation=d3, pupil=ana, item=class_5a.items["A10"]).update(code="PA")
    assert browser.get(asking(class_5a)).status_code == 404
    Evaluation.objects.filter(pk=d3.pk).update(visible_on="2027-01-04")
    assert browser.get(asking(class_5a, "A20")).status_code == 404


def test_guardian_asks_nothing_p115(class_5a, d3, ana, allowed, client_as):
    parent = AccountFactory(profile="TUT", last_name="ALPHA", first_name="Rose")
    GuardianshipFactory(guardian=parent, pupil=ana)
    browser = client_as(parent)

    assert "Je ne comprends pas" not in words(browser.get(reverse("evaluations:own", args=[ana.pk, d3.pk])))
    assert browser.post(asking(class_5a), {"text": "Pourquoi ?"}).status_code == 403


def test_colleague_who_only_sees_answers_nothing(class_5a, d3, ana, allowed, colleague, client_as):
    client_as(ana).post(asking(class_5a), {"text": "Pourquoi ?"})
    address = reverse("evaluations:answer_about", args=[ResultQuestion.objects.get().pk])
    Share.objects.create(evaluation=d3, colleague=colleague, level=Level.SEE)

    assert client_as(colleague).post(address, {"text": "Parce que."}).status_code == 403
