"""« Groupes (gestion) »: list, add, change, delete."""

import pytest
from django.urls import reverse

from accounts.models import Account, GroupMembership, JournalEntry
from sacoche.kit.tenancy import school_scope
from schools.models import Group, Niveau
from schools.services import NiveauInUse, activate_niveau, deactivate_niveau
from tests.factories import (
    AccountFactory,
    GroupFactory,
    GroupMembershipFactory,
    GroupTeachingFactory,
    PeriodDatesFactory,
    SchoolClassFactory,
)
from tests.html import words

PAGE = reverse("schools:groups")
ADD = reverse("schools:add_group")


@pytest.fixture
def sixth():
    return Niveau.objects.get(reference="6")


@pytest.fixture
def client(client_as, admin, school, sixth):
    activate_niveau(actor=None, school=school, niveau=sixth)
    return client_as(admin)


def _data(niveau, **changes):
    return {"niveau": niveau.pk, "reference": "6ALL1", "name": "6e ALL1", "long_name": ""} | changes


def test_groups_are_listed_with_what_they_hold(client):
    group = GroupFactory(niveau="6", name="6e ALL1")
    GroupMembershipFactory.create_batch(2, group=group)
    GroupTeachingFactory(group=group)

    (found,) = client.get(PAGE).context["rows"]

    assert (found.name, found.pupil_count, found.teacher_count) == ("6e ALL1", 2, 1)


def test_add_group_creates_it(client, sixth):
    page = client.post(ADD, _data(sixth, reference="6all1"), follow=True)

    created = Group.objects.get()
    assert (created.niveau, created.reference, created.name, created.kind) == (sixth, "6ALL1", "6e ALL1", "groupe")
    assert "Groupe « 6e ALL1 » ajouté." in words(page)
    assert JournalEntry.objects.get(code="schools.create_group").details == {"reference": "6ALL1"}


def test_add_group_may_have_the_reference_of_a_class(client, sixth):
    SchoolClassFactory(niveau="6", reference="6ALL1")

    assert client.post(ADD, _data(sixth)).status_code == 302


def test_two_groups_with_one_reference_are_refused_naming_the_holder(client, sixth):
    GroupFactory(niveau="6", reference="6ALL1", name="Ancien")

    page = client.post(ADD, _data(sixth))

    assert page.status_code == 422
    assert page.context["form"].errors["reference"] == [
        "La référence « 6ALL1 » est déjà celle du groupe « Ancien » : choisissez-en une autre."
    ]


@pytest.mark.parametrize("field", ["niveau", "reference", "name"])
def test_add_group_asks_for_what_is_missing(client, sixth, field):
    page = client.post(ADD, _data(sixth) | {field: ""})

    assert page.status_code == 422
    assert list(page.context["form"].errors) == [field]


def test_edit_group_keeps_its_pupils(client, sixth):
    link = GroupMembershipFactory(group=GroupFactory(niveau="6", reference="VIEUX"))

    client.post(reverse("schools:edit_group", args=[link.group.pk]), _data(sixth))

    assert GroupMembership.objects.get().group.reference == "6ALL1"


def test_delete_group_counts_and_names_what_is_lost_then_keeps_the_people(client):
    group = GroupFactory(niveau="6", name="6e ALL1")
    pupil = GroupMembershipFactory(group=group, pupil=AccountFactory(last_name="MARTIN")).pupil
    GroupTeachingFactory(group=group, teacher=AccountFactory(profile="ENS", last_name="DURAND"))
    PeriodDatesFactory(group=group, period__name="Trimestre 1")
    address = reverse("schools:delete_group", args=[group.pk])

    page = client.get(address)
    after = client.post(address, {"seen": page.context["seen"]}, follow=True)

    assert [loss.names for loss in page.context["losses"]] == [
        ("MARTIN Camille",),
        ("DURAND Camille",),
        ("Trimestre 1 (du 01/09/2026 au 30/11/2026)",),
    ]
    assert "1 élève n'y sera plus" in words(page)
    assert "Groupe « 6e ALL1 » supprimé." in words(after)
    assert Group.objects.count() == 0
    assert Account.objects.filter(pk=pupil.pk).exists()


def test_group_of_a_teacher_is_not_among_those_of_the_school(client):
    own = GroupFactory(kind="besoin", reference="")

    assert list(client.get(PAGE).context["rows"]) == []
    assert client.get(reverse("schools:edit_group", args=[own.pk])).status_code == 404


def test_group_of_another_school_is_not_found(client, other_school):
    with school_scope(other_school):
        stranger = GroupFactory()

    assert client.get(reverse("schools:edit_group", args=[stranger.pk])).status_code == 404
    assert client.get(reverse("schools:delete_group", args=[stranger.pk])).status_code == 404


def test_level_that_holds_a_group_stays_and_the_page_says_which(client, school, sixth):
    GroupFactory(niveau="6", reference="6ALL1", name="6e ALL1")

    with pytest.raises(NiveauInUse) as error:
        deactivate_niveau(actor=None, school=school, niveau=sixth)

    assert error.value.references == ["6ALL1"]
    assert "groupe 6e ALL1" in words(client.get(reverse("schools:deactivate_niveau", args=[sixth.pk])))


@pytest.mark.parametrize("number", [1, 30])
def test_groups_page_takes_as_many_queries_however_many(client, number, django_assert_num_queries):
    GroupMembershipFactory.create_batch(number)
    client.get(PAGE)

    with django_assert_num_queries(5):
        page = client.get(PAGE)

    assert ('data-filter-table="groupes"' in page.content.decode()) == (number > 20)
