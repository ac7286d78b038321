"""« Matières »: those of the national list that the school uses, and its own."""

import pytest
from django.urls import reverse

from accounts.grids import grids
from accounts.models import JournalEntry
from referentiels.queries.places import matieres_open_to, readable_by, referentiels_open_to
from referentiels.rights import MANAGE
from referentiels.services.making import create
from referentiels.tree import Domaine, Tree
from schools.models import Matiere, Niveau, SchoolNiveau
from schools.national_matieres import matiere_families, national_matieres
from schools.services.matieres import use_matiere
from tests.factories import AccountFactory, MatiereFactory, MatiereTeachingFactory
from tests.html import words

PAGE = reverse("schools:matieres")
ADD = reverse("schools:add_own_matiere")


@pytest.fixture
def client(client_as, admin):
    return client_as(admin)


def test_national_list_has_the_references_that_the_files_of_the_ministry_use():
    expected = "DOC PHILO FRANC ALL1 ALL2 AGL1 AGL2 CHI1 CHI2 ESP1 ESP2 ITA1 ITA2 POR1 POR2 RUS1 RUS2 HIGEO EDCIV SES"
    expected += " MATHS PH-CH TECHN SVT EDMUS A-PLA EPS"

    assert set(expected.split()) <= set(national_matieres())


def test_national_list_fits_the_table():
    longest = {field: max(len(getattr(each, field)) for each in national_matieres().values()) for field in LIMITS}

    assert {field: length <= LIMITS[field] for field, length in longest.items()} == dict.fromkeys(LIMITS, True)
    assert all(each.reference and each.label and each.family for each in national_matieres().values())


LIMITS = {field: Matiere._meta.get_field(field).max_length for field in ("reference", "label")}


def test_empty_page_says_what_to_do(client):
    assert "Appuyez sur le « + » vert" in words(client.get(PAGE))


def test_families_open_then_a_matiere_is_added_at_once(client):
    search = client.get(PAGE, {"famille": "Langues vivantes"})
    page = client.post(reverse("schools:add_national_matiere", args=["AGL1"]), follow=True)

    assert search.context["families"] == matiere_families()
    assert "Anglais LV1" in words(search)
    assert "Matière « Anglais LV1 » ajoutée." in words(page)
    assert "✓ utilisée" in words(page)
    assert [(each.reference, each.label, each.is_own) for each in Matiere.objects.all()] == [
        ("AGL1", "Anglais LV1", False)
    ]


def test_matiere_added_twice_is_there_once(client, school):
    for _ in range(2):
        use_matiere(actor=None, school=school, national=national_matieres()["SVT"])

    assert Matiere.objects.count() == 1
    assert JournalEntry.objects.filter(code="schools.use_matiere").count() == 1


def test_matiere_that_the_national_list_has_not_is_not_found(client):
    assert client.post(reverse("schools:add_national_matiere", args=["MAGIE"])).status_code == 404


def test_unknown_family_is_said_in_words(client):
    assert "Aucune famille ne s'appelle ainsi" in words(client.get(PAGE, {"famille": "Magie"}))


def test_own_matiere_is_added_and_changed(client):
    client.post(ADD, {"reference": "cheva", "label": "Équitation  douce"})
    matiere = Matiere.objects.get()
    assert (matiere.reference, matiere.label, matiere.is_own) == ("CHEVA", "Équitation douce", True)

    client.post(reverse("schools:edit_own_matiere", args=[matiere.pk]), {"reference": "CHEVA", "label": "Équitation"})

    matiere.refresh_from_db()
    assert matiere.label == "Équitation"


def test_own_matiere_with_a_national_reference_is_sent_to_the_list(client):
    page = client.post(ADD, {"reference": "franc", "label": "Français à nous"})

    assert page.status_code == 422
    assert page.context["form"].errors["reference"] == [
        (
            "« FRANC » est la référence nationale de « Français » : ajoutez cette matière depuis sa famille, "
            "« Lettres et sciences humaines », ou choisissez une autre référence."
        )
    ]


def test_two_matieres_with_one_reference_are_refused_naming_the_holder(client):
    MatiereFactory(reference="CHEVA", label="Équitation")

    page = client.post(ADD, {"reference": "CHEVA", "label": "Chevaux"})

    assert page.context["form"].errors["reference"] == [
        "La référence « CHEVA » est déjà celle de « Équitation » : choisissez-en une autre."
    ]
    assert Matiere.objects.count() == 1


@pytest.mark.parametrize(
    "changes", [{"reference": ""}, {"reference": "X" * 11}, {"label": " "}, {"label": "X" * 101}, {"label": "a\x00"}]
)
def test_own_matiere_refuses_what_does_not_fit(client, changes):
    page = client.post(ADD, {"reference": "CHEVA", "label": "Équitation"} | changes)

    assert page.status_code == 422
    assert list(page.context["form"].errors) == list(changes)


def test_matiere_of_the_national_list_is_not_renamed(client):
    matiere = MatiereFactory(reference="SVT", is_own=False)

    assert client.get(reverse("schools:edit_own_matiere", args=[matiere.pk])).status_code == 404


def test_delete_matiere_names_the_teachers_who_lose_it(client):
    matiere = MatiereFactory(reference="CHEVA", label="Équitation")
    MatiereTeachingFactory(
        matiere=matiere, is_coordonnateur=True, teacher=AccountFactory(profile="ENS", last_name="DURAND")
    )
    address = reverse("schools:delete_matiere", args=[matiere.pk])

    page = client.get(address)
    after = client.post(address, {"seen": page.context["seen"]}, follow=True)

    assert "1 professeur perdra cette matière." in words(page)
    assert "DURAND Camille (coordonnateur)" in words(page)
    assert "Matière « Équitation » supprimée." in words(after)
    assert Matiere.objects.count() == 0


@pytest.mark.parametrize("number", [1, 30])
def test_matieres_page_takes_as_many_queries_however_many(client, number, django_assert_num_queries):
    MatiereTeachingFactory.create_batch(number)
    client.get(PAGE)

    with django_assert_num_queries(2):
        page = client.get(PAGE)

    assert ('data-filter-table="liste-matieres"' in page.content.decode()) == (number > 20)


def test_matiere_that_is_no_longer_used_keeps_what_it_has_and_is_offered_nowhere(client, school):
    music = MatiereFactory(reference="EDMUS", label="Éducation musicale")
    niveau = Niveau.objects.get(reference="CE2")
    SchoolNiveau.objects.create(niveau=niveau)
    tree = Tree((Domaine("A", "Voix"),))
    kept = create(author=None, matiere=music, niveau=niveau, tree=tree)
    usage, director = reverse("schools:set_matiere_usage", args=[music.pk]), AccountFactory(profile="DIR")

    def offered():
        return music in matieres_open_to(director, MANAGE)

    def read():
        return kept in readable_by(director)

    assert (offered(), read()) == (True, True)
    page = client.post(usage, {"utilisee": "0"}, follow=True)
    assert "La matière « Éducation musicale » n'est plus utilisée ; ses référentiels" in words(page)
    assert "0 matière utilisée, 1 qui ne l'est plus" in words(page)
    assert (offered(), read()) == (False, False)
    assert kept in referentiels_open_to(director, MANAGE)
    assert music not in grids.get("teacher_matieres").columns(director)

    assert "Utiliser de nouveau Éducation musicale" in words(page)
    assert "est de nouveau utilisée." in words(client.post(usage, {"utilisee": "1"}, follow=True))
    assert (offered(), read()) == (True, True)
    codes = JournalEntry.objects.filter(code__endswith="matiere_again").count()
    assert (codes, JournalEntry.objects.filter(code="schools.stop_using_matiere").count()) == (1, 1)


def test_matiere_of_the_national_list_that_was_left_is_used_again_from_the_list(client, school):
    music = MatiereFactory(reference="EDMUS", label="Éducation musicale", is_active=False)
    client.post(reverse("schools:add_national_matiere", args=["EDMUS"]))
    music.refresh_from_db()
    assert music.is_active
