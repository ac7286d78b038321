"""What migrations do of the rows that servers already hold."""

import uuid
from collections.abc import Iterator
from datetime import UTC, date, datetime
from importlib import import_module

import pytest
from django.apps import apps
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from accounts.models import Account, Connector, Guardianship, Message
from sacoche.kit.clock import now
from sacoche.kit.tenancy import school_scope
from schools.models import School
from schools.services.identity import logo_content
from tests.factories import AccountFactory, SchoolFactory

# Going back to an old table and forward again takes a minute.
pytestmark = pytest.mark.slow
_CHECKS = {
    "schools_school": ["school_switch_is_a_month"],
    "accounts_message": ["message_ends_after"],
    "accounts_guardianship": ["guardianship_rank_from_one", "guardianship_of_another"],
}


@pytest.fixture
def before_the_checks(db) -> Iterator[None]:
    """The database as it was, without the constraints that refuse rows which make no sense."""
    is_sqlite = connection.vendor == "sqlite"
    with connection.cursor() as cursor:
        if is_sqlite:
            cursor.execute("PRAGMA ignore_check_constraints = ON")
        for table, names in _CHECKS.items() if not is_sqlite else ():
            for name in names:
                cursor.execute(f"ALTER TABLE {table} DROP CONSTRAINT {name}")
        yield
        if is_sqlite:
            cursor.execute("PRAGMA ignore_check_constraints = OFF")


def mend(migration: str) -> None:
    import_module(migration).mend_rows(apps, None)


def test_month_that_is_none_becomes_august(before_the_checks, school):
    School.objects.filter(pk=school.pk).update(year_switch_month=13)
    mend("schools.migrations.0002_stricter_rows")
    school.refresh_from_db()
    assert school.year_switch_month == 8


def test_logo_on_the_disk_goes_into_the_database_and_one_that_is_lost_leaves_the_name(
    school, other_school, data_dir, django_capture_on_commit_callbacks
):
    school.logo = other_school.logo = "0123456789abcdef"
    school.save(), other_school.save()
    folder = data_dir / "logos" / str(school.pk)
    folder.mkdir(parents=True)
    (folder / f"{school.logo}.png").write_bytes(b"PNG")

    with django_capture_on_commit_callbacks(execute=True):
        import_module("schools.migrations.0004_logo_in_the_database").take_from_the_disk(apps, None)

    other_school.refresh_from_db()
    assert (logo_content(school, school.logo), other_school.logo) == (b"PNG", "")
    assert not (data_dir / "logos").exists()


def test_connector_that_schools_use_and_that_is_closed_stays_suspended(school):
    """It had been confirmed: closed now, the operator closed it. One that nobody chose only waits."""
    Connector.objects.filter(code="toutatice").update(confirmed_at=now())
    for code in ("itop_place", "toutatice"):
        school.access = {"ent": {"connector": code}}
        school.save()
        import_module("accounts.migrations.0010_suspended_connectors").suspend_those_that_were(apps, None)
    suspended = Connector.objects.exclude(suspended_at=None)
    assert list(suspended.values_list("code", flat=True)) == ["itop_place"]


def test_message_whose_dates_were_the_wrong_way_round_is_shown_between_them(before_the_checks, school):
    author = AccountFactory(profile="ADM")
    early, late = date(2026, 9, 1), date(2026, 9, 30)
    message = Message.objects.create(school=school, author=author, text="Bonjour", starts_on=late, ends_on=early)
    mend("accounts.migrations.0004_stricter_rows")
    message.refresh_from_db()
    assert (message.starts_on, message.ends_on) == (early, late)


def test_guardians_are_renumbered_without_the_one_who_is_the_pupil_and_the_one_without_rank_comes_last(
    before_the_checks, school
):
    pupil, first, second = (AccountFactory(profile=profile) for profile in ("ELV", "TUT", "TUT"))
    link(pupil, pupil, 1)
    link(first, pupil, 0)
    link(second, pupil, 2)
    mend("accounts.migrations.0004_stricter_rows")
    links = Guardianship.objects.order_by("rank").values_list("guardian_id", "rank")
    assert list(links) == [(second.pk, 1), (first.pk, 2)]


def link(guardian: Account, pupil: Account, rank: int) -> None:
    Guardianship.objects.create(school_id=pupil.school_id, guardian=guardian, pupil=pupil, rank=rank)


ONE_HISTORY = [("socle", "0003_all_but_gestures")]
TWO_HISTORIES = [("socle", "0004_a_history_for_each_subject")]
COLUMNS = "pupil_id, before, after, before_label, gesture, actor_label, batch, undoes"


@pytest.fixture
def one_history(transactional_db) -> Iterator[None]:
    """The database as it was when one table held the history of items and of compétences."""
    migrate(ONE_HISTORY)
    yield
    migrate(MigrationExecutor(connection).loader.graph.leaf_nodes())


def migrate(targets) -> None:
    MigrationExecutor(connection).migrate(targets)


def lines(table: str, thing: str) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {thing}, {COLUMNS} FROM {table} ORDER BY id")
        return cursor.fetchall()


def write_lines(count: int) -> None:
    """A line about an item, then one about a compétence, and so on: as many of each."""
    model = MigrationExecutor(connection).loader.project_state(ONE_HISTORY).apps.get_model("socle", "ValidationChange")
    written = [
        model(
            school_id=1,
            pupil_id=10 + number,
            item_id=2111 if number % 2 == 0 else None,
            pilier_id=8 if number % 2 else None,
            before=number % 3,
            after=(number + 1) % 3,
            before_label=f"DUVAL {number}",
            gesture="undo" if number == 5 else "cell",
            at=now(),
            actor_label="DURAND P.",
            batch=uuid.uuid4(),
            undoes=uuid.uuid4() if number == 5 else None,
        )
        for number in range(count)
    ]
    model._base_manager.bulk_create(written)


def test_each_line_of_history_goes_to_the_table_of_its_subject_in_the_same_order(one_history):
    write_lines(12)
    items = [line for line in lines("socle_validationchange", "item_id") if line[0]]
    piliers = [line for line in lines("socle_validationchange", "pilier_id") if line[0]]

    migrate(TWO_HISTORIES)

    assert (len(items), len(piliers)) == (6, 6)
    assert lines("socle_itemchange", "item_id") == items
    assert lines("socle_pilierchange", "pilier_id") == piliers


def test_histories_of_two_tables_can_be_put_in_one_again_without_losing_a_line(one_history):
    write_lines(8)
    before = [set(lines("socle_validationchange", thing)) for thing in ("item_id", "pilier_id")]
    migrate(TWO_HISTORIES)

    migrate(ONE_HISTORY)

    assert [set(lines("socle_validationchange", thing)) for thing in ("item_id", "pilier_id")] == before
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM socle_validationchange")


BEFORE_DOCUMENTS = [("documents", None), ("exports", "0001_initial"), ("imports", "0002_lines_unchecked")]
WITH_DOCUMENTS = [
    ("documents", "0002_rows_of_exports_and_imports"),
    ("exports", "0002_to_documents"),
    ("imports", "0003_to_documents"),
]


@pytest.fixture
def before_documents(transactional_db) -> Iterator[None]:
    """The database as it was when exports and imports kept their own files."""
    school = SchoolFactory(number=1)
    with school_scope(school):
        AccountFactory(pk=7)
    migrate(BEFORE_DOCUMENTS)
    yield
    migrate(MigrationExecutor(connection).loader.graph.leaf_nodes())


def rows(app: str, model: str, targets, *columns: str) -> list[tuple]:
    state = MigrationExecutor(connection).loader.project_state(targets).apps
    return list(state.get_model(app, model)._base_manager.order_by("pk").values_list(*columns))


CODES = ("school_id", "source_code", "file_name", "uai", "year", "content", "kept_at")


def test_files_and_lists_of_codes_are_carried_over_to_the_room_of_documents_and_back(before_documents):
    state = MigrationExecutor(connection).loader.project_state(BEFORE_DOCUMENTS[1:]).apps
    school = School.objects.get().pk
    moment = datetime(2026, 9, 1, 8, tzinfo=UTC)
    counts = {"pilier_count": 5, "item_count": 9, "pupil_count": 3, "asked_count": 4, "without_sconet_count": 2}
    made = {"name": "import-sacoche_1.zip", "size": 812, "created_at": moment, "expires_at": moment}
    state.get_model("exports", "GeneratedFile")._base_manager.create(
        school_id=school, token="t" * 32, maker_id=7, exporter="sacoche", **made, **counts
    )
    kept = {"source_code": "siecle_communs", "file_name": "Communs.xml", "uai": "0123456X", "year": 2026}
    codes = state.get_model("imports", "KeptFile")
    codes._base_manager.create(school_id=school, content=b"x\x9c", **kept)
    codes._base_manager.update(kept_at=moment)
    files = rows("exports", "GeneratedFile", BEFORE_DOCUMENTS[1:], "token", "maker_id", *counts, *made)
    lists = rows("imports", "KeptFile", BEFORE_DOCUMENTS[1:], *CODES)

    migrate(WITH_DOCUMENTS)

    told = {"piliers": 5, "items": 9, "pupils": 3, "silent": 1, "without_sconet": 2}
    columns = ("school_id", "token", "owner_id", "maker", "told", "name", "size", "created_at", "expires_at")
    assert rows("documents", "GeneratedFile", WITH_DOCUMENTS, *columns) == [
        (school, "t" * 32, 7, "sacoche", told, *made.values())
    ]
    assert [tuple(map(as_bytes, row)) for row in rows("documents", "KeptFile", WITH_DOCUMENTS, *CODES)] == [
        (school, *kept.values(), b"x\x9c", moment)
    ]

    migrate(BEFORE_DOCUMENTS)

    assert rows("exports", "GeneratedFile", BEFORE_DOCUMENTS[1:], "token", "maker_id", *counts, *made) == files
    assert [tuple(map(as_bytes, row)) for row in rows("imports", "KeptFile", BEFORE_DOCUMENTS[1:], *CODES)] == [
        tuple(map(as_bytes, row)) for row in lists
    ]


def as_bytes(value: object) -> object:
    """PostgreSQL gives bytes as a view of memory."""
    return bytes(value) if isinstance(value, memoryview) else value
