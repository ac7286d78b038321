"""PostgreSQL keeps schools apart by itself: what a forgotten filter of the program would show or change."""

from collections.abc import Iterator

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction

from accounts.models import Account, Guardianship, JournalEntry
from operation.walls.open_tables import OPEN
from operation.walls.policies import OWN, role_of_walls, walled_tables, without_wall
from operation.walls.services import WrongRole, check_role, keep_up
from sacoche.kit.bulk import bulk_insert
from sacoche.kit.parts.tables import every_table
from sacoche.kit.tenancy import all_schools, school_scope
from schools.models import Niveau, School, SchoolClass
from tests.accounts.test_login_index import people_of_a_large_school
from tests.factories import AccountFactory
from tests.walls import ROLE, needs_postgres, walls_up, without_guards


@pytest.fixture
def two(school: School, other_school: School) -> tuple[Account, Account]:
    """Somebody of the open school, and of another."""
    mine = AccountFactory(login="mine")
    with school_scope(other_school):
        return mine, AccountFactory(login="theirs")


@pytest.fixture
def walls(two: tuple[Account, Account], monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Both are written; then PostgreSQL alone keeps them apart."""
    with walls_up():
        without_guards(monkeypatch)
        yield


def test_every_table_is_walled_or_said_open_with_why() -> None:
    """A new table with a school has its wall by itself; one without says why nothing of a school is in it."""
    walled = {model._meta.label for model in walled_tables()}

    assert {model._meta.label for model in every_table()} == walled | set(OPEN)
    assert not walled & set(OPEN)
    assert all(OPEN.values())


@pytest.mark.only_postgres
def test_school_sees_and_counts_its_rows_alone_however_they_are_asked(walls, two, other_school) -> None:
    mine, theirs = two

    assert list(Account.objects.all()) == list(Account._base_manager.all()) == [mine]
    assert not Account.objects.filter(pk=theirs.pk).exists()
    with connection.cursor() as cursor:
        cursor.execute("SELECT login FROM accounts_account")
        assert cursor.fetchall() == [("mine",)]
    with school_scope(other_school):
        assert list(Account.objects.all()) == [theirs]


@pytest.mark.only_postgres
def test_nothing_is_seen_when_no_school_is_open_and_all_by_who_is_entitled(walls, two) -> None:
    with school_scope(None):
        assert list(Account.objects.all()) == []
    with all_schools():
        assert set(Account.objects.all()) == set(two)
    assert list(Account.objects.all()) == [two[0]]


@pytest.mark.only_postgres
def test_what_was_open_is_forgotten_with_each_statement(walls, two) -> None:
    """Whoever has the connection next, through PgBouncer, finds nothing said there."""
    assert Account.objects.count() == 1
    with school_scope(None), connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('sacoche.school', true)")
        assert cursor.fetchone() == ("",)


@pytest.mark.only_postgres
def test_rows_of_another_school_are_neither_changed_nor_deleted(walls, two) -> None:
    theirs = two[1]

    assert Account.objects.filter(pk=theirs.pk).update(last_name="PIRATE") == 0
    assert Account.objects.filter(pk=theirs.pk).delete()[0] == 0
    theirs.last_name = "PIRATE"
    with pytest.raises(DatabaseError), transaction.atomic():
        theirs.save()
    with all_schools():
        theirs.refresh_from_db()
    assert theirs.last_name != "PIRATE"


@pytest.mark.only_postgres
@pytest.mark.parametrize("how", ["create", "bulk_create", "bulk_insert", "move"])
def test_no_row_is_written_in_another_school(how, walls, two, other_school) -> None:
    row = {"profile": "ELV", "login": "pirate", "last_name": "B", "first_name": "A", "password": "!"}
    writings = {
        "create": lambda: Account.objects.create(school=other_school, **row),
        "bulk_create": lambda: Account.objects.bulk_create([Account(school=other_school, **row)]),
        "bulk_insert": lambda: insert_as_they_are([{**row, "school_id": other_school.pk}]),
        "move": lambda: Account._base_manager.filter(pk=two[0].pk).update(school=other_school),
    }
    with pytest.raises(Exception, match=r"row-level security|never changes school"), transaction.atomic():
        writings[how]()


def insert_as_they_are(rows):
    """Past what `bulk_insert` itself checks: COPY and the table of the moment are asked."""
    from django.db import models

    from sacoche.kit.bulk import _copy, _fields

    fields: list[models.Field] = _fields(Account, rows[0].keys())
    values = {**{field.attname: field.get_default() for field in fields}, "preferences": "{}", **rows[0]}
    values |= {"sort_key": "", "created_at": "2026-12-01", "login_key": "pirate"}
    return _copy(Account, fields, iter([[[values[field.attname]] for field in fields]]), "default")


@pytest.mark.only_postgres
def test_thousands_of_rows_come_at_once_in_the_open_school(walls, school) -> None:
    row = {"profile": "ELV", "last_name": "B", "first_name": "A", "password": "!"}

    assert bulk_insert(Account, ({**row, "login": f"e{rank}"} for rank in range(6000))) == 6000
    assert bulk_insert(Account, [{**row, "login": "another"}]) == 1

    assert Account.objects.filter(last_name="B").count() == 6001


@pytest.mark.only_postgres
def test_national_list_is_seen_by_all_and_written_by_none(walls, two, school, other_school) -> None:
    national = Niveau.objects.filter(school=None).count()
    own = Niveau.objects.create(school=school, reference="THEA", label="Atelier", order=9, holds_classes=True)

    assert national > 10
    with school_scope(other_school):
        assert Niveau.objects.count() == national
        assert Niveau._base_manager.filter(pk=own.pk).update(label="Pirate") == 0
    assert Niveau._base_manager.filter(school=None).update(label="Pirate") == 0
    assert Niveau.objects.count() == national + 1


@pytest.mark.only_postgres
def test_line_of_no_school_is_read_where_none_is_open(walls, school) -> None:
    with school_scope(None):
        JournalEntry._base_manager.create(school=None, code="accounts.sign_in", actor_label="exploitant")
        assert JournalEntry._base_manager.count() == 1
    assert JournalEntry._base_manager.count() == 0


@pytest.mark.only_postgres
@pytest.mark.parametrize(
    "statement",
    [
        "CREATE TABLE intruder (id int)",
        "ALTER TABLE accounts_account DISABLE ROW LEVEL SECURITY",
        f"DROP POLICY {OWN} ON accounts_account",
        "TRUNCATE accounts_account CASCADE",
        "DROP TABLE accounts_account",
        "ALTER TABLE accounts_account ADD COLUMN more int",
    ],
)
def test_role_of_the_servers_changes_no_table_and_no_policy(statement, walls) -> None:
    with pytest.raises(DatabaseError, match=r"permission denied|must be owner"), transaction.atomic():
        connection.cursor().execute(statement)


@pytest.mark.only_postgres
def test_table_whose_policy_is_missing_is_named_and_gets_it_back_at_the_next_migration(school) -> None:
    with walls_up():
        assert without_wall() == []
        with connection.cursor() as cursor:
            cursor.execute("RESET ROLE")
            cursor.execute(f"DROP POLICY {OWN} ON schools_schoolclass")
            cursor.execute("ALTER TABLE accounts_guardianship DISABLE ROW LEVEL SECURITY")
        tables = {SchoolClass._meta.db_table, Guardianship._meta.db_table}
        assert (role_of_walls(), set(without_wall())) == (ROLE, tables)

        keep_up()

        assert without_wall() == []


def said_by_walls(capsys, *options: str) -> str:
    call_command("walls", *options)
    return capsys.readouterr().out


@pytest.mark.only_postgres
def test_command_says_what_stands_and_takes_it_away(school, two, capsys) -> None:
    needs_postgres()
    assert said_by_walls(capsys).startswith("Aucune règle")
    with walls_up():
        assert f"« {ROLE} »" in said_by_walls(capsys)
        assert "Cette connexion y est soumise." in said_by_walls(capsys)
        with connection.cursor() as cursor:
            cursor.execute("RESET ROLE")
            assert "Cette connexion n'y est pas soumise" in said_by_walls(capsys)
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute(f"DROP POLICY {OWN} ON schools_schoolclass")
        with pytest.raises(CommandError, match=r"Tables sans règle : schools_schoolclass\."):
            call_command("walls")

        assert said_by_walls(capsys, "--remove").endswith("Plus aucune règle.\n")
        assert (role_of_walls(), len(without_wall())) == ("", len(walled_tables()))


def test_walls_are_refused_on_sqlite_and_for_a_role_that_is_not_there(db) -> None:
    with pytest.raises(CommandError, match=r"PostgreSQL|n'existe pas"):
        call_command("walls", "--install", "nobody_here")


@pytest.mark.only_postgres
@pytest.mark.parametrize("gift", ["SUPERUSER", "BYPASSRLS", "CREATEDB", "CREATEROLE"])
def test_role_that_passes_through_walls_is_refused(gift, db) -> None:
    needs_postgres()
    with connection.cursor() as cursor:
        cursor.execute(f'CREATE ROLE "{ROLE}" {gift}')
    with pytest.raises(WrongRole):
        check_role(ROLE)


@pytest.mark.only_postgres
def test_role_that_is_not_there_is_said(db) -> None:
    needs_postgres()
    with pytest.raises(WrongRole, match="CREATE ROLE nobody_here LOGIN"):
        check_role("nobody_here")


@pytest.mark.only_postgres
def test_login_is_found_by_its_index_through_the_walls(two, school) -> None:
    """A policy comes first: only what gives nothing away may be looked for in an index before it."""
    needs_postgres()
    people_of_a_large_school()
    with walls_up():
        plan = Account.objects.called("eleve.7").explain()

    assert "account_by_login_key" in plan
    assert "Seq Scan" not in plan
    assert "Index Cond: ((school_id = " in plan
    assert "((login_key)::text = ANY ('{eleve.7,\"\"}'::text[])))" in plan
