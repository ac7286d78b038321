"""« Avancement de la validation »: who still has blue cells, for the director."""

import datetime

import pytest
from django.urls import reverse

from accounts.enums import Profile
from socle.models import Item, ItemValidation, Palier, PilierValidation, SchoolPalier
from tests.factories import AccountFactory, SchoolClassFactory
from tests.html import words

JUNE = datetime.date(2026, 6, 15)


def decide(pupil, items, state=1):
    ItemValidation.objects.bulk_create(
        ItemValidation(pupil=pupil, item=item, state=state, decided_on=JUNE) for item in items
    )


def progress(client):
    return client.get(reverse("socle:progress"))


@pytest.fixture
def palier(cm2, director, client_as):
    """The only palier of the page, read again at each call."""
    return lambda: progress(client_as(director)).context["paliers"][0]


def test_progress_counts_decided_and_blue_cells_by_class_and_competence(cm2, palier):
    decide(cm2.pupils[0], cm2.items)
    decide(cm2.pupils[1], cm2.items[:3], state=0)
    PilierValidation.objects.create(pupil=cm2.pupils[0], pilier_id=8, state=1, decided_on=JUNE)

    [school_class] = palier().classes
    pilier, first = school_class.by_pilier[0]

    assert (pilier.pk, first.total, first.validated, first.refused, first.undecided) == (8, 87, 29, 3, 55)
    assert first.waiting == 2
    assert (school_class.all_items.total, school_class.all_items.percent) == (330, 9)
    assert (school_class.piliers.decided, school_class.piliers.total) == (1, 24)


def test_progress_says_100_only_when_nothing_is_blue(cm2, palier):
    items = list(Item.objects.filter(domaine__pilier__palier=2))
    decide(cm2.pupils[0], items)
    decide(cm2.pupils[1], items)
    decide(cm2.pupils[2], items[:-1])
    assert (palier().items.percent, palier().items.undecided) == (99, 1)

    decide(cm2.pupils[2], items[-1:])
    assert (palier().items.percent, palier().items.undecided) == (100, 0)


def test_progress_tells_in_figures_what_its_bars_tell_by_colours(cm2, director, client_as):
    decide(cm2.pupils[0], cm2.items)
    decide(cm2.pupils[1], cm2.items[:3], state=0)

    assert "29 ✓ · 3 ✗ · 55 bleues" in words(progress(client_as(director)))


def test_progress_leads_to_the_grid_of_each_blue_cell_that_opens_at_once(cm2, director, client_as):
    client = client_as(director)
    address = f"{reverse('socle:items_grid')}?palier=2&competence=8&classe={cm2.school_class.pk}&tout=1"

    assert address.replace("&", "&amp;") in progress(client).text
    assert client.get(address).text.count("<td data-v=") == 29 * 3


def test_progress_shows_no_link_to_who_may_not_open_the_grid(cm2, director, client_as):
    cm2.school.access = {"rights": {"socle.validate_items": {"profiles": ["ENS"], "restrictions": []}}}
    cm2.school.save()

    assert reverse("socle:items_grid") not in progress(client_as(director)).text


def test_progress_leaves_out_pupils_who_left_and_classes_that_end_no_palier(cm2, palier):
    gone = AccountFactory(school_class=cm2.school_class, left_on=datetime.date(2020, 1, 1))
    decide(gone, cm2.items)
    AccountFactory(school_class=SchoolClassFactory(niveau="CM1"))

    assert [(each.school_class, each.pupils) for each in palier().classes] == [(cm2.school_class, 3)]
    assert palier().items.decided == 0


def test_progress_shows_a_class_of_another_level_once_something_was_decided_in_it(cm2, palier):
    cm1 = SchoolClassFactory(niveau="CM1")
    decide(AccountFactory(school_class=cm1), cm2.items[:1])

    assert {each.school_class for each in palier().classes} == {cm1, cm2.school_class}


def test_progress_has_a_part_for_each_active_palier_and_says_when_one_has_no_class(cm2, director, client_as):
    SchoolPalier.objects.create(palier=Palier.objects.get(pk=3))

    page = progress(client_as(director))

    assert [str(each.palier) for each in page.context["paliers"]] == ["Palier 2 (fin CM2)", "Palier 3 (fin troisième)"]
    assert "Aucune classe avec des élèves ne termine ce palier." in words(page)


def test_progress_of_a_deactivated_palier_is_hidden_and_nothing_is_lost(cm2, director, client_as):
    decide(cm2.pupils[0], cm2.items)
    SchoolPalier.objects.all().delete()
    assert "Aucun palier du socle n'est activé" in words(progress(client_as(director)))

    SchoolPalier.objects.create(palier_id=2)
    assert progress(client_as(director)).context["paliers"][0].items.decided == 29


@pytest.mark.parametrize("profile", [Profile.ENS, Profile.ADM, Profile.EDU, Profile.TUT])
def test_progress_is_closed_to_all_but_the_director(cm2, client_as, profile):
    assert progress(client_as(AccountFactory(profile=profile))).status_code == 403


@pytest.mark.parametrize("classes", [1, 20])
def test_progress_makes_the_same_number_of_queries_whatever_the_school(
    cm2, director, client_as, django_assert_num_queries, classes
):
    for _ in range(classes - 1):
        decide(AccountFactory(school_class=SchoolClassFactory(niveau="CM2")), cm2.items)
    client = client_as(director)
    progress(client)

    with django_assert_num_queries(7):
        progress(client)
