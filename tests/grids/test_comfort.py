"""« Affichage des grilles »: what a person chooses is that of all her grids."""

import pytest
from django.urls import reverse

from accounts.models import Account
from grids.comfort import Comfort, comfort_of
from tests.html import words


@pytest.fixture
def choose(teacher, client_as):
    """choose("has_panel", "oui"): as an open grid says it."""

    def send(name: str, value: str):
        return client_as(teacher).post(reverse("grids:choose_comfort"), {"choix": name, "valeur": value})

    return send


def kept(teacher: Account) -> Comfort:
    return comfort_of(Account.objects.get(pk=teacher.pk))


def test_grid_opens_as_dense_as_the_screen_holds_until_something_is_chosen(teacher):
    assert kept(teacher) == Comfort(is_airy=False, has_panel=False, fills_only=False, moves_on=False)


def test_choice_made_in_a_grid_stays_beside_the_others_and_can_be_taken_back(teacher, choose):
    assert [choose("has_panel", "oui").status_code, choose("fills_only", "oui").status_code] == [204, 204]
    assert kept(teacher) == Comfort(has_panel=True, fills_only=True)
    choose("has_panel", "non")
    assert kept(teacher) == Comfort(fills_only=True)


def test_patterns_chosen_in_a_grid_are_those_of_daltonisme(teacher, choose, client_as):
    choose("patterns", "oui")

    assert Account.objects.get(pk=teacher.pk).preferences["patterns"] is True
    assert b"checked" in client_as(teacher).get(reverse("accounts:patterns")).content


@pytest.mark.parametrize(
    "sent", [("", ""), ("nom", "oui"), ("has_panel", ""), ("has_panel", "true"), ("patterns", "1")]
)
def test_choice_that_is_none_is_refused_in_words_and_nothing_is_kept(sent, teacher, choose):
    answer = choose(*sent)

    assert (answer.status_code, answer.json()["error"]) == (422, "Ce choix n'existe pas : rechargez la page.")
    assert Account.objects.get(pk=teacher.pk).preferences == {}


def test_page_of_the_settings_keeps_all_of_them_at_once(teacher, client_as):
    page = client_as(teacher).post(reverse("grids:comfort"), {"is_airy": "on", "moves_on": "on"}, follow=True)

    assert kept(teacher) == Comfort(is_airy=True, moves_on=True)
    assert "il vaut pour toutes vos grilles" in words(page)


def test_preference_written_by_another_version_breaks_no_grid(teacher):
    teacher.preferences = {"grids": {"has_panel": "peut-être", "gone": True}}
    assert comfort_of(teacher) == Comfort()
