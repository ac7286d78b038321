"""A teacher decides on the socle by his groups too, beside his classes (S140)."""

import datetime
import uuid

import pytest
from django.urls import reverse

from accounts.enums import Profile
from accounts.models import Account, TeachingAssignment
from sacoche.kit.tenancy import school_scope
from schools.models import Group, GroupKind, School
from socle.models import ItemChange, ItemValidation, PilierValidation
from tests.factories import (
    AccountFactory,
    GroupFactory,
    GroupMembershipFactory,
    GroupTeachingFactory,
    SchoolClassFactory,
    TeachingAssignmentFactory,
)
from tests.html import words

BLUE, GREEN = 2, 1
C1 = 8
PAGES = ["socle:items", "socle:piliers", "socle:cancelling"]


@pytest.fixture
def reading(cm2) -> Group:
    """A group of the teacher: a pupil of his CM2, one of a CM1 that is not his, one without a class, one who left."""
    group = GroupFactory(niveau="CM2", name="Lecture")
    GroupTeachingFactory(teacher=cm2.teacher, group=group)
    cm1 = SchoolClassFactory(niveau="CM1", name="[CM1] CM1")
    members = [
        cm2.pupils[2],
        AccountFactory(last_name="LEROY", first_name="Lou", school_class=cm1),
        AccountFactory(last_name="ADAM", first_name="Noé", school_class=None),
        AccountFactory(last_name="PARTI", school_class=cm1, left_on=datetime.date(2020, 1, 1)),
    ]
    for pupil in members:
        GroupMembershipFactory(pupil=pupil, group=group)
    return group


@pytest.fixture
def lou(reading) -> Account:
    """The pupil of the group whose class the teacher does not have."""
    return Account.objects.get(last_name="LEROY")


@pytest.fixture
def only_pp(cm2, lou):
    """only_pp(): the school reserves every act to the professeur principal, whom the teacher is in his CM2."""

    def reserve() -> Account:
        grant = {"profiles": ["DIR", "ENS"], "restrictions": ["ONLY_PP"]}
        rights = {f"socle.{act}": grant for act in ("validate_items", "validate_piliers", "cancel_piliers")}
        School.objects.filter(pk=cm2.school.pk).update(access={"rights": rights})
        TeachingAssignment.objects.filter(teacher=cm2.teacher).update(is_pp=True)
        return Account.objects.get(pk=cm2.teacher.pk)

    return reserve


def choose(client, page="socle:items", **params):
    return client.get(reverse(page), {"palier": 2} | params)


def offered(response):
    """What the list « Classe / groupe » offers, by its parts."""
    choices = response.context["form"].fields["classe"].choices
    return {kind: [label for _, label in pairs] for kind, pairs in choices if kind}


def ticked(response):
    return [pupil.full_name for pupil in response.context["choices"].chosen_pupils]


def show(client, place, page="socle:items_grid", **params):
    return client.get(reverse(page), {"palier": 2, "competence": C1, "classe": place, "tout": 1} | params)


# --- The list ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("page", PAGES[:2])
def test_teacher_finds_his_groups_after_his_classes_and_the_groupes_de_besoin_last(cm2, reading, client_as, page):
    School.objects.filter(pk=cm2.school.pk).update(
        access={"rights": {"socle.validate_piliers": {"profiles": ["ENS"], "restrictions": []}}}
    )
    his, lent = [GroupFactory(niveau="CM2", name=name, kind=GroupKind.BESOIN, reference="") for name in ("Aide", "Bis")]
    GroupTeachingFactory(teacher=cm2.teacher, group=his, is_owner=True)
    GroupTeachingFactory(teacher=cm2.teacher, group=lent)
    GroupTeachingFactory(group=GroupFactory(name="Latin"))
    GroupTeachingFactory(group=GroupFactory(name="Autre", kind=GroupKind.BESOIN, reference=""), is_owner=True)

    shown = choose(client_as(Account.objects.get(pk=cm2.teacher.pk)), page)

    assert offered(shown) == {"Classes": ["[CM2] CM2"], "Groupes": ["Lecture"], "Besoins": ["Aide", "Bis"]}


@pytest.mark.parametrize("page", PAGES)
def test_director_finds_every_class_and_every_group_of_the_school_but_no_groupe_de_besoin(
    cm2, reading, director, client_as, page
):
    GroupFactory(niveau="CM1", name="Chorale")
    GroupFactory(name="Aide", kind=GroupKind.BESOIN, reference="")

    shown = choose(client_as(director), page)

    assert offered(shown) == {"Classes": ["[CM1] CM1", "[CM2] CM2"], "Groupes": ["Chorale", "Lecture"]}


def test_cpe_finds_the_groupe_de_besoin_that_he_made_after_every_group_of_the_school(cm2, reading, client_as):
    cpe = AccountFactory(profile=Profile.EDU)
    aide = GroupFactory(name="Aide", kind=GroupKind.BESOIN, reference="")
    GroupTeachingFactory(teacher=cpe, group=aide, is_owner=True)
    GroupTeachingFactory(group=GroupFactory(name="Autre", kind=GroupKind.BESOIN, reference=""), is_owner=True)

    shown = choose(client_as(cpe))

    assert offered(shown) == {"Classes": ["[CM1] CM1", "[CM2] CM2"], "Groupes": ["Lecture"], "Besoins": ["Aide"]}


@pytest.mark.parametrize("page", PAGES)
def test_list_is_of_classes_alone_where_the_school_reserves_the_act_to_the_professeur_principal(
    cm2, only_pp, client_as, page
):
    shown = choose(client_as(only_pp()), page)

    assert offered(shown) == {"Classes": ["[CM2] CM2"]}


def test_group_offers_its_active_pupils_of_any_class_or_of_none_in_the_order_of_names(cm2, reading, client_as):
    other = GroupFactory(name="Calcul")
    GroupTeachingFactory(teacher=cm2.teacher, group=other)
    GroupMembershipFactory(pupil=cm2.pupils[2], group=other)

    page = choose(client_as(cm2.teacher), competence=C1, classe=f"g{reading.pk}")

    assert ticked(page) == ["ADAM Noé", "LEROY Lou", "MICHEL Ana"]
    assert f'<option value="g{reading.pk}" selected>Lecture</option>' in page.text


def test_teacher_of_groups_alone_chooses_among_them(cm2, reading, client_as):
    TeachingAssignment.objects.all().delete()

    page = choose(client_as(cm2.teacher), competence=C1)

    assert offered(page) == {"Groupes": ["Lecture"]}
    assert ticked(page) == ["ADAM Noé", "LEROY Lou", "MICHEL Ana"]


@pytest.mark.parametrize(
    ("kind", "sentence"),
    [
        (GroupKind.GROUPE, "Ce groupe n'a pas d'élève. Un administrateur peut en ajouter"),
        (GroupKind.BESOIN, "Ce groupe de besoin n'a pas d'élève. Celui qui l'a créé peut en ajouter"),
    ],
)
def test_group_without_a_pupil_says_who_may_add_some(cm2, client_as, kind, sentence):
    group = GroupFactory(name="Vide", kind=kind)
    GroupTeachingFactory(teacher=cm2.teacher, group=group)

    assert sentence in words(choose(client_as(cm2.teacher), classe=f"g{group.pk}"))


# --- The grid ---------------------------------------------------------------------------------------------------------


def test_teacher_validates_a_group_of_two_classes_and_looks_back_over_it(cm2, reading, lou, client_as, save):
    place, client = f"g{reading.pk}", client_as(cm2.teacher)
    grid = show(client, place)
    assert "Palier 2 (fin CM2) · Lecture · 3 élèves" in words(grid)
    assert f"classe={place}" in grid.text

    cells = [[pupil.pk, cm2.items[0].pk, BLUE, GREEN] for pupil in (lou, cm2.pupils[2])]
    assert save(cm2.teacher, *cells).json()["saved"] == 2

    asked = {"eleve": lou.pk, "ligne": cm2.items[0].pk}
    assert "DURAND P." in words(client.get(reverse("socle:item_history"), asked))
    choice = {"domaine": [each.pk for each in grid.context["choices"].domaines], "eleve": [lou.pk]}
    past = show(client, place, "socle:items_grid_on", au="2020-01-01", **choice)
    assert "· Lecture · 1 élève" in words(past)


def test_teacher_undoes_what_he_saved_for_a_group_as_long_as_it_is_his(cm2, reading, lou, client_as, save):
    save(cm2.teacher, [lou.pk, cm2.items[0].pk, BLUE, GREEN])
    address = reverse("socle:undo", args=[ItemChange.objects.get().batch])

    reading.teachings.all().delete()
    assert "n'est plus dans vos classes ni dans vos groupes" in words(client_as(cm2.teacher).get(address))
    GroupTeachingFactory(teacher=cm2.teacher, group=reading)
    client_as(cm2.teacher).post(address)

    assert not ItemValidation.objects.exists()


def test_director_cancels_the_competence_of_a_pupil_found_by_his_group(cm2, reading, lou, director, client_as):
    shown = {"decided_on": datetime.date(2012, 6, 15), "author_label": "DUVAL M."}
    PilierValidation.objects.create(pupil=lou, pilier_id=C1, state=GREEN, **shown)
    client = client_as(director)

    assert "Annuler : LEROY Lou" in show(client, f"g{reading.pk}", "socle:cancelling_grid").text
    client.post(reverse("socle:cancel_pilier"), {"pupil_id": lou.pk, "pilier_id": C1} | shown)

    assert not PilierValidation.objects.exists()


def test_colleague_on_the_grid_of_the_same_group_is_named_and_his_saves_arrive(cm2, reading, lou, client_as, save):
    colleague = AccountFactory(profile=Profile.ENS, last_name="PETIT", first_name="Anne")
    GroupTeachingFactory(teacher=colleague, group=reading)
    asked = {"cadre": C1, "classe": f"g{reading.pk}", "depuis": 0}
    address = reverse("socle:items_presence")
    client_as(colleague).post(address, asked | {"page": uuid.uuid4().hex})
    save(colleague, [lou.pk, cm2.items[0].pk, BLUE, GREEN])

    answer = client_as(cm2.teacher).post(address, asked | {"page": uuid.uuid4().hex}).json()

    assert answer["others"] == ["Anne PETIT"]
    assert [change[:3] for change in answer["changes"]] == [[lou.pk, cm2.items[0].pk, GREEN]]


def test_grids_of_a_class_and_of_a_group_of_the_same_number_are_not_the_same(cm2, client_as):
    group = GroupFactory(pk=cm2.school_class.pk, name="Jumeau")
    colleague = AccountFactory(profile=Profile.ENS)
    GroupTeachingFactory(teacher=colleague, group=group)
    asked = {"cadre": C1, "depuis": 0}
    address = reverse("socle:items_presence")
    client_as(colleague).post(address, asked | {"classe": f"g{group.pk}", "page": uuid.uuid4().hex})

    here = {"classe": cm2.school_class.pk, "page": uuid.uuid4().hex}

    assert client_as(cm2.teacher).post(address, asked | here).json()["others"] == []


# --- What is not his --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", GroupKind)
def test_group_of_a_colleague_is_refused_on_every_address(cm2, client_as, save, kind):
    group = GroupFactory(name="Latin", kind=kind)
    GroupTeachingFactory(group=group, is_owner=kind == GroupKind.BESOIN)
    pupil = AccountFactory(last_name="BRUN", first_name="Lou", school_class=SchoolClassFactory(niveau="CM1"))
    GroupMembershipFactory(pupil=pupil, group=group)
    client, place = client_as(cm2.teacher), f"g{group.pk}"
    live = {"cadre": C1, "classe": place, "depuis": 0, "page": uuid.uuid4().hex}

    pages = [choose(client, classe=place), show(client, place), client.get(reverse("socle:items_presence"), live)]
    refused = save(cm2.teacher, [pupil.pk, cm2.items[0].pk, BLUE, GREEN])
    past = client.get(reverse("socle:item_history"), {"eleve": pupil.pk, "ligne": cm2.items[0].pk})

    assert [page.status_code for page in (*pages, refused, past)] == [403] * 5
    assert "Ce groupe n&#x27;est pas un des vôtres." in pages[0].text
    assert "BRUN Lou" not in "".join(page.text for page in pages)
    assert not ItemValidation.objects.exists()


def test_group_of_another_school_is_unknown(cm2, client_as, other_school):
    with school_scope(other_school):
        foreign = GroupFactory(niveau="CM2")
    client, place = client_as(cm2.teacher), f"g{foreign.pk}"
    live = {"cadre": C1, "classe": place, "depuis": 0, "page": uuid.uuid4().hex}

    assert choose(client, classe=place).status_code == 404
    assert show(client, place).status_code == 404
    assert client.get(reverse("socle:items_presence"), live).status_code == 404


def test_professeur_principal_under_the_restriction_may_not_forge_a_group(cm2, reading, lou, only_pp, client_as, save):
    account = only_pp()
    place = f"g{reading.pk}"

    page = choose(client_as(account), classe=place)
    refused = save(account, [lou.pk, cm2.items[0].pk, BLUE, GREEN])
    his = save(account, [cm2.pupils[2].pk, cm2.items[0].pk, BLUE, GREEN])

    assert page.status_code == 403
    assert "choisissez une classe dont vous l&#x27;êtes." in page.text
    assert (refused.status_code, refused.json()["error"]) == (
        403,
        "Un élève n'est pas dans une classe dont vous êtes professeur principal. Rien n'a été enregistré.",
    )
    assert his.json()["saved"] == 1


@pytest.mark.parametrize("junk", ["g", "gg1", "g-1", "g²", "g" + "9" * 400, "c1"])
def test_place_that_is_no_code_is_no_choice(cm2, reading, client_as, junk):
    page = choose(client_as(cm2.teacher), classe=junk)

    assert (page.status_code, ticked(page)) == (200, [])


# --- What it costs ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", [1, 40])
def test_grid_of_a_group_asks_the_base_as_that_of_a_class(cm2, client_as, django_assert_num_queries, size):
    group = GroupFactory(name="Lecture")
    GroupTeachingFactory(teacher=cm2.teacher, group=group)
    for _ in range(size):
        cm1 = SchoolClassFactory(niveau="CM1")
        TeachingAssignmentFactory(teacher=cm2.teacher, school_class=cm1)
        GroupTeachingFactory(teacher=cm2.teacher, group=GroupFactory())
        GroupMembershipFactory(pupil=AccountFactory(school_class=cm1), group=group)
    client = client_as(cm2.teacher)
    show(client, f"g{group.pk}")

    with django_assert_num_queries(14):
        grid = show(client, f"g{group.pk}")

    assert len(grid.context["grid"].pupils) == size
