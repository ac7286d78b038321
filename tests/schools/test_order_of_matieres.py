"""The head puts the matières in order, by dragging, by the keyboard, or without any script."""

import pytest

from accounts.models import JournalEntry
from schools.models import UNRANKED, Matiere
from tests.factories import MatiereFactory
from tests.html import words


@pytest.fixture
def matieres(school):
    return [MatiereFactory(reference=label[:3].upper(), label=label) for label in ("Anglais", "Français", "Maths")]


@pytest.fixture
def head(client_as, director):
    return client_as(director)


def labels():
    return list(Matiere.objects.values_list("label", flat=True))


def test_matieres_are_in_the_order_of_names_until_somebody_orders_them(head, matieres):
    assert labels() == ["Anglais", "Français", "Maths"]


def test_order_is_kept_and_journaled_and_a_new_matiere_comes_last(head, matieres):
    english, french, maths = matieres
    head.post("/matieres/ordre/", {"matiere": [maths.pk, english.pk, french.pk]})
    MatiereFactory(reference="ART", label="Arts")

    assert labels() == ["Maths", "Anglais", "Français", "Arts"]
    assert Matiere.objects.get(label="Arts").rank == UNRANKED
    assert JournalEntry.objects.get(code="schools.order_matieres").details["first"] == "Maths"


def test_arrow_moves_one_place_without_script_and_keeps_nothing_yet(head, matieres):
    english, french, maths = matieres
    sent = {"matiere": [english.pk, french.pk, maths.pk], "deplacer": f"monter-{maths.pk}"}

    page = head.post("/matieres/ordre/", sent)

    assert [each.label for each in page.context["matieres"]] == ["Anglais", "Maths", "Français"]
    assert "Rien n'est encore enregistré" in words(page)
    assert labels() == ["Anglais", "Français", "Maths"]


@pytest.mark.parametrize("keys", [[], [0], [1, 1, 1]])
def test_order_that_is_not_that_of_the_school_changes_nothing(head, matieres, keys):
    answer = head.post("/matieres/ordre/", {"matiere": keys}, follow=True)

    assert "rien n'est changé" in words(answer)
    assert labels() == ["Anglais", "Français", "Maths"]


def test_teacher_does_not_choose_the_order(client_as, teacher, matieres):
    assert client_as(teacher).get("/matieres/ordre/").status_code == 403
