"""A sign-in finds its account by an index: it does not read the accounts of a whole school."""

import pytest
from django.db import connection

from accounts.models import Account
from sacoche.kit.tenancy import school_scope
from schools.models import School
from tests.factories import AccountFactory


@pytest.mark.parametrize("typed", ["pau.durand", "PAU.Durand"])
def test_account_is_found_by_its_login_whatever_its_case(school: School, typed: str) -> None:
    durand = AccountFactory(login="Pau.Durand")
    AccountFactory(login="pau.durand2")

    assert list(Account.objects.called(typed)) == [durand]


def test_account_of_another_school_is_not_found(school: School, other_school: School) -> None:
    with school_scope(other_school):
        AccountFactory(login="pau.durand")

    assert list(Account.objects.called("pau.durand")) == []


def test_login_is_looked_for_in_the_index_of_its_constraint(school: School) -> None:
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            # Of three rows, reading all of them is what the database would choose.
            cursor.execute("SET LOCAL enable_seqscan = off")
    plan = Account.objects.called("pau.durand").explain()

    assert "account_login_unique" in plan
    assert (
        ("lower((login)::text) = 'pau.durand'" in plan)
        if connection.vendor == "postgresql"
        else ("school_id=? AND <expr>=?" in plan)
    )
