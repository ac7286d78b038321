"""A sign-in finds its account by an index: it does not read the accounts of a whole school."""

from importlib import import_module

import pytest
from django.apps import apps
from django.db import connection
from django.db.models import Value
from django.db.models.functions import Concat

from accounts.models import Account
from sacoche.kit.bulk import bulk_insert
from sacoche.kit.tenancy import all_schools, school_scope
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


def test_login_is_looked_for_in_the_index_of_its_key(school: School) -> None:
    people_of_a_large_school()
    plan = Account.objects.called("Eleve.7").explain()

    assert "account_by_login_key" in plan
    if connection.vendor == "postgresql":
        assert "Seq Scan" not in plan
        assert f"Index Cond: ((school_id = {school.pk})" in plan
        assert "((login_key)::text = ANY ('{eleve.7,\"\"}'::text[])))" in plan
    else:
        assert "SEARCH accounts_account USING INDEX account_by_login_key (school_id=? AND login_key=?)" in plan


def people_of_a_large_school() -> None:
    """Three thousand of them, whom the database has counted."""
    row = {"profile": "ELV", "last_name": "MARTIN", "first_name": "Zoé", "password": "!"}
    bulk_insert(Account, ({**row, "login": f"eleve.{rank}"} for rank in range(3000)))
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE accounts_account")


KEYS = [("Pau.Durand", "pau.durand"), ("ÉLOÏSE", "éloïse"), ("œuvré", "œuvré"), ("İnci", "i̇nci")]


@pytest.mark.parametrize(("login", "key"), KEYS)
def test_key_follows_its_login_however_it_is_written(school: School, login: str, key: str) -> None:
    """Made, changed, changed with many, brought by a file, restored: the same key on both databases."""
    saved = AccountFactory(login="a")
    saved.login = login
    saved.save(update_fields=["login"])
    assert keys_of(saved.pk) == [key]

    Account.objects.filter(pk=saved.pk).update(login="b")
    assert keys_of(saved.pk) == ["b"]
    saved.login = login
    Account.objects.bulk_update([saved], ["login"])
    assert keys_of(saved.pk) == [key]

    saved.delete()
    [made] = Account.objects.bulk_create([AccountFactory.build(login=login, school=school)])
    assert keys_of(made.pk) == [key]
    made.delete()
    row = {"profile": "ELV", "login": login, "last_name": "B", "first_name": "A", "password": "!"}
    bulk_insert(Account, [{**row, "login_key": "of another version"}])
    assert keys_of(Account.objects.get(login=login).pk) == [key]


def keys_of(*pks: int) -> list[str]:
    return list(Account.objects.filter(pk__in=pks).order_by("pk").values_list("login_key", flat=True))


def test_login_that_the_database_would_make_is_refused(school: School) -> None:
    AccountFactory(login="a")

    with pytest.raises(TypeError, match="login_key"):
        Account.objects.update(login=Concat("login", Value("2")))


def test_account_made_by_a_server_of_the_version_before_signs_in(school: School) -> None:
    """During an update it writes no key."""
    durand = AccountFactory(login="Pau.Durand")
    Account.objects.update(login_key="")

    assert list(Account.objects.called("pau.durand")) == [durand]
    assert list(Account.objects.called("pau.duran")) == []


def test_update_gives_a_key_to_those_who_had_none(school: School, other_school: School) -> None:
    with school_scope(other_school):
        theirs = AccountFactory(login="ZOÉ")
    mine = AccountFactory(login="ZoE")
    with all_schools():
        Account.objects.update(login_key="")

        import_module("accounts.migrations.0019_login_keys_filled").fill(apps, connection.schema_editor())

        assert keys_of(theirs.pk, mine.pk) == ["zoé", "zoe"]
