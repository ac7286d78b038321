"""The home page of a pupil and of a guardian: what comes, what is new, what holds and what does not."""

import datetime
import re

import pytest
import time_machine
from django.urls import reverse

from evaluations.models import Document, DocumentKind
from tests.evaluations.class_5a import build_5a
from tests.factories import AccountFactory, GuardianshipFactory, MarkFactory
from tests.html import words


@pytest.fixture
def november(teacher):
    """Class 5A two days after its last évaluation, which is seen."""
    with time_machine.travel("2026-11-05 09:00+01:00", tick=False):
        yield build_5a(teacher)


@pytest.fixture
def home(client_as, november):
    """The home page of ALPHA, in words."""
    return lambda: words(client_as(november.pupils["ALPHA"]).get(reverse("home")))


def block(page, title):
    """What stands under a title, up to the next card."""
    return page.partition(title)[2][:400]


def test_pupil_reads_new_results_what_holds_and_what_to_work_on_p172(home):
    page = home()
    assert "Derniers résultats : 3" in page
    assert "Ce que tu sais faire : 3" in page
    assert all(name in block(page, "Ce que tu sais faire") for name in ("Lire une fraction", "Nommer", "Construire"))
    assert "À retravailler : 2" in page
    assert all(name in block(page, "À retravailler") for name in ("Placer une fraction", "Calculer de tête"))


def test_result_of_more_than_a_week_is_no_longer_new_p172(client_as, november):
    with time_machine.travel("2026-11-10 09:00+01:00", tick=False):
        page = words(client_as(november.pupils["ALPHA"]).get(reverse("home")))
    assert "Derniers résultats" not in page
    assert "Ce que tu sais faire : 3" in page


def test_nothing_of_an_evaluation_before_its_day_p172(home, november):
    november.evaluations["D3"].visible_on = datetime.date(2026, 11, 10)
    november.evaluations["D3"].save()
    november.evaluations["D3"].marks.update(visible_on=datetime.date(2026, 11, 10))
    page = home()
    assert "Derniers résultats" not in page
    assert "Ce que tu sais faire : 1" in page, "« Nommer » alone: the other two hold by D3"


def test_what_comes_and_what_is_to_be_done_is_said_p172(home, november):
    coming = november.evaluations["D2"]
    coming.title, coming.given_on, coming.self_until = "Volumes", datetime.date(2026, 11, 12), None
    coming.save()
    own = november.evaluations["D1"]
    own.self_until = datetime.date(2026, 11, 6)
    own.save()
    Document.objects.create(
        evaluation=own, kind=DocumentKind.ANSWER, link="https://exemple.fr/c", visible_on="2026-11-04"
    )
    page = home()
    assert "1 évaluation à venir Volumes jeudi 12 novembre" in page
    assert "1 auto-évaluation ouverte D1 jusqu'au 6 novembre" in page
    assert "1 nouveau document Corrigé : D1" in page


def test_nothing_is_a_sentence_and_no_empty_block_p172(client_as, november):
    page = words(client_as(AccountFactory(school_class=None)).get(reverse("home")))
    assert "Aucun résultat à lire cette année pour le moment" in page
    assert not any(title in page for title in ("Derniers", "À retravailler", "à venir"))


def test_block_that_is_folded_stays_so_p172(client_as, november):
    browser = client_as(november.pupils["ALPHA"])
    browser.post(reverse("accounts:fold"), {"block": "mastered", "version": 1, "is_folded": "on"})
    page = browser.get(reverse("home")).content.decode()
    opened = {name: "open" in rest for name, rest in re.findall(r'data-fold="(\w+)"([^>]*)>', page)}
    assert (opened["mastered"], opened["improve"]) == (False, True)


def test_guardian_reads_the_same_of_each_child_p172(client_as, november):
    guardian = AccountFactory(profile="TUT")
    for name in ("ALPHA", "DELTA"):
        GuardianshipFactory(guardian=guardian, pupil=november.pupils[name])
    browser = client_as(guardian)
    page = words(browser.get(reverse("home"), {"enfant": november.pupils["DELTA"].pk}))
    assert "Maîtrisés" not in block(page, "À améliorer"), "DELTA masters nothing yet"
    assert "À améliorer" in page
    assert "Maîtrisés : 3" in words(browser.get(reverse("home"), {"enfant": november.pupils["ALPHA"].pk}))


def test_states_that_the_school_keeps_are_in_no_block_p172(client_as, november, school):
    school.access = {"rights": {"evaluations.see_states": {"profiles": ["ENS"], "restrictions": []}}}
    school.save()
    page = words(client_as(november.pupils["ALPHA"]).get(reverse("home")))
    assert "Derniers résultats : 3" in page
    assert "Ce que tu sais faire" not in page


def test_home_asks_as_often_for_a_hundred_results_as_for_ten_p172(client_as, november, django_assert_max_num_queries):
    browser = client_as(november.pupils["ALPHA"])
    browser.get(reverse("home"))
    with django_assert_max_num_queries(40) as few:
        browser.get(reverse("home"))
    for name in ("D1", "D2"):
        for item in november.items.values():
            if not november.evaluations[name].marks.filter(pupil=november.pupils["ALPHA"], item=item).exists():
                MarkFactory(evaluation=november.evaluations[name], pupil=november.pupils["ALPHA"], item=item, code="3")
    with django_assert_max_num_queries(len(few)):
        browser.get(reverse("home"))
