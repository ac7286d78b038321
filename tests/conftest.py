"""Fixtures of every test: two schools, and somebody of each profile in the first one."""

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from pytest_django import DjangoDbBlocker, Settings

from accounts.enums import Profile
from accounts.models import Account
from accounts.safety.open_sessions import note_open_session
from entrance.sessions import note_proof
from sacoche.kit.installation import AS_SETTINGS_SAY, remember
from sacoche.kit.tenancy import school_scope
from schools.models import School
from tests import migrated
from tests.factories import AccountFactory, SchoolFactory
from tests.postgres import may_differ
from tests.walls import walls_up


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--may-differ", action="store_true", help="only what PostgreSQL may answer otherwise (tests/postgres.py)"
    )
    parser.addoption(
        "--walls", action="store_true", help="on PostgreSQL, each test that empties no table as a role kept apart"
    )
    parser.addoption("--cases", type=int, default=0, help="at most so many cases of each test, the first and the last")


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """A whole installation is started by `-m cluster` alone (make cluster-test)."""
    if collection_path == Path(__file__).parent / "cluster" and "cluster" not in config.getoption("markexpr"):
        return True
    return True if config.getoption("may_differ") and not may_differ(collection_path) else None


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """On PostgreSQL, what asks nothing of the database is left out: it was run beside SQLite.

    On SQLite, what PostgreSQL alone has is left out. A database that is kept (`--reuse-db`) is not shown to what
    empties its tables at the end, the national ones too.
    """
    is_embedded = settings.DATABASES["default"]["ENGINE"].endswith("sqlite3")
    left_out = {item for item in items if not (_is_for_all(item) if is_embedded else _asks_the_database(item))}
    if most := config.getoption("cases"):
        left_out |= _cases_beyond(most, [item for item in items if not _each_case_counts(item, is_embedded)])
    if config.getoption("reuse_db"):
        left_out |= {item for item in items if _empties_the_database(item)}
    config.hook.pytest_deselected(items=list(left_out))
    items[:] = [item for item in items if item not in left_out]


def _is_for_all(item: pytest.Item) -> bool:
    return item.get_closest_marker("only_postgres") is None


def _each_case_counts(item: pytest.Item, is_embedded: bool) -> bool:
    """What says so; and, on PostgreSQL, a module that may differ there."""
    return item.get_closest_marker("every_case") is not None or (not is_embedded and may_differ(item.path))


def _cases_beyond(most: int, items: list[pytest.Item]) -> set[pytest.Item]:
    """Of each test, the cases that are left out when `most` are kept: the last one, and the first ones."""
    cases: dict[str, list[pytest.Item]] = {}
    for item in items:
        cases.setdefault(item.nodeid.partition("[")[0], []).append(item)
    return {item for of_one in cases.values() for item in of_one[max(most - 1, 1) : -1 if most > 1 else None]}


def _asks_the_database(item: pytest.Item) -> bool:
    names = getattr(item, "fixturenames", ())
    return "db" in names or _empties_the_database(item) or item.get_closest_marker("django_db") is not None


def _empties_the_database(item: pytest.Item) -> bool:
    mark = item.get_closest_marker("django_db")
    return "transactional_db" in getattr(item, "fixturenames", ()) or bool(mark and mark.kwargs.get("transaction"))


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings: None, django_db_keepdb: bool, django_db_blocker: DjangoDbBlocker
) -> None:
    """With `--reuse-db`, SQLite's database of tests is a file: that in memory would be made again each time."""
    if not django_db_keepdb:
        with django_db_blocker.unblock():
            migrated.begin()
    elif connection.vendor == "sqlite":
        connection.settings_dict["TEST"]["NAME"] = str(settings.BASE_DIR / "var" / "tests.sqlite3")


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> None:
    """The database of tests; its migrations, once done, are not done again on this machine (tests/migrated.py)."""
    with django_db_blocker.unblock():
        migrated.keep()


@pytest.fixture(autouse=True)
def data_dir(settings: Settings, tmp_path: Path) -> Path:
    """Private files of a test go to a folder of its own."""
    folder: Path = tmp_path / "data"
    folder.mkdir()
    settings.DATA_DIR = folder
    return folder


@pytest.fixture(autouse=True)
def nothing_decided() -> None:
    """The operator decided nothing of this server, which has read it already; what a test decides is known at once."""
    remember(AS_SETTINGS_SAY, seconds=3600)


@pytest.fixture(autouse=True)
def _behind_walls(request: pytest.FixtureRequest) -> Iterator[None]:
    """With `--walls`, what any test does, it does as a server with ROW_SECURITY=1 (docs/cloisons.md)."""
    item = request.node
    if not request.config.getoption("walls") or not _asks_the_database(item) or _empties_the_database(item):
        yield
        return
    request.getfixturevalue("db")
    with walls_up():
        yield


@pytest.fixture
def school(db: None) -> Iterator[School]:
    """School number 1, open for the whole test."""
    school = SchoolFactory(number=1, name="École Jules-Exemple")
    with school_scope(school):
        yield school


@pytest.fixture
def other_school(db: None) -> School:
    """Another school of the same server; open it with school_scope."""
    return SchoolFactory(number=2, name="École des Tilleuls", town="Autreville")


@pytest.fixture
def admin(school: School) -> Account:
    return AccountFactory(profile=Profile.ADM, login="admin", last_name="MARCHAND", first_name="Claire")


@pytest.fixture
def director(school: School) -> Account:
    return AccountFactory(profile=Profile.DIR, login="directrice", last_name="LEROY", first_name="Éloïse")


@pytest.fixture
def teacher(school: School) -> Account:
    return AccountFactory(profile=Profile.ENS, login="pau.durand", last_name="DURAND", first_name="Paul")


@pytest.fixture
def pupil(school: School) -> Account:
    return AccountFactory(profile=Profile.ELV, login="zoe.martin", last_name="MARTIN", first_name="Zoé")


def just_signed_in(client: Client, account: Account) -> None:
    """The browser of somebody who has just typed his password."""
    client.force_login(account, backend="accounts.backends.LocalBackend")
    session = client.session
    note_proof(session, now=time.time())
    session.save()
    with school_scope(account.school):
        note_open_session(account=account, session_key=session.session_key, address="", user_agent="")


@pytest.fixture
def client_as() -> Callable[[Account], Client]:
    """client_as(account): a browser where this account is signed in."""

    def signed_in(account: Account) -> Client:
        client = Client()
        just_signed_in(client, account)
        return client

    return signed_in
