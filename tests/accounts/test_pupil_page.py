"""The page of a pupil: class, groups, teachers, guardians and identifiers together."""

import datetime

import pytest
from django.urls import reverse

from sacoche.kit.clock import today
from sacoche.kit.tenancy import school_scope
from tests.factories import (
    AccountFactory,
    AddressFactory,
    GroupFactory,
    GroupMembershipFactory,
    GroupTeachingFactory,
    GuardianshipFactory,
    MatiereFactory,
    MatiereTeachingFactory,
    SchoolClassFactory,
    TeachingAssignmentFactory,
)
from tests.html import words
from tests.imports.wizard import rows_of


@pytest.fixture
def client(client_as, admin):
    return client_as(admin)


@pytest.fixture
def pupil(school):
    school_class = SchoolClassFactory(niveau="5", reference="5B", name="5EME B")
    return AccountFactory(
        last_name="GERMAIN", first_name="Éléonore", school_class=school_class, id_ent="e12bc2c1101", sconet_id=12
    )


def page_of(client, pupil):
    return client.get(reverse("accounts:pupil", args=[pupil.pk]))


def rows(page, table):
    return rows_of(page, f"//table[@id='{table}']")


def teacher(last_name, **fields):
    return AccountFactory(profile="ENS", last_name=last_name, first_name="Anne", **fields)


def test_pupil_page_shows_class_groups_and_identifiers(client, pupil):
    GroupMembershipFactory(pupil=pupil, group=GroupFactory(niveau="5", name="LATIN 5"))
    GroupMembershipFactory(pupil=pupil, group=GroupFactory(niveau="5", reference="", name="Lecture", kind="besoin"))
    GroupFactory(niveau="5", name="ESPAGNOL 5")
    facts = words(page_of(client, pupil))
    assert "Classe 5EME B (Cinquième) Groupes Lecture (besoin), LATIN 5 Né(e) le –" in facts
    assert "Id ENT e12bc2c1101 Id Gepi – Id Sconet 12 N° Sconet –" in facts


def test_pupil_page_shows_teachers_of_the_class_then_of_the_groups_principals_first(client, pupil):
    group = GroupFactory(niveau="5", name="LATIN 5")
    GroupMembershipFactory(pupil=pupil, group=group)
    latinist, principal, gone = teacher("ABEL"), teacher("ZED"), teacher("PARTI", left_on=today())
    TeachingAssignmentFactory(teacher=principal, school_class=pupil.school_class, is_pp=True)
    TeachingAssignmentFactory(teacher=gone, school_class=pupil.school_class)
    TeachingAssignmentFactory(teacher=teacher("AUTRE"), school_class=SchoolClassFactory(niveau="5"))
    for name in ("Latin", "Français"):
        MatiereTeachingFactory(teacher=latinist, matiere=MatiereFactory(label=name))
    for who in (latinist, principal):
        GroupTeachingFactory(teacher=who, group=group)
    assert rows(page_of(client, pupil), "teachers") == [
        ["ZED Anne professeur principal", "5EME B, LATIN 5", "–"],
        ["ABEL Anne", "LATIN 5", "Français, Latin"],
    ]


def test_pupil_page_shows_guardians_by_rank_with_their_address(client, pupil):
    second = AccountFactory(profile="TUT", last_name="BOUVIER", login="cel.bouvier", email="c@example.org")
    first = AccountFactory(profile="TUT", last_name="GERMAIN", login="kar.germain", id_ent="e1")
    AddressFactory(account=second, line1="12 Rue Des Lilas", postal_code="57990", town="SAINT-EXEMPLE", country="")
    GuardianshipFactory(guardian=second, pupil=pupil, rank=2)
    GuardianshipFactory(guardian=first, pupil=pupil, rank=1)
    assert rows(page_of(client, pupil), "guardians") == [
        ["1", "GERMAIN Camille", "–", "–", "kar.germain", "e1"],
        ["2", "BOUVIER Camille", "12 Rue Des Lilas, 57990 SAINT-EXEMPLE", "c@example.org", "cel.bouvier", "–"],
    ]


def test_pupil_page_of_somebody_alone_says_so(client):
    page = words(page_of(client, AccountFactory(left_on=today() + datetime.timedelta(days=3))))
    assert "Sans classe · sortie prévue le" in page
    assert "Aucun responsable légal n'est relié à cet élève." in page
    assert "Aucun professeur n'a encore cette classe ni ces groupes" in page


def test_pupil_page_asks_as_little_for_many_teachers_as_for_one(client, pupil, django_assert_num_queries):
    def add():
        member = teacher("ABEL")
        TeachingAssignmentFactory(teacher=member, school_class=pupil.school_class)
        MatiereTeachingFactory(teacher=member, matiere=MatiereFactory())
        GuardianshipFactory(guardian=AccountFactory(profile="TUT"), pupil=pupil, rank=pupil.guardian_links.count() + 1)

    add()
    page_of(client, pupil)
    with django_assert_num_queries(10):
        page_of(client, pupil)
    for _ in range(3):
        add()
    with django_assert_num_queries(10):
        page_of(client, pupil)


def test_pupil_page_is_found_from_the_list(client, pupil):
    page = client.get(reverse("accounts:pupils"))
    assert f'<a href="{reverse("accounts:pupil", args=[pupil.pk])}">GERMAIN Éléonore</a>' in page.content.decode()


def test_pupil_page_is_for_pupils_of_the_school_alone(client, other_school):
    with school_scope(other_school):
        stranger = AccountFactory()
    assert page_of(client, stranger).status_code == 404
    assert page_of(client, teacher("ABEL")).status_code == 404
