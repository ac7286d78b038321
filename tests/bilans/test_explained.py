"""Figures that explain themselves, on the pages of relevés; and to whom the school does not show them."""

import re

import pytest
from django.urls import reverse

from accounts.models import Account
from schools.models import School
from tests.html import words


@pytest.fixture
def reader(client_as, class_5a):
    return client_as(class_5a.teacher)


def releve(browser, class_5a, **asked):
    whose = {"classe": class_5a.school_class.pk} if "eleve" not in asked else {}
    return browser.get(reverse("bilans:releve_matiere"), {**whose, "matiere": "MATHS", **asked})


def why(browser, class_5a, pupil, item):
    case = f"{class_5a.pupils[pupil].pk}-{class_5a.items[item].pk}"
    asked = {"classe": class_5a.school_class.pk, "matiere": "MATHS", "case": case}
    return browser.get(reverse("bilans:releve_matiere_why"), asked)


def said(response):
    return words(response).replace("\u00a0", " ").replace("\u202f", " ")


def test_score_of_alpha_is_told_with_its_days_evaluations_values_and_weights_p63(reader, class_5a):
    told = said(why(reader, class_5a, "ALPHA", "A10"))

    assert "(0×1 + 67×2 + 100×4) ÷ 7 = 76,29 → 76 → Acquis" in told
    for day, title, value in (("15/09/2026", "D1", "0"), ("06/10/2026", "D2", "67"), ("03/11/2026", "D3", "100")):
        assert re.search(rf"{day} {title}.*?{value} oui", told), (day, told)


def test_results_that_do_not_count_say_why_p63(reader, class_5a):
    told = said(why(reader, class_5a, "CHARLI", "A10"))

    assert re.search(r"15/09/2026 D1.*?AB – non : ", told), told


def test_means_and_percentages_of_bravo_are_told_p64(reader, class_5a):
    whose = {"classe": class_5a.school_class.pk, "eleve": class_5a.pupils["BRAVO"].pk}
    told = said(releve(reader, class_5a, **whose))

    assert "= 74,6 → 75" in told
    assert re.search(r"4 A et 1 VA", told), told


def test_score_is_hidden_from_whom_the_school_does_not_show_it_p67(class_5a, client_as):
    everybody = ["DIR", "ENS", "DOC", "EDU", "TUT", "AED"]
    access = {"rights": {"bilans.see_scores": {"profiles": everybody, "restrictions": []}}}
    School.objects.filter(pk=class_5a.teacher.school_id).update(access=access)
    pupil = Account.objects.get(pk=class_5a.pupils["ALPHA"].pk)

    shown = said(releve(client_as(pupil), class_5a, eleve=pupil.pk))

    assert "5.A10" in shown
    assert not re.search(r"\b(76|56|69 %|13,8)\b", shown), shown
    assert why(client_as(pupil), class_5a, "ALPHA", "A10").status_code == 403
    assert "76" in said(releve(client_as(class_5a.teacher), class_5a))
