"""« Paliers du socle » (S113 to S115)."""

import pytest
from django.urls import reverse

from accounts.models import JournalEntry
from socle.models import ItemValidation, SchoolPalier
from tests.factories import AccountFactory
from tests.html import words

PAGE = reverse("socle:paliers")


@pytest.fixture
def client(client_as, admin):
    return client_as(admin)


def _active():
    return sorted(SchoolPalier.objects.values_list("palier_id", flat=True))


def test_paliers_offers_three_boxes_none_ticked(client):
    paliers = client.get(PAGE).context["paliers"]

    assert [(palier.label, palier.is_active) for palier in paliers] == [
        ("Palier 1 (fin CE1)", False),
        ("Palier 2 (fin CM2)", False),
        ("Palier 3 (fin troisième)", False),
    ]


def test_paliers_show_all_that_they_contain(client):
    paliers = client.get(PAGE).context["paliers"]

    items = [
        sum(len(domaine.items.all()) for pilier in palier.piliers.all() for domaine in pilier.domaines.all())
        for palier in paliers
    ]
    assert items == [46, 110, 98]


def test_paliers_chosen_are_saved_by_the_button(client):
    page = client.post(PAGE, {"paliers": ["1", "2"]}, follow=True)

    assert _active() == [1, 2]
    assert "Choix enregistré : 2 paliers utilisés." in words(page)
    assert [palier.is_active for palier in page.context["paliers"]] == [True, True, False]
    assert JournalEntry.objects.get(code="socle.choose_paliers").details == {"paliers": "1, 2"}


def test_paliers_page_alone_saves_nothing(client):
    client.get(PAGE, {"paliers": "2"})

    assert _active() == []


def test_paliers_chosen_twice_change_nothing(client):
    for _ in range(2):
        client.post(PAGE, {"paliers": ["2"]})

    assert _active() == [2]
    assert JournalEntry.objects.filter(code="socle.choose_paliers").count() == 1


def test_palier_left_out_keeps_its_decisions(client, school):
    client.post(PAGE, {"paliers": ["2"]})
    ItemValidation.objects.create(pupil=AccountFactory(), item_id=2111, state=1, decided_on="2026-01-01")

    client.post(PAGE, {"paliers": ["1"]})

    assert _active() == [1]
    assert ItemValidation.objects.count() == 1


@pytest.mark.parametrize("value", ["4", "x", "\x00", "9" * 30])
def test_palier_that_does_not_exist_is_refused_in_words(client, value):
    page = client.post(PAGE, {"paliers": [value]})

    assert "Ce choix ne correspond à aucun palier" in words(page)
    assert _active() == []


def test_paliers_are_for_administrators(client_as, teacher):
    assert client_as(teacher).get(PAGE).status_code == 403


def test_paliers_page_takes_few_queries(client, django_assert_num_queries):
    client.get(PAGE)

    with django_assert_num_queries(6):
        client.get(PAGE)
