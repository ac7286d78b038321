"""« Répartition »: the counts, the names, and what is done for those who are ticked."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import GroupMembership, GroupTeaching
from evaluations.dates import Dates
from evaluations.models import Need
from evaluations.paper.spread import percent, spread_of
from evaluations.queries import current_scale
from evaluations.queries.items import chosen_items
from evaluations.queries.sheets import sheet_of
from evaluations.scale.codes import Code
from evaluations.scale.whole import Scale
from evaluations.services.evaluations import Wanted, create_evaluation
from schools.models import Group
from tests.evaluations.entries_2012 import EVALUATIONS, FOLDER, sheet_2012
from tests.evaluations.pdf import pages_of
from tests.factories import MarkFactory
from tests.html import words


def spread(class_5a, evaluation, item):
    found = spread_of(sheet_of(class_5a.evaluations[evaluation]), current_scale())
    return next(each for each in found if each.item.id == class_5a.items[item].pk)


def figures(found):
    return {share.sigle: (share.count, share.of_all, share.of_evaluated) for share in (*found.shares, found.others)}


def test_counts_are_of_all_the_pupils_and_of_those_evaluated_p107(class_5a):
    assert figures(spread(class_5a, "D2", "A11")) == {
        "RR": (1, 25, 33),
        "R": (0, 0, 0),
        "V": (2, 50, 67),
        "VV": (0, 0, 0),
        "autre": (1, 25, None),
    }
    assert figures(spread(class_5a, "D1", "A10")) == {
        "RR": (1, 25, 33),
        "R": (1, 25, 33),
        "V": (1, 25, 33),
        "VV": (0, 0, 0),
        "autre": (1, 25, None),
    }


@pytest.mark.parametrize("number", EVALUATIONS)
def test_percentages_are_those_of_2012_p107(number):
    codes = {"RR": 1, "R": 2, "V": 3, "VV": 4}
    sheet = sheet_2012(number)
    known = {key: str(codes.get(code, code)) for key, code in sheet.cells.items()}
    scale = Scale(codes=tuple(Code(rank, sigle, sigle, 0, rank) for sigle, rank in codes.items()))
    found = spread_of(type(sheet)(**{**sheet.__dict__, "cells": known}), scale)
    lines = [line.split("\t") for line in (FOLDER / "repartition.tsv").read_text(encoding="utf-8").splitlines()]
    expected = {line[1]: line[2:] for line in lines if line[0] == number}
    shown = {each.item.reference: [str(share.of_all) for share in each.shares] for each in found}
    assert len(expected) > 5
    assert shown == expected


def test_nothing_of_nobody_is_nought_per_cent():
    assert [percent(0, 0), percent(1, 3), percent(1, 2), percent(1, 200)] == [0, 33, 50, 1]


def test_names_stand_under_their_code_the_best_first_p108(class_5a):
    found = spread(class_5a, "D3", "A20")
    assert [(share.sigle, [pupil.last_name for pupil in share.pupils]) for share in found.named] == [
        ("VV", []),
        ("V", ["ALPHA"]),
        ("R", ["BRAVO"]),
        ("RR", ["DELTA"]),
        ("DI", ["CHARLI"]),
    ]


def test_request_is_no_result_and_its_pupil_has_no_code_p90(class_5a):
    assert [pupil.last_name for pupil in spread(class_5a, "D2", "B11").blank] == ["ALPHA", "DELTA"]


def test_pdf_and_csv_have_the_figures_of_the_page_p107(class_5a, client_as):
    client, pk = client_as(class_5a.teacher), class_5a.evaluations["D2"].pk
    page = words(client.get(reverse("evaluations:spread", args=[pk])))
    [paper] = pages_of(client.get(reverse("evaluations:spread_pdf", args=[pk])).content)
    text = client.get(reverse("evaluations:spread_csv", args=[pk])).content.decode("cp1252")
    assert "2 50 % 67 % éval." in page
    assert "2 (50 %) 67 % des évalués" in paper
    assert '"MATHS.5.A11";"Placer une fraction";"V";2;50;67;"ALPHA Ana, BRAVO Ben"' in text
    [names] = pages_of(client.get(reverse("evaluations:spread_pdf", args=[pk], query={"noms": 1, "gris": 1})).content)
    assert "DELTA Dan (NE)" in names


@pytest.fixture
def tick(class_5a, client_as):
    """Ticks names « pupil, item » in the distribution of D3, and asks for something."""

    def post(*names, account=None, **asked):
        sent = [f"{class_5a.pupils[pupil].pk}-{class_5a.items[item].pk}" for pupil, item in names]
        address = reverse("evaluations:spread", args=[class_5a.evaluations["D3"].pk])
        return client_as(account or class_5a.teacher).post(address, {"nom_coche": sent, **asked})

    return post


BRAVO_AND_DELTA = (("BRAVO", "A20"), ("DELTA", "A20"))


def test_names_that_are_ticked_become_a_groupe_de_besoin_of_mine_p108(class_5a, tick):
    answer = tick(*BRAVO_AND_DELTA, besoin="oui", nom="Calcul mental")
    group = Group.objects.get(name="Calcul mental")
    assert answer.status_code == 302
    members = GroupMembership.objects.filter(group=group).values_list("pupil__last_name", flat=True)
    assert sorted(members) == ["BRAVO", "DELTA"]
    assert GroupTeaching.objects.get(group=group).teacher == class_5a.teacher
    assert group.niveau == class_5a.school_class.niveau


def besoins_page(client_as, class_5a):
    return client_as(class_5a.teacher).get(reverse("accounts:besoins"))


def evaluate_again(class_5a, **codes):
    """A20 is evaluated once more, « DELTA="4" »."""
    day = datetime.date(2026, 11, 30)
    wanted = Wanted(title="D4", dates=Dates(day, day), items=class_5a.ids("A20"), school_class=class_5a.school_class)
    made = create_evaluation(actor=class_5a.teacher, wanted=wanted)
    for name, code in codes.items():
        MarkFactory(evaluation=made, pupil=class_5a.pupils[name], item=class_5a.items["A20"], code=code)


def test_group_says_who_no_longer_needs_it_after_a_new_evaluation_and_moves_nobody_p109(class_5a, tick, client_as):
    tick(*BRAVO_AND_DELTA, besoin="oui", nom="Calcul mental")
    group = Group.objects.get(name="Calcul mental")
    assert sorted(group.needs.values_list("pupil__last_name", "state")) == [("BRAVO", "VA"), ("DELTA", "NA")]
    assert "plus besoin" not in words(besoins_page(client_as, class_5a))

    evaluate_again(class_5a, DELTA="4", BRAVO="AB")

    [item] = chosen_items(class_5a.ids("A20"))
    page = words(besoins_page(client_as, class_5a))
    assert f"1 élève n'en a plus besoin DELTA Dan : {item.reference} NA → VA" in page
    assert "Personne n'est ôté du groupe sans vous." in page
    assert group.memberships.count() == 2


def test_pupil_who_left_the_group_or_whose_state_is_not_known_any_more_is_not_told_p109(class_5a, tick, client_as):
    tick(*BRAVO_AND_DELTA, besoin="oui", nom="Calcul mental")
    group = Group.objects.get(name="Calcul mental")
    evaluate_again(class_5a, DELTA="4", BRAVO="1")
    group.memberships.filter(pupil=class_5a.pupils["BRAVO"]).delete()
    group.needs.filter(pupil=class_5a.pupils["DELTA"]).update(state="XX")
    assert "plus besoin" not in words(besoins_page(client_as, class_5a))


def test_group_of_many_asks_the_base_no_more_than_a_group_of_one_p109(class_5a, tick, client_as):
    tick(*BRAVO_AND_DELTA, besoin="oui", nom="Un")
    with CaptureQueriesContext(connection) as before:
        besoins_page(client_as, class_5a)
    tick(*BRAVO_AND_DELTA, besoin="oui", nom="Deux")
    for pupil in class_5a.pupils.values():
        Need.objects.get_or_create(group=Group.objects.get(name="Deux"), pupil=pupil, item=class_5a.items["B11"])
    with CaptureQueriesContext(connection) as after:
        besoins_page(client_as, class_5a)
    assert len(after) == len(before)


def test_names_that_are_ticked_become_the_pupils_of_another_evaluation_with_its_item_p108(class_5a, tick, client_as):
    answer = tick(*BRAVO_AND_DELTA, evaluation="oui")
    page = client_as(class_5a.teacher).get(answer.url)
    assert page.context["form"].items == class_5a.ids("A20")
    ticked = page.context["form"].initial["eleve"]
    assert sorted(ticked) == sorted(str(class_5a.pupils[name].pk) for name in ("BRAVO", "DELTA"))


@pytest.mark.parametrize("asked", [{"besoin": "oui", "nom": "Vide"}, {"evaluation": "oui"}])
def test_nobody_ticked_is_refused_in_words(tick, asked):
    answer = tick(**asked)
    assert answer.status_code == 422
    assert "Cochez au moins un nom" in words(answer)


@pytest.mark.parametrize(
    ("name", "why"), [("", "Donnez un nom au groupe"), ("x" * 21, "20 caractères au plus"), ("   ", "Donnez un nom")]
)
def test_group_without_a_name_that_holds_is_refused_and_nothing_is_made(tick, name, why):
    answer = tick(*BRAVO_AND_DELTA, besoin="oui", nom=name)
    assert answer.status_code == 422
    assert why in words(answer)
    assert not Group.objects.exists()


def test_second_group_of_the_same_name_is_refused(class_5a, tick):
    tick(*BRAVO_AND_DELTA, besoin="oui", nom="Calcul")
    assert "Vous avez déjà un groupe" in words(tick(*BRAVO_AND_DELTA, besoin="oui", nom="Calcul"))


def test_pupil_or_item_that_is_not_of_the_evaluation_is_left_out(class_5a, client_as):
    address = reverse("evaluations:spread", args=[class_5a.evaluations["D3"].pk])
    sent = {"nom_coche": ["999999-1", "abc", "1", ""], "evaluation": "oui"}
    assert client_as(class_5a.teacher).post(address, sent).status_code == 422
