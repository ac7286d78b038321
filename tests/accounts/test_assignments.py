"""« Professeurs & classes / Professeurs principaux » (S131 to S133)."""

import pytest
from django.urls import reverse

from accounts.enums import Profile
from accounts.models import JournalEntry, TeachingAssignment
from sacoche.kit.clock import today
from sacoche.kit.tenancy import school_scope
from tests.factories import AccountFactory, SchoolClassFactory, TeachingAssignmentFactory
from tests.html import words

PAGE = reverse("accounts:assignments")


@pytest.fixture
def browser(client_as, admin):
    return client_as(admin)


@pytest.fixture
def school_class(school):
    return SchoolClassFactory(name="CM2 A")


def _links():
    rows = TeachingAssignment.objects.order_by("pk")
    return [(link.teacher.last_name, link.school_class.name, link.is_pp) for link in rows]


def _assign(browser, teacher, school_class, is_on="1"):
    return browser.post(reverse("accounts:save_assignment", args=[teacher.pk, school_class.pk]), {"is_on": is_on})


def _name_pp(browser, teacher, school_class, is_on="1"):
    address = reverse("accounts:save_professeur_principal", args=[teacher.pk, school_class.pk])
    return browser.post(address, {"is_on": is_on})


def test_assignments_without_teacher_or_class_says_what_to_do(browser):
    text = words(browser.get(PAGE))

    assert "Créez d'abord leurs comptes" in text
    assert "Importez les élèves" in text


def test_assignments_shows_active_teachers_and_every_class(browser, school_class, teacher, director, pupil):
    AccountFactory(profile=Profile.ENS, last_name="PARTIE", left_on=today())

    grid = browser.get(PAGE).context["grid"]

    assert [row.teacher for row in grid.rows] == [teacher]
    assert grid.classes == [school_class]


def test_assign_teacher_is_saved_at_once(browser, teacher, school_class):
    answer = _assign(browser, teacher, school_class)

    assert _links() == [("DURAND", "CM2 A", False)]
    assert "DURAND Paul" in answer.json()["summary"]
    assert browser.get(PAGE).context["grid"].rows[0].cells[0].is_assigned


def test_assign_teacher_twice_is_harmless(browser, teacher, school_class):
    _assign(browser, teacher, school_class)
    _name_pp(browser, teacher, school_class)

    _assign(browser, teacher, school_class)

    assert _links() == [("DURAND", "CM2 A", True)]
    assert JournalEntry.objects.filter(code="accounts.assign").count() == 1


def test_unassign_teacher_takes_the_role_of_pp_away(browser, teacher, school_class):
    TeachingAssignmentFactory(teacher=teacher, school_class=school_class, is_pp=True)

    answer = _assign(browser, teacher, school_class, is_on="0")

    assert _links() == []
    assert "Aucun professeur" in answer.json()["summary"]


def test_name_professeur_principal(browser, teacher, school_class):
    TeachingAssignmentFactory(teacher=teacher, school_class=school_class)

    _name_pp(browser, teacher, school_class)

    assert _links() == [("DURAND", "CM2 A", True)]
    assert browser.get(PAGE).context["grid"].summaries[0].links[0].is_pp


def test_several_professeurs_principaux_of_one_class(browser, teacher, school_class):
    TeachingAssignmentFactory(teacher=teacher, school_class=school_class, is_pp=True)
    other = AccountFactory(profile=Profile.ENS, last_name="ROY")
    TeachingAssignmentFactory(teacher=other, school_class=school_class)

    _name_pp(browser, other, school_class)

    assert _links() == [("DURAND", "CM2 A", True), ("ROY", "CM2 A", True)]


def test_professeur_principal_no_longer(browser, teacher, school_class):
    TeachingAssignmentFactory(teacher=teacher, school_class=school_class, is_pp=True)

    _name_pp(browser, teacher, school_class, is_on="0")

    assert _links() == [("DURAND", "CM2 A", False)]


def test_professeur_principal_of_a_class_he_has_not_is_refused_in_words(browser, teacher, school_class):
    answer = _name_pp(browser, teacher, school_class)

    assert (answer.status_code, answer.json()) == (
        409,
        {"error": "DURAND Paul n'a plus la classe CM2 A : cochez-la d'abord."},
    )
    assert _links() == []


def test_assign_somebody_who_left_is_not_found(browser, school_class):
    left = AccountFactory(profile=Profile.ENS, left_on=today())

    assert _assign(browser, left, school_class).status_code == 404


def test_assign_across_schools_is_not_found(browser, teacher, other_school):
    with school_scope(other_school):
        stranger = SchoolClassFactory()

    assert _assign(browser, teacher, stranger).status_code == 404
    assert _links() == []


def test_assign_with_a_closed_session_says_so_in_words(client, teacher, school_class):
    address = reverse("accounts:save_assignment", args=[teacher.pk, school_class.pk])

    answer = client.post(address, {"is_on": "1"}, headers={"accept": "application/json"})

    assert answer.status_code == 401
    assert answer.json()["error"] == "Votre session est fermée : reconnectez-vous."


@pytest.mark.parametrize(("teachers", "classes"), [(1, 1), (3, 3), (40, 30)])
def test_assignments_page_takes_as_many_queries_however_many(
    browser, school, teachers, classes, django_assert_num_queries
):
    made = SchoolClassFactory.create_batch(classes)
    for number in range(teachers):
        TeachingAssignmentFactory(school_class=made[number % classes])
    browser.get(PAGE)

    with django_assert_num_queries(5):
        page = browser.get(PAGE)

    assert page.content.decode().count("data-save=") == teachers * classes + teachers
