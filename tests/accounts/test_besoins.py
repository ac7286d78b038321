"""« Groupes de besoin »: a teacher's own (S85)."""

import json

import pytest
from django.urls import reverse

from accounts.besoins.queries import besoins_of
from accounts.enums import Profile
from accounts.models import GroupMembership, GroupTeaching, JournalEntry
from accounts.queries import pupils_of
from sacoche.kit.clock import today
from schools.models import Group, Niveau
from schools.services import activate_niveau
from tests.factories import (
    AccountFactory,
    GroupFactory,
    GroupMembershipFactory,
    GroupTeachingFactory,
    SchoolClassFactory,
    TeachingAssignmentFactory,
)
from tests.html import words

PAGE = reverse("accounts:besoins")
ADD = reverse("accounts:add_besoin")
PUPILS = reverse("accounts:besoin_pupils")


@pytest.fixture
def niveau(school):
    niveau = Niveau.objects.get(reference="CM2")
    activate_niveau(actor=None, school=school, niveau=niveau)
    return niveau


@pytest.fixture
def client(client_as, teacher, niveau):
    return client_as(teacher)


@pytest.fixture
def besoin():
    """besoin(owner, name="Lecture"): a group that this teacher made."""

    def make(owner, **fields):
        group = GroupFactory(kind="besoin", reference="", **fields)
        GroupTeachingFactory(teacher=owner, group=group, is_owner=True)
        return group

    return make


def _save_pupils(client, *cells):
    sent = [[pupil.pk, group.pk, tick] for pupil, group, tick in cells]
    address = reverse("accounts:save_besoin_pupils")
    return client.post(address, json.dumps({"cells": sent}), "application/json")


def test_teacher_makes_a_group_and_lends_it(client, teacher, niveau):
    colleague = AccountFactory(profile=Profile.DOC, last_name="LIVRE")

    page = client.post(ADD, {"niveau": niveau.pk, "name": "Lecture", "colleagues": [colleague.pk]}, follow=True)

    group = Group.objects.get()
    assert (group.kind, group.reference, group.name) == ("besoin", "", "Lecture")
    assert {(link.teacher, link.is_owner) for link in group.teachings.all()} == {(teacher, True), (colleague, False)}
    assert "Groupe « Lecture » ajouté : cochez maintenant ses élèves." in words(page)
    assert JournalEntry.objects.get(code="accounts.create_besoin").details == {"name": "Lecture"}


def test_two_groups_of_one_teacher_have_two_names(client, teacher, niveau, besoin):
    besoin(teacher, name="Lecture")
    besoin(AccountFactory(profile=Profile.ENS), name="Calcul")

    refused = client.post(ADD, {"niveau": niveau.pk, "name": "Lecture"})
    taken = client.post(ADD, {"niveau": niveau.pk, "name": "Calcul"})

    assert refused.status_code == 422
    assert refused.context["form"].errors["name"] == ["Vous avez déjà un groupe « Lecture » : choisissez un autre nom."]
    assert taken.status_code == 302


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": "X" * 21}, "name"),
        ({"niveau": ""}, "niveau"),
        ({"colleagues": [0]}, "colleagues"),
    ],
)
def test_group_refuses_what_does_not_fit(client, niveau, changes, field):
    page = client.post(ADD, {"niveau": niveau.pk, "name": "Lecture"} | changes)

    assert page.status_code == 422
    assert list(page.context["form"].errors) == [field]
    assert Group.objects.count() == 0


def test_group_is_renamed_and_taken_back_from_a_colleague(client, teacher, niveau, besoin):
    group = besoin(teacher, name="Lecture")
    GroupTeachingFactory(group=group)
    gone = GroupTeachingFactory(group=group, teacher__left_on=today()).teacher
    member = GroupMembershipFactory(group=group)

    client.post(reverse("accounts:edit_besoin", args=[group.pk]), {"niveau": niveau.pk, "name": "Lire"})

    group.refresh_from_db()
    assert group.name == "Lire"
    assert {link.teacher for link in GroupTeaching.objects.all()} == {teacher, gone}
    assert [link.pupil for link in GroupMembership.objects.all()] == [member.pupil]


def test_group_of_a_colleague_is_read_and_never_changed(client, teacher, besoin):
    owner = AccountFactory(profile=Profile.ENS, last_name="ROY")
    group = besoin(owner, name="Lecture")
    GroupTeachingFactory(group=group, teacher=teacher)
    GroupMembershipFactory(group=group, pupil=AccountFactory(last_name="MARTIN"))

    text = words(client.get(PAGE))

    assert "1 groupe partagé avec vous" in text
    assert "MARTIN Camille" in text
    assert "ROY Camille" in text
    assert client.get(reverse("accounts:edit_besoin", args=[group.pk])).status_code == 404
    assert client.post(reverse("accounts:remove_besoin", args=[group.pk])).status_code == 404


def test_group_is_deleted_once_its_pupils_were_named(client, teacher, besoin):
    group = besoin(teacher, name="Lecture")
    GroupMembershipFactory(group=group, pupil=AccountFactory(last_name="MARTIN"))
    address = reverse("accounts:remove_besoin", args=[group.pk])

    page = client.get(address)
    after = client.post(address, {"seen": page.context["seen"]}, follow=True)

    assert "1 élève n'y sera plus" in words(page)
    assert "MARTIN Camille" in words(page)
    assert "Groupe « Lecture » supprimé." in words(after)
    assert Group.objects.count() == 0


def test_teacher_puts_his_own_pupils_in_his_own_groups(client, teacher, besoin):
    school_class = TeachingAssignmentFactory(teacher=teacher).school_class
    own, other = AccountFactory(school_class=school_class), AccountFactory(school_class=SchoolClassFactory())
    group, foreign = besoin(teacher), besoin(AccountFactory(profile=Profile.ENS))

    assert _save_pupils(client, (own, group, "on")).status_code == 200
    assert _save_pupils(client, (other, group, "on")).status_code == 404
    assert _save_pupils(client, (own, foreign, "on")).status_code == 404
    assert [(link.pupil, link.group) for link in GroupMembership.objects.all()] == [(own, group)]
    assert [row.line.label for row in client.get(PUPILS).context["board"].rows] == [own.full_name]


def test_pupils_of_a_teacher_are_those_of_his_classes_and_of_his_groups(teacher):
    in_class = AccountFactory(school_class=TeachingAssignmentFactory(teacher=teacher).school_class, last_name="A")
    in_group = GroupMembershipFactory(
        group=GroupTeachingFactory(teacher=teacher).group, pupil=AccountFactory(last_name="B")
    ).pupil
    stranger = AccountFactory(last_name="C")

    assert list(pupils_of(teacher)) == [in_class, in_group]
    assert list(pupils_of(AccountFactory(profile=Profile.EDU))) == [in_class, in_group, stranger]


def test_administrator_sees_who_made_which_group_and_may_delete_it(client_as, admin, teacher, besoin, niveau):
    group = besoin(teacher, name="Lecture", niveau=niveau)
    client = client_as(admin)

    text = words(client.get(reverse("schools:groups")))
    address = reverse("schools:delete_group", args=[group.pk])
    client.post(address, {"seen": client.get(address).context["seen"]})

    assert "1 groupe de besoin" in text
    assert "DURAND Paul" in text
    assert list(besoins_of(teacher)) == []


def test_groups_without_level_say_who_chooses_them(client_as, teacher):
    assert "l'administrateur les choisit" in words(client_as(teacher).get(PAGE))


@pytest.mark.parametrize("number", [1, 30])
def test_besoins_page_takes_as_many_queries_however_many(client, teacher, besoin, number, django_assert_num_queries):
    for _ in range(number):
        GroupMembershipFactory(group=besoin(teacher))
        GroupTeachingFactory(teacher=teacher, group=besoin(AccountFactory(profile=Profile.ENS)))
    client.get(PAGE)

    with django_assert_num_queries(10):
        page = client.get(PAGE)

    assert ('data-filter-table="miens"' in page.content.decode()) == (number > 20)
