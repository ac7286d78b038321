"""« Évaluer un élève à la volée » and « Nombre de saisies »."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from evaluations.models import Evaluation, EvaluationItem, Level, Mark, MarkChange, Share
from evaluations.on_the_fly import MOST_ITEMS
from tests.factories import AccountFactory, SchoolClassFactory
from tests.html import words

USUAL = "Évaluations à la volée du 30/11/2026"


@pytest.fixture
def give(class_5a, client_as):
    """Gives a code on the fly, as the teacher of 5A."""

    def post(pupil="ALPHA", item="A10", code="3", account=None, **more):
        asked = {
            "referentiel": class_5a.referentiel.pk,
            "item": class_5a.items[item].pk if item in class_5a.items else item,
            "classe": class_5a.school_class.pk,
            "eleve": class_5a.pupils[pupil].pk,
            "code": code,
            "titre": "",
            "enregistrer": "oui",
        }
        return client_as(account or class_5a.teacher).post(reverse("evaluations:on_the_fly"), asked | more, follow=True)

    return post


def of_the_day(title=USUAL):
    return Evaluation.objects.live().get(title=title)


def test_first_code_of_the_day_makes_its_evaluation_p81(class_5a, give):
    page = give()
    made = of_the_day()
    assert (made.owner, made.given_on.isoformat(), made.is_of_chosen_pupils) == (class_5a.teacher, "2026-11-30", True)
    assert Mark.objects.get(evaluation=made).code == "3"
    assert f"ALPHA Ana, 5.A10 : satisfaisant (« {USUAL} »)" in words(page)


def test_what_was_chosen_stays_for_the_next_pupil_p81(class_5a, give):
    form = give().context["form"]
    assert form.initial["item"] == str(class_5a.items["A10"].pk)
    assert [pupil.last_name for pupil in form.pupils] == ["ALPHA", "BRAVO", "CHARLI", "DELTA"]


def test_second_code_of_the_day_joins_it_and_a_typed_title_makes_another_p81(class_5a, give):
    give()
    give(pupil="BRAVO", item="B10", code="AB")
    give(pupil="DELTA", titre="Oral")
    give(pupil="ALPHA", titre="  Oral ")
    day, oral = of_the_day(), of_the_day("Oral")
    assert list(day.lines.values_list("item_id", flat=True)) == class_5a.ids("A10", "B10")
    assert sorted(day.chosen.values_list("pupil__last_name", flat=True)) == ["ALPHA", "BRAVO"]
    assert Mark.objects.filter(evaluation=oral).count() == 2


def test_second_code_for_the_same_pupil_and_item_replaces_the_first_and_both_are_kept_p81(give):
    give(code="2")
    give(code="4")
    made = of_the_day()
    assert Mark.objects.get(evaluation=made).code == "4"
    lines = MarkChange.objects.filter(evaluation=made).order_by("pk").values_list("before", "after")
    assert list(lines) == [("", "2"), ("2", "4")]


@pytest.mark.parametrize(
    ("more", "why"),
    [
        ({"eleve": ""}, "Choisissez un élève."),
        ({"eleve": "999999"}, "Choisissez un élève."),
        ({"item": "999999"}, "Choisissez un item."),
        ({"classe": "999999"}, "Choisissez une classe ou un groupe."),
        ({"referentiel": "abc"}, "Choisissez un référentiel."),
        ({"code": ""}, "Choisissez un code."),
        ({"code": "PA"}, "Ce code n'est plus utilisé."),
        ({"titre": "x" * 61}, "60 signes au plus, il y en a ici 61 signes"),
    ],
)
def test_what_does_not_hold_is_refused_in_words_and_nothing_is_made_p81(give, more, why):
    page = give(**more)
    assert page.status_code == 422
    assert why in words(page)
    assert Evaluation.objects.live().count() == 3


def test_pupil_of_a_class_that_is_not_mine_is_refused_p81(class_5a, give):
    other = SchoolClassFactory(niveau="5")
    stranger = AccountFactory(last_name="ECHO", school_class=other)
    assert give(classe=other.pk, eleve=stranger.pk).status_code == 422
    assert give(eleve=stranger.pk).status_code == 422


def test_day_that_holds_sixty_items_asks_for_a_title_p81(class_5a, give):
    give()
    made = of_the_day()
    EvaluationItem.objects.bulk_create(
        [EvaluationItem(evaluation=made, item_id=10**9 + rank, order=rank) for rank in range(2, MOST_ITEMS + 1)]
    )
    assert "donnez un titre pour en commencer une autre" in words(give(item="B10"))
    EvaluationItem.objects.filter(item_id__gt=10**8).delete()


def test_choosing_a_class_shows_its_pupils_and_saves_nothing_p81(class_5a, client_as):
    asked = {"classe": class_5a.school_class.pk, "referentiel": class_5a.referentiel.pk, "code": "3"}
    page = client_as(class_5a.teacher).post(reverse("evaluations:on_the_fly"), asked, headers={"HX-Request": "true"})
    assert page.status_code == 200
    assert "DELTA Dan" in words(page)
    assert Evaluation.objects.live().count() == 3


# --- Nombre de saisies ------------------------------------------------------------------------------------------------


def test_head_counts_the_entries_and_the_cells_of_each_class_p102(class_5a, client_as):
    page = client_as(AccountFactory(profile="DIR")).get(reverse("evaluations:all_counts"))
    [place], [line] = page.context["counts"].places, page.context["counts"].teachers
    assert (place.place, place.evaluations, place.rate.done, place.rate.total) == ("5A", 3, 37, 40)
    assert (line.teacher, line.place, line.total) == (class_5a.teacher.author_label, "5A", 37)
    assert {f"{month:%m/%Y}": number for month, number in line.months.items()} == {
        "09/2026": 12,
        "10/2026": 14,
        "11/2026": 11,
    }


def test_csv_has_the_figures_of_the_page_p102(class_5a, client_as):
    text = client_as(AccountFactory(profile="DIR")).get(reverse("evaluations:all_counts_csv")).content.decode("cp1252")
    assert text.split("\r\n")[:3] == [
        '"enseignant";"classe ou groupe";"09/2026";"10/2026";"11/2026";"saisies";"évaluations";"cases"',
        f'"{class_5a.teacher.author_label}";"5A";"12";"14";"11";"37";"";""',
        '"tous";"5A";"";"";"";"37";"3";"40"',
    ]


def test_teacher_counts_his_own_entries_alone_p102(class_5a, client_as, colleague):
    Share.objects.create(evaluation=class_5a.evaluations["D2"], colleague=colleague, level=Level.ENTER)
    sent = [[class_5a.pupils["DELTA"].pk, class_5a.items["B11"].pk, "", "3"]]
    client_as(colleague).post(
        reverse("evaluations:save_marks", args=[class_5a.evaluations["D2"].pk]),
        {"gestures": [{"gesture": "cell", "cells": sent}]},
        content_type="application/json",
    )
    own = client_as(colleague).get(reverse("evaluations:own_counts")).context["counts"]
    assert [(line.teacher, line.total) for line in own.teachers] == [(colleague.author_label, 1)]
    assert own.places == []
    assert client_as(colleague).get(reverse("evaluations:all_counts")).status_code == 403


def test_counts_ask_the_base_as_often_for_three_evaluations_as_for_thirty_p102(
    class_5a, client_as, django_assert_num_queries
):
    client, address = client_as(class_5a.teacher), reverse("evaluations:own_counts")
    client.get(address)
    with CaptureQueriesContext(connection) as before:
        client.get(address)
    for name in ("D1", "D2", "D3") * 3:
        made = class_5a.evaluations[name]
        made.pk = None
        made.save()
    with django_assert_num_queries(len(before)):
        client.get(address)
