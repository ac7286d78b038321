"""« Niveaux »: the levels that the school uses (S109 to S112)."""

import pytest
from django.urls import reverse

from accounts.models import JournalEntry
from sacoche.kit.tenancy import school_scope
from schools.models import Niveau, SchoolNiveau
from schools.services import NiveauInUse, activate_niveau, deactivate_niveau
from tests.factories import SchoolClassFactory
from tests.html import words

PAGE = reverse("schools:niveaux")


@pytest.fixture
def client(client_as, admin):
    return client_as(admin)


def _niveau(reference):
    return Niveau.objects.get(reference=reference)


def _activate(school, *references):
    for reference in references:
        activate_niveau(actor=None, school=school, niveau=_niveau(reference))


def _used(page):
    return [niveau.reference for niveau in page.context["niveaux"]]


def test_niveaux_of_a_new_school_says_what_to_do(client):
    page = client.get(PAGE)

    assert _used(page) == []
    assert "Appuyez sur le « + » vert" in words(page)


def test_niveaux_search_opens_with_families_under_their_groups(client):
    groups = client.get(PAGE, {"famille": ""}).context["groups"]

    assert [(group.label, group.families) for group in groups] == [
        ("Niveaux classes", ["Primaire", "Collège", "SEGPA", "Lycée", "Lycée professionnel"]),
        ("Niveaux particuliers", ["Cycles", "CECRL"]),
    ]


def test_niveaux_search_lists_the_levels_of_a_family(client):
    found = client.get(PAGE, {"famille": "SEGPA"}).context["found"]

    assert [niveau.reference for niveau in found] == ["6S", "5S", "4S", "3S"]


@pytest.mark.parametrize("family", ["inconnue", "\x00", "'\"<script>"])
def test_niveaux_search_of_an_unknown_family_says_so(client, family):
    assert "Aucune famille ne s'appelle ainsi." in words(client.get(PAGE, {"famille": family}))


def test_activate_niveau_shows_it_in_the_table_at_once(client, school):
    page = client.post(reverse("schools:activate_niveau", args=[_niveau("CM2").pk]), follow=True)

    assert _used(page) == ["CM2"]
    assert page.context["family"] == "Primaire"
    assert "Niveau « Cours moyen 2e année » ajouté." in words(page)


def test_activate_niveau_twice_adds_it_once(client, school):
    for _ in range(2):
        client.post(reverse("schools:activate_niveau", args=[_niveau("CM2").pk]))

    assert SchoolNiveau.objects.count() == 1
    assert JournalEntry.objects.filter(code="schools.activate_niveau").count() == 1


def test_niveaux_are_listed_in_level_order(client, school):
    _activate(school, "CM2", "CP", "CE1")

    assert _used(client.get(PAGE)) == ["CP", "CE1", "CM2"]


def test_niveaux_of_another_school_are_not_listed(client, school, other_school):
    with school_scope(other_school):
        _activate(other_school, "CM2")

    assert _used(client.get(PAGE)) == []


def test_deactivate_niveau_asks_first(client, school):
    _activate(school, "CM2")

    page = client.get(reverse("schools:deactivate_niveau", args=[_niveau("CM2").pk]))

    assert "Retirer le niveau « Cours moyen 2e année » ?" in words(page)
    assert SchoolNiveau.objects.count() == 1


def test_deactivate_niveau_removes_it(client, school):
    _activate(school, "CM2")

    page = client.post(reverse("schools:deactivate_niveau", args=[_niveau("CM2").pk]), follow=True)

    assert _used(page) == []


def test_deactivate_niveau_with_classes_is_refused_naming_them(client, school):
    _activate(school, "CM2")
    SchoolClassFactory(niveau="CM2", reference="CM2_A", name="CM2 A")

    page = client.post(reverse("schools:deactivate_niveau", args=[_niveau("CM2").pk]), follow=True)

    assert "Ce niveau porte 1 classe : il ne peut être ni retiré ni supprimé." in words(page)
    assert "CM2 A, 0 élève" in words(page)
    assert SchoolNiveau.objects.count() == 1


def test_deactivate_niveau_service_names_the_classes(school):
    _activate(school, "CM2")
    SchoolClassFactory(niveau="CM2", reference="CM2_A")

    with pytest.raises(NiveauInUse) as refusal:
        deactivate_niveau(actor=None, school=school, niveau=_niveau("CM2"))

    assert refusal.value.references == ["CM2_A"]


def test_deactivate_niveau_that_the_school_does_not_use_is_not_found(client):
    assert client.get(reverse("schools:deactivate_niveau", args=[_niveau("CM2").pk])).status_code == 404


def test_activate_niveau_unknown_is_not_found(client):
    assert client.post(reverse("schools:activate_niveau", args=[10**30])).status_code == 404


def test_niveaux_are_for_administrators(client_as, teacher):
    assert client_as(teacher).get(PAGE).status_code == 403


@pytest.mark.parametrize("references", [["CM2"], ["CP", "CE1", "CM2"]])
def test_niveaux_page_takes_as_many_queries_however_many(client, school, references, django_assert_num_queries):
    _activate(school, *references)
    client.get(PAGE)

    with django_assert_num_queries(4):
        client.get(PAGE, {"famille": "Primaire"})
