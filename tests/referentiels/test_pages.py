"""What a coordinator, a colleague, a family see of référentiels."""

from collections.abc import Callable

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from accounts.enums import Profile
from accounts.models import Account
from referentiels.enums import Sharing
from referentiels.library import offers
from referentiels.models import Referentiel
from referentiels.queries.whole import tree_of
from referentiels.services.making import AlreadyThere, create
from schools.models import Matiere, Niveau, School, SchoolNiveau
from tests.factories import AccountFactory, MatiereFactory, MatiereTeachingFactory, SchoolClassFactory
from tests.referentiels.shown import plain

ClientAs = Callable[[Account], Client]


def test_coordinator_copies_a_referentiel_of_the_library(
    client_as: ClientAs, coordinator: Account, maths: Matiere, cm1: Niveau
) -> None:
    client = client_as(coordinator)
    assert reverse("referentiels:offer", args=["maths-cm1"]) in client.get(reverse("referentiels:manage")).text
    answer = client.post(
        reverse("referentiels:add"), {"matiere": maths.pk, "niveau": cm1.pk, "origin": "maths-cm1"}, follow=True
    )
    assert "Référentiel « Mathématiques – Cours moyen 1e année » créé." in plain(answer)
    made = Referentiel.objects.get()
    assert tree_of(made) == offers()["maths-cm1"].tree
    assert made.sharing == Sharing.COPIED


def test_second_referentiel_of_a_pair_is_refused_naming_the_first_p3(
    client_as: ClientAs, coordinator: Account, maths: Matiere, cm1: Niveau
) -> None:
    create(author=coordinator, matiere=maths, niveau=cm1)
    with pytest.raises(AlreadyThere):
        create(author=coordinator, matiere=maths, niveau=cm1)
    answer = client_as(coordinator).post(
        reverse("referentiels:add"), {"matiere": maths.pk, "niveau": cm1.pk, "origin": ""}
    )
    assert answer.status_code == 422
    assert "Il y a déjà un référentiel « Mathématiques – Cours moyen 1e année »" in plain(answer)


def test_new_referentiel_has_the_usual_settings_p3(coordinator: Account, maths: Matiere, cm1: Niveau) -> None:
    made = create(author=coordinator, matiere=maths, niveau=cm1)
    assert (made.get_sharing_display(), made.look_back, made.limit) == ("Non partagé", "oui", 5)
    assert made.calculation == "moyenne des 5 derniers résultats, pondérés 1, 2, 4, 8, 16"


def test_niveau_or_matiere_that_is_not_his_is_not_offered_nor_taken_p3(
    client_as: ClientAs, coordinator: Account, maths: Matiere, cm1: Niveau
) -> None:
    french = MatiereFactory(reference="FRANC", label="Français")
    client = client_as(coordinator)
    page = client.get(reverse("referentiels:add")).text
    assert "Mathématiques" in page
    assert f'value="{french.pk}"' not in page
    unused = Niveau.objects.get(reference="CM2")
    for matiere, niveau in ((french.pk, cm1.pk), (maths.pk, unused.pk)):
        answer = client.post(reverse("referentiels:add"), {"matiere": matiere, "niveau": niveau, "origin": ""})
        assert answer.status_code == 422
    assert not Referentiel.objects.exists()


def test_teacher_who_coordinates_nothing_reads_who_may_p1(
    client_as: ClientAs, teacher: Account, maths: Matiere
) -> None:
    MatiereTeachingFactory(teacher=teacher, matiere=maths)
    answer = client_as(teacher).get(reverse("referentiels:manage"))
    assert answer.status_code == 403
    assert "coordonnateurs" in answer.text


def test_deletion_counts_what_goes_p13(client_as: ClientAs, coordinator: Account, maths: Matiere, cm1: Niveau) -> None:
    made = create(author=coordinator, matiere=maths, niveau=cm1, tree=offers()["maths-cm1"].tree)
    client = client_as(coordinator)
    question = client.get(reverse("referentiels:remove", args=[made.pk]))
    assert "27 items disparaîtront" in plain(question)
    seen = question.context["seen"]
    assert client.post(reverse("referentiels:remove", args=[made.pk]), {"seen": "autre"}).status_code == 409
    client.post(reverse("referentiels:remove", args=[made.pk]), {"seen": seen})
    assert not Referentiel.objects.exists()


def test_pupil_reads_the_referentiels_of_his_niveau_and_of_its_cycle_p33(
    client_as: ClientAs, coordinator: Account, maths: Matiere, cm1: Niveau, school: School
) -> None:
    cycle, cm2 = (Niveau.objects.get(reference=reference) for reference in ("C3", "CM2"))
    for niveau in (cycle, cm2):
        SchoolNiveau(school=school, niveau=niveau).save()
    made = {niveau.reference: create(author=coordinator, matiere=maths, niveau=niveau) for niveau in (cm1, cm2, cycle)}
    pupil = AccountFactory(profile=Profile.ELV, school_class=SchoolClassFactory(niveau="CM1"))
    client = client_as(pupil)
    page = client.get(reverse("referentiels:in_place")).text
    shown = {reference: reverse("referentiels:tree", args=[each.pk]) in page for reference, each in made.items()}
    assert shown == {"CM1": True, "CM2": False, "C3": True}
    assert client.get(reverse("referentiels:tree", args=[made["CM1"].pk])).status_code == 200
    assert client.get(reverse("referentiels:tree", args=[made["CM2"].pk])).status_code == 404


def test_referentiel_of_an_inactive_niveau_leaves_the_lists_and_comes_back_p35(
    client_as: ClientAs, coordinator: Account, maths: Matiere, cm1: Niveau
) -> None:
    made = create(author=coordinator, matiere=maths, niveau=cm1)
    client = client_as(coordinator)
    address = reverse("referentiels:tree", args=[made.pk])
    SchoolNiveau.objects.filter(niveau=cm1).delete()
    assert client.get(address).status_code == 404
    SchoolNiveau(school=made.school, niveau=cm1).save()
    assert client.get(address).status_code == 200


def test_deleting_a_matiere_names_the_referentiels_that_go_with_it(
    client_as: ClientAs, admin: Account, coordinator: Account, maths: Matiere, cm1: Niveau
) -> None:
    create(author=coordinator, matiere=maths, niveau=cm1, tree=offers()["maths-cm1"].tree)
    address = reverse("schools:delete_matiere", args=[maths.pk])
    client = client_as(admin)
    question = client.get(address)
    assert "1 référentiel disparaîtra" in plain(question)
    assert "Cours moyen 1e année (27 items)" in plain(question)
    client.post(address, {"seen": question.context["seen"]})
    assert not Referentiel.objects.exists()


def test_number_of_requests_is_set_matiere_by_matiere_p36(
    client_as: ClientAs, coordinator: Account, maths: Matiere
) -> None:
    french = MatiereFactory(reference="FRANC", label="Français")
    client, address = client_as(coordinator), reverse("referentiels:request_limits")
    page = plain(client.get(address))
    assert "0 : demandes interdites" in page
    assert "Français" not in page
    client.post(address, {f"demandes-{maths.pk}": "2", f"demandes-{french.pk}": "3"})
    assert [Matiere.objects.get(pk=each.pk).request_limit for each in (maths, french)] == [2, 0]


@pytest.mark.parametrize("number", ["10", "-1", "", "1,5"])
def test_number_of_requests_out_of_bounds_is_refused_p36(
    client_as: ClientAs, coordinator: Account, maths: Matiere, number: str
) -> None:
    answer = client_as(coordinator).post(reverse("referentiels:request_limits"), {f"demandes-{maths.pk}": number})
    assert answer.status_code == 422
    assert "Choisissez un nombre de 0 à 9." in plain(answer)
    assert Matiere.objects.get(pk=maths.pk).request_limit == 0


def test_database_itself_holds_no_more_than_nine_requests_p36(maths: Matiere) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Matiere.objects.filter(pk=maths.pk).update(request_limit=10)
