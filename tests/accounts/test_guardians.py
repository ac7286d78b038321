"""« Parents & élèves » and « Parents & adresses »."""

import re

import pytest
from django.urls import reverse

from accounts.models import Address, Guardianship, JournalEntry
from sacoche.kit.clock import today
from tests.factories import AccountFactory, AddressFactory, GuardianshipFactory, SchoolClassFactory
from tests.html import words

LINKS, ADDRESSES = reverse("accounts:guardian_links"), reverse("accounts:guardian_addresses")


@pytest.fixture
def client(client_as, admin):
    return client_as(admin)


@pytest.fixture
def parents(pupil):
    """The four guardians that a pupil may have, by rank."""
    return [_guardian(f"PARENT{rank}", pupil, rank) for rank in range(1, 5)]


def _guardian(last_name, pupil=None, rank=1):
    guardian = AccountFactory(profile="TUT", last_name=last_name, first_name="Dominique")
    if pupil:
        GuardianshipFactory(guardian=guardian, pupil=pupil, rank=rank)
    return guardian


def _do(client, action, pupil, guardian):
    return client.post(reverse(f"accounts:{action}", args=[pupil.pk, guardian.pk]))


def _ranked(pupil):
    links = Guardianship.objects.filter(pupil=pupil).order_by("rank").select_related("guardian")
    return [(link.rank, link.guardian.last_name) for link in links]


def test_guardians_are_added_one_after_the_other(client, pupil):
    first, second = _guardian("UN"), _guardian("DEUX")

    _do(client, "link_guardian", pupil, first)
    _do(client, "link_guardian", pupil, second)

    assert _ranked(pupil) == [(1, "UN"), (2, "DEUX")]
    assert [entry.details for entry in JournalEntry.objects.filter(code="accounts.add_guardian")] == [
        {"person": "UN Dominique", "pupil": "MARTIN Zoé"},
        {"person": "DEUX Dominique", "pupil": "MARTIN Zoé"},
    ]


def test_guardian_linked_twice_is_refused_in_words(client, pupil):
    guardian = _guardian("UN", pupil)

    page = _do(client, "link_guardian", pupil, guardian)

    assert page.status_code == 422
    assert "UN Dominique est déjà responsable de MARTIN Zoé : rien n'a changé." in words(page)
    assert _ranked(pupil) == [(1, "UN")]


def test_fifth_guardian_is_refused_in_words(client, pupil, parents):
    page = _do(client, "link_guardian", pupil, _guardian("CINQ"))

    assert page.status_code == 422
    assert "MARTIN Zoé a déjà 4 responsables : retirez-en un d'abord." in words(page)
    assert len(_ranked(pupil)) == 4


def test_pupil_cannot_be_his_own_guardian(client, pupil):
    page = _do(client, "link_guardian", pupil, pupil)

    assert page.status_code == 422
    assert "MARTIN Zoé n'est pas un responsable légal (élève)" in words(page)
    assert _ranked(pupil) == []


@pytest.mark.parametrize(
    ("moved", "order"),
    [
        (0, ["PARENT1", "PARENT2", "PARENT3", "PARENT4"]),
        (1, ["PARENT2", "PARENT1", "PARENT3", "PARENT4"]),
        (3, ["PARENT1", "PARENT2", "PARENT4", "PARENT3"]),
    ],
)
def test_guardian_is_moved_up_without_two_of_one_rank(client, pupil, parents, moved, order):
    _do(client, "move_guardian_up", pupil, parents[moved])

    assert _ranked(pupil) == list(enumerate(order, start=1))


def test_removed_guardian_leaves_no_gap_and_keeps_his_account(client, pupil, parents):
    _do(client, "remove_guardian", pupil, parents[1])
    _do(client, "remove_guardian", pupil, parents[1])

    assert _ranked(pupil) == [(1, "PARENT1"), (2, "PARENT3"), (3, "PARENT4")]
    assert JournalEntry.objects.filter(code="accounts.remove_guardian").count() == 1
    parents[1].refresh_from_db()
    assert parents[1].is_active


def test_removing_a_guardian_is_asked_first(client, pupil):
    _do(client, "link_guardian", pupil, _guardian("DUBOIS"))

    page = client.get(reverse("accounts:pupil_guardians", args=[pupil.pk])).content.decode()

    assert re.search(r'data-confirm="Retirer DUBOIS [^"]+ des responsables de [^"]+ \?', page)


def test_guardians_of_the_name_of_the_pupil_are_offered_first(client, pupil):
    _guardian("MARTIN")
    _guardian("DUBOIS")
    page = reverse("accounts:pupil_guardians", args=[pupil.pk])

    offered = [person.last_name for person in client.get(page).context["candidates"]]
    searched = [person.last_name for person in client.get(page, {"q": "dubois"}).context["candidates"]]

    assert (offered, searched) == (["MARTIN"], ["DUBOIS"])


@pytest.mark.parametrize("typed", ["\x00", "x" * 5000, "'; --", "9" * 40])
def test_search_of_a_guardian_that_makes_no_sense_finds_nobody(client, pupil, typed):
    page = client.get(reverse("accounts:pupil_guardians", args=[pupil.pk]), {"q": typed})

    assert (page.status_code, page.context["candidates"]) == (200, [])


def test_pupils_without_guardian_are_found_by_class(client, pupil):
    school_class = SchoolClassFactory()
    alone = AccountFactory(last_name="SEUL", school_class=school_class)
    GuardianshipFactory(pupil=AccountFactory(school_class=school_class))

    page = client.get(LINKS, {"classe": school_class.pk, "seuls": "on"})

    assert list(page.context["page"].object_list) == [alone]


def test_address_is_kept_on_one_line_each(client):
    guardian = _guardian("UN")
    page = reverse("accounts:guardian_address", args=[guardian.pk])

    client.post(page, {"line1": " 3  rue\tdes Lilas ", "postal_code": "99000", "town": "Saint-Exemple"})
    client.post(page, {"line1": "3 rue des Lilas", "postal_code": "99000", "town": "Saint-Exemple"})

    assert str(Address.objects.get(account=guardian)) == "3 rue des Lilas, 99000 Saint-Exemple"
    assert JournalEntry.objects.get(code="accounts.set_address").details == {"person": "UN Dominique"}


def test_empty_address_is_forgotten(client):
    address = AddressFactory()

    client.post(reverse("accounts:guardian_address", args=[address.account_id]), {"line1": "  "})

    assert Address.objects.count() == 0


@pytest.mark.parametrize(("field", "length"), [("line1", 101), ("postal_code", 11), ("town", 101)])
def test_address_too_long_is_refused_naming_the_field(client, field, length):
    guardian = _guardian("UN")

    page = client.post(reverse("accounts:guardian_address", args=[guardian.pk]), {field: "x" * length})

    assert (page.status_code, list(page.context["form"].errors)) == (422, [field])
    assert Address.objects.count() == 0


def test_address_of_the_other_guardian_is_offered(client, pupil):
    guardian, other = _guardian("UN", pupil, 1), _guardian("DEUX", pupil, 2)
    AddressFactory(account=other, line1="9 impasse du Puits")
    page = reverse("accounts:guardian_address", args=[guardian.pk])

    offered = client.get(page)
    filled = client.get(page, {"comme": other.pk})

    assert offered.context["others"] == [other]
    assert 'value="9 impasse du Puits"' in filled.content.decode()
    assert Address.objects.filter(account=guardian).count() == 0


def test_guardians_without_address_are_found(client):
    AddressFactory()
    _guardian("SANS")

    page = client.get(ADDRESSES, {"sans": "on"})

    assert [person.last_name for person in page.context["page"].object_list] == ["SANS"]


def test_closed_accounts_are_not_offered_as_guardians(client, pupil):
    AccountFactory(profile="TUT", last_name="MARTIN", left_on=today())

    assert client.get(reverse("accounts:pupil_guardians", args=[pupil.pk])).context["candidates"] == []


@pytest.mark.parametrize("number", [1, 3, 30])
@pytest.mark.parametrize("page", [LINKS, ADDRESSES])
def test_lists_take_as_many_queries_however_many(client, page, number, django_assert_max_num_queries):
    for _ in range(number):
        link = GuardianshipFactory()
        AddressFactory(account=link.guardian)
    client.get(page)

    with django_assert_max_num_queries(6):
        client.get(page)
