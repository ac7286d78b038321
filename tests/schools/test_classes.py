"""« Classes (gestion) »: list, add, change, delete."""

import pytest
from django.urls import reverse

from accounts.models import Account, JournalEntry, TeachingAssignment
from sacoche.kit.clock import today
from sacoche.kit.tenancy import school_scope
from schools.models import Niveau, SchoolClass
from schools.services import NiveauUnfit, ReferenceTaken, activate_niveau, create_class
from tests.factories import AccountFactory, PeriodDatesFactory, SchoolClassFactory, TeachingAssignmentFactory
from tests.html import words

PAGE = reverse("schools:classes")
ADD = reverse("schools:add_class")


def _niveau(reference):
    return Niveau.objects.get(reference=reference)


@pytest.fixture
def client(client_as, admin, school):
    for reference in ("CM1", "CM2", "C3"):
        activate_niveau(actor=None, school=school, niveau=_niveau(reference))
    return client_as(admin)


def _delete(client, school_class, **options):
    """Read the question, then confirm."""
    address = reverse("schools:delete_class", args=[school_class.pk])
    return client.post(address, {"seen": client.get(address).context["seen"]}, **options)


def _data(**changes):
    return {"niveau": _niveau("CM2").pk, "reference": "CM2_A", "name": "CM2 A", "long_name": ""} | changes


def test_classes_without_level_says_where_to_go(client_as, admin):
    assert "Ajoutez d'abord vos niveaux" in words(client_as(admin).get(PAGE))


def test_classes_are_listed_by_level_then_reference(client):
    for niveau, reference in (("CM2", "B"), ("CM2", "A"), ("CM1", "Z")):
        SchoolClassFactory(niveau=niveau, reference=reference)

    assert [each.reference for each in client.get(PAGE).context["rows"]] == ["Z", "A", "B"]


def test_classes_count_the_present_and_the_teachers(client):
    school_class = SchoolClassFactory()
    AccountFactory.create_batch(2, school_class=school_class)
    AccountFactory(school_class=school_class, left_on=today())
    TeachingAssignmentFactory(school_class=school_class)

    found = client.get(PAGE).context["rows"][0]

    assert (found.pupil_count, found.left_count, found.teacher_count) == (2, 1, 1)


def test_add_class_creates_it(client):
    page = client.post(ADD, _data(reference="cm2_a", long_name="CM2 de  Mme Exemple"), follow=True)

    created = SchoolClass.objects.get()
    assert (created.niveau.reference, created.reference, created.name) == ("CM2", "CM2_A", "CM2 A")
    assert created.long_name == "CM2 de Mme Exemple"
    assert "Classe « CM2 A » ajoutée." in words(page)
    assert JournalEntry.objects.get(code="schools.create_class").details == {"reference": "CM2_A"}


def test_add_class_offers_active_class_levels_alone(client):
    niveau = client.get(ADD).context["form"].fields["niveau"]

    assert [each.reference for each in niveau.queryset] == ["CM1", "CM2"]


def test_add_class_in_a_cycle_is_refused(client):
    page = client.post(ADD, _data(niveau=_niveau("C3").pk))

    assert list(page.context["form"].errors) == ["niveau"]
    assert SchoolClass.objects.count() == 0


def test_create_class_service_refuses_a_cycle(client, school):
    with pytest.raises(NiveauUnfit):
        create_class(actor=None, school=school, niveau=_niveau("C3"), reference="A", name="A")


def test_create_class_service_refuses_a_level_that_is_not_used(client, school):
    with pytest.raises(NiveauUnfit):
        create_class(actor=None, school=school, niveau=_niveau("CP"), reference="A", name="A")


def test_create_class_service_refuses_a_reference_taken(client, school):
    create_class(actor=None, school=school, niveau=_niveau("CM2"), reference="A", name="A")

    with pytest.raises(ReferenceTaken):
        create_class(actor=None, school=school, niveau=_niveau("CM1"), reference="A", name="B")


def test_add_class_with_a_reference_taken_names_its_holder(client):
    SchoolClassFactory(reference="CM2_A", name="Ancienne")

    page = client.post(ADD, _data(reference="cm2_a"))

    assert page.context["form"].errors["reference"] == [
        "La référence « CM2_A » est déjà celle de la classe « Ancienne » : choisissez-en une autre."
    ]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"reference": ""}, "reference"),
        ({"reference": "X" * 21}, "reference"),
        ({"name": "  "}, "name"),
        ({"name": "X" * 21}, "name"),
        ({"name": "a\x00b"}, "name"),
        ({"long_name": "X" * 101}, "long_name"),
        ({"niveau": ""}, "niveau"),
        ({"niveau": "abc"}, "niveau"),
        ({"niveau": "9" * 30}, "niveau"),
    ],
)
def test_add_class_refuses_what_does_not_fit(client, changes, field):
    page = client.post(ADD, _data(**changes))

    assert list(page.context["form"].errors) == [field]
    assert SchoolClass.objects.count() == 0


def test_edit_class_keeps_its_pupils(client):
    school_class = SchoolClassFactory(reference="VIEUX")
    pupil = AccountFactory(school_class=school_class)

    client.post(reverse("schools:edit_class", args=[school_class.pk]), _data(niveau=_niveau("CM1").pk))

    pupil.refresh_from_db()
    assert (pupil.school_class.reference, pupil.school_class.niveau.reference) == ("CM2_A", "CM1")


def test_edit_class_under_its_own_reference_is_no_conflict(client):
    school_class = SchoolClassFactory(reference="CM2_A")

    answer = client.post(reverse("schools:edit_class", args=[school_class.pk]), _data())

    assert answer.status_code == 302


def test_delete_class_says_what_it_holds(client):
    school_class = SchoolClassFactory()
    AccountFactory.create_batch(2, school_class=school_class)
    AccountFactory(school_class=school_class, left_on=today())
    teacher = TeachingAssignmentFactory(school_class=school_class, is_pp=True).teacher
    PeriodDatesFactory(school_class=school_class)

    page = client.get(reverse("schools:delete_class", args=[school_class.pk]))

    losses = {loss.sentence: loss.names for loss in page.context["losses"]}
    assert [sentence.partition(" :")[0] for sentence in losses] == [
        "2 élèves resteront sans classe",
        "1 élève sorti perdra la mention de cette classe.",
        "1 professeur perdra cette classe.",
        "1 période perdra ses dates ici.",
    ]
    assert losses["1 professeur perdra cette classe."] == (f"{teacher.full_name} (professeur principal)",)
    assert f"{teacher.full_name} (professeur principal)" in words(page)
    assert SchoolClass.objects.count() == 1


def test_delete_class_asks_again_when_it_was_filled_meanwhile(client):
    school_class = SchoolClassFactory()
    address = reverse("schools:delete_class", args=[school_class.pk])
    seen = client.get(address).context["seen"]
    AccountFactory(school_class=school_class, last_name="ARRIVÉ")

    page = client.post(address, {"seen": seen})

    assert page.status_code == 409
    assert "Rien n'a été supprimé" in words(page)
    assert "ARRIVÉ" in words(page)
    assert SchoolClass.objects.count() == 1


def test_delete_class_keeps_the_pupils_without_class(client):
    school_class = SchoolClassFactory(name="CM2 A")
    pupil = AccountFactory(school_class=school_class)
    TeachingAssignmentFactory(school_class=school_class)

    page = _delete(client, school_class, follow=True)

    assert "Classe « CM2 A » supprimée. 1 élève reste sans classe." in words(page)
    assert Account.objects.get(pk=pupil.pk).school_class is None
    assert TeachingAssignment.objects.count() == 0


def test_class_of_another_school_is_not_found(client, other_school):
    with school_scope(other_school):
        stranger = SchoolClassFactory()

    assert client.get(reverse("schools:edit_class", args=[stranger.pk])).status_code == 404
    assert client.post(reverse("schools:delete_class", args=[stranger.pk])).status_code == 404


@pytest.mark.parametrize("number", [1, 3, 40])
def test_classes_page_takes_as_many_queries_however_many(client, number, django_assert_num_queries):
    SchoolClassFactory.create_batch(number)
    client.get(PAGE)

    with django_assert_num_queries(4):
        page = client.get(PAGE)

    assert ('data-filter-table="classes"' in page.content.decode()) == (number > 20)
