"""« Niveaux » of the school's own: made, renamed, deleted, never seen by another school (P283)."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Account, JournalEntry
from referentiels.models import Referentiel
from referentiels.services.filling import fill
from referentiels.socle import entries_by_link
from referentiels.tree import Domaine, Item, Theme, Tree
from sacoche.kit.tenancy import school_scope
from schools.models import Niveau, School, SchoolClass, SchoolNiveau
from schools.services.niveaux import NiveauReferenceTaken, save_own_niveau
from tests.factories import GroupFactory, MatiereFactory, ReferentielFactory, SchoolClassFactory
from tests.html import words

ClientAs = Callable[[Account], Client]
PAGE, ADD = reverse("schools:niveaux"), reverse("schools:add_own_niveau")
TREE = Tree((Domaine("A", "Jouer", themes=(Theme("Voix", items=(Item("Porter sa voix"), Item("Articuler"))),)),))


@pytest.fixture
def client(client_as: ClientAs, admin: Account) -> Client:
    return client_as(admin)


@pytest.fixture
def atelier(school: School) -> Niveau:
    made = Niveau(school=school, reference="THEA", label="Atelier théâtre")
    save_own_niveau(actor=None, niveau=made)
    return made


def test_own_niveau_is_made_used_at_once_and_offered_to_classes_p283(client: Client) -> None:
    page = client.post(ADD, {"reference": " thea ", "label": "Atelier  théâtre"}, follow=True)

    assert "Niveau « Atelier théâtre » ajouté." in words(page)
    assert "THEA Atelier théâtre établissement 0 classe" in words(page)
    offered = client.get(reverse("schools:add_class")).context["form"].fields["niveau"].queryset
    assert [niveau.reference for niveau in offered] == ["THEA"]
    assert JournalEntry.objects.filter(code="schools.create_niveau").count() == 1


def test_own_niveau_is_renamed_and_what_stands_on_it_stays_p283(client: Client, atelier: Niveau) -> None:
    school_class = SchoolClassFactory(niveau=atelier)

    client.post(reverse("schools:edit_own_niveau", args=[atelier.pk]), {"reference": "COM", "label": "Comédie"})

    school_class = SchoolClass.objects.select_related("niveau").get(pk=school_class.pk)
    assert (school_class.niveau.reference, school_class.niveau.label) == ("COM", "Comédie")
    assert SchoolNiveau.objects.count() == 1


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"reference": "cm2", "label": "Autre"}, "est la référence nationale de « Cours moyen 2e année »"),
        ({"reference": "THEA", "label": "Autre"}, "La référence « THEA » est déjà celle de « Atelier théâtre »"),
        ({"reference": "", "label": "Autre"}, "Donnez une référence au niveau."),
        ({"reference": "X", "label": " "}, "Donnez un nom au niveau."),
        ({"reference": "X" * 11, "label": "Autre"}, "au plus 10 caractères"),
        ({"reference": "X", "label": "Z" * 101}, "au plus 100 caractères"),
    ],
)
def test_own_niveau_that_cannot_be_is_refused_in_words_and_stays_typed_p283(
    client: Client, atelier: Niveau, typed: dict[str, str], sentence: str
) -> None:
    answer = client.post(ADD, typed)

    assert (answer.status_code, sentence in words(answer)) == (422, True)
    assert answer.context["form"]["label"].value() == typed["label"]
    assert Niveau.objects.exclude(school=None).count() == 1


def test_reference_taken_at_the_same_moment_is_refused_p283(school: School, atelier: Niveau) -> None:
    for reference in ("THEA", "CM2"):
        with pytest.raises(NiveauReferenceTaken):
            save_own_niveau(actor=None, niveau=Niveau(school=school, reference=reference, label="Autre"))


def test_two_schools_have_a_niveau_of_one_reference_and_neither_sees_the_other_s_p283(
    client: Client, other_school: School, atelier: Niveau
) -> None:
    with school_scope(other_school):
        theirs = Niveau(school=other_school, reference="THEA", label="Théâtre des Tilleuls")
        save_own_niveau(actor=None, niveau=theirs)

    shown = words(client.get(PAGE, {"famille": "Niveaux de l'établissement"}))
    assert ("Atelier théâtre" in shown, "Tilleuls" in shown) == (True, False)
    for name in ("edit_own_niveau", "delete_niveau", "deactivate_niveau", "activate_niveau"):
        assert client.post(reverse(f"schools:{name}", args=[theirs.pk])).status_code == 404


def test_niveau_of_the_national_list_is_neither_renamed_nor_deleted_p283(client: Client) -> None:
    cm2 = Niveau.objects.get(reference="CM2")
    for name in ("edit_own_niveau", "delete_niveau"):
        assert client.post(reverse(f"schools:{name}", args=[cm2.pk]), {"label": "Autre"}).status_code == 404
    cm2.refresh_from_db()
    assert cm2.label == "Cours moyen 2e année"


def test_own_niveau_taken_away_is_kept_and_added_again_p283(client: Client, atelier: Niveau) -> None:
    client.post(reverse("schools:deactivate_niveau", args=[atelier.pk]))
    assert SchoolNiveau.objects.count() == 0

    found = client.get(PAGE, {"famille": "Niveaux de l'établissement"}).context["found"]
    assert found == [atelier]
    client.post(reverse("schools:activate_niveau", args=[atelier.pk]))
    assert SchoolNiveau.objects.count() == 1


def test_own_niveau_is_deleted_with_what_is_lost_counted_first_p283(client: Client, atelier: Niveau) -> None:
    held = ReferentielFactory(matiere=MatiereFactory(label="Expression"), niveau=atelier)
    fill(referentiel=held, tree=TREE, entries=entries_by_link())
    address = reverse("schools:delete_niveau", args=[atelier.pk])

    asked = client.get(address)
    assert "1 référentiel disparaîtra. Expression (2 items)" in words(asked)
    ReferentielFactory(matiere=MatiereFactory(label="Mise en scène"), niveau=atelier)
    again = client.post(address, {"seen": asked.context["seen"]})
    assert (again.status_code, "2 référentiels disparaîtront." in words(again)) == (409, True)
    done = client.post(address, {"seen": again.context["seen"]}, follow=True)

    assert "Niveau « Atelier théâtre » supprimé." in words(done)
    assert (Niveau.objects.filter(reference="THEA").exists(), Referentiel.objects.count()) == (False, 0)


def test_own_niveau_where_a_class_or_a_group_stands_is_not_deleted_p283(client: Client, atelier: Niveau) -> None:
    address = reverse("schools:delete_niveau", args=[atelier.pk])
    seen = client.get(address).context["seen"]
    GroupFactory(niveau=atelier, name="Les planches")

    answer = words(client.post(address, {"seen": seen}))

    assert "Ce niveau porte 1 groupe : il ne peut être ni retiré ni supprimé." in answer
    assert "Les planches" in answer
    assert Niveau.objects.filter(pk=atelier.pk).exists()
