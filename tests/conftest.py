"""Fixtures of every test: two schools, and somebody of each profile in the first one."""

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from pytest_django import Settings

from accounts.entrance.sessions import note_proof
from accounts.enums import Profile
from accounts.models import Account
from sacoche.kit.tenancy import school_scope
from schools.models import School
from tests.factories import AccountFactory, SchoolFactory


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """On PostgreSQL, what asks nothing of the database is left out: it was run beside SQLite."""
    if settings.DATABASES["default"]["ENGINE"].endswith("sqlite3"):
        return
    left_out = [item for item in items if not _asks_the_database(item)]
    config.hook.pytest_deselected(items=left_out)
    items[:] = [item for item in items if item not in set(left_out)]


def _asks_the_database(item: pytest.Item) -> bool:
    names = getattr(item, "fixturenames", ())
    return "db" in names or "transactional_db" in names or item.get_closest_marker("django_db") is not None


@pytest.fixture(autouse=True)
def data_dir(settings: Settings, tmp_path: Path) -> Path:
    """Private files of a test go to a folder of its own."""
    folder: Path = tmp_path / "data"
    folder.mkdir()
    settings.DATA_DIR = folder
    return folder


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


@pytest.fixture
def client_as() -> Callable[[Account], Client]:
    """client_as(account): a browser where this account is signed in."""

    def signed_in(account: Account) -> Client:
        client = Client()
        just_signed_in(client, account)
        return client

    return signed_in
