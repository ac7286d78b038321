"""A query written once answers each question with the values of that question, and with those of no other school."""

import threading

import pytest
from django.db import connection
from django.db.models import BigIntegerField, CharField, Exists, OuterRef

from accounts.enums import Profile
from accounts.models import Account, TeachingAssignment
from sacoche.kit.prepared import Given, Prepared
from sacoche.kit.tenancy import school_scope
from tests.factories import AccountFactory, SchoolFactory


def people_of(school, name):
    return PEOPLE(school=school.pk, name=name)


PEOPLE = Prepared(
    lambda: (
        Account.objects.filter(school_id=Given("school", BigIntegerField()), last_name=Given("name", CharField()))
        .select_related("school")
        .annotate(is_pp=Exists(TeachingAssignment.objects.filter(teacher=OuterRef("pk"), is_pp=True)))
        .order_by("first_name")
    )
)


@pytest.fixture
def two_schools(db):
    schools = [SchoolFactory(number=number, name=f"École {number}") for number in (71, 72)]
    for each in schools:
        with school_scope(each):
            AccountFactory(profile=Profile.ENS, login="a", last_name="PETIT", first_name=f"Zoé {each.number}")
            AccountFactory(profile=Profile.ENS, login="b", last_name="GRAND", first_name=f"Luc {each.number}")
    return schools


def test_each_question_is_answered_with_its_own_values(two_schools):
    one, other = two_schools
    asked = [(one, "PETIT"), (other, "PETIT"), (one, "GRAND"), (one, "PERSONNE"), (one, "PETIT")]
    found = [[account.first_name for account in people_of(*question)] for question in asked]
    assert found == [["Zoé 71"], ["Zoé 72"], ["Luc 71"], [], ["Zoé 71"]]


def test_school_open_while_it_is_first_asked_does_not_stay_in_it(two_schools):
    one, other = two_schools
    fresh = Prepared(PEOPLE._build)
    with school_scope(one):
        assert [account.school for account in fresh(school=one.pk, name="PETIT")] == [one]
    with school_scope(other):
        assert [account.school for account in fresh(school=other.pk, name="PETIT")] == [other]


def test_instances_have_their_school_and_what_was_counted(two_schools, django_assert_num_queries):
    with django_assert_num_queries(1):
        (account,) = people_of(two_schools[0], "PETIT")
        assert (account.school.name, account.is_pp, account.display_name) == ("École 71", False, "Zoé 71 PETIT")


def test_value_that_is_missing_is_a_fault(two_schools):
    with pytest.raises(KeyError, match="name"):
        PEOPLE(school=1)


def test_value_is_never_read_as_sql(two_schools):
    assert people_of(two_schools[0], "PETIT' OR '1'='1") == []


@pytest.mark.django_db(transaction=True)
def test_threads_that_ask_together_each_have_their_answer(two_schools):
    answers = {}

    def ask(school):
        answers[school.number] = [[each.first_name for each in people_of(school, "PETIT")] for _ in range(50)]
        connection.close()

    threads = [threading.Thread(target=ask, args=(school,)) for school in two_schools]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == {71: [["Zoé 71"]] * 50, 72: [["Zoé 72"]] * 50}
