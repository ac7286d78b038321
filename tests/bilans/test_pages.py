"""The pages of relevés: what a teacher, a head, a pupil and a parent read, and what is refused in words."""

import re

import pytest
from django.urls import reverse


@pytest.fixture
def reader(client_as, class_5a):
    return client_as(class_5a.teacher)


def page(browser, code, **asked):
    return browser.get(reverse(f"bilans:{code}"), asked)


def text_of(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def levels_of(response):
    """What is written in the cells of levels, in their order."""
    return re.findall(r'<(?:span|button) class="lv lv-\d"[^>]*>([^<]+)<', response.content.decode())


def test_releve_of_a_matiere_shows_each_pupil_his_scores_p149(reader, class_5a):
    shown = page(reader, "releve_matiere", classe=class_5a.school_class.pk, matiere="MATHS")
    assert shown.status_code == 200
    assert levels_of(shown) == ["A 76", "VA 56", "VA 56", "A 100", "A 100", "69\xa0%", "80\xa0%"]
    assert "Relevé d'items – Mathématiques" in text_of(shown).replace("&#x27;", "'")
