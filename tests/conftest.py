"""Fixtures of every test: two schools, and somebody of each profile in the first one."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.test import Client

from accounts.enums import Profile
from accounts.models import Account
from sacoche.kit.tenancy import school_scope
from schools.models import School
from tests.factories import AccountFactory, SchoolFactory


@pytest.fixture(autouse=True)
def data_dir(settings: object, tmp_path: Path) -> Path:
    """Private files of a test go to a folder of its own."""
    settings.DATA_DIR = tmp_path / "data"  # type: ignore[attr-defined]
    settings.DATA_DIR.mkdir()  # type: ignore[attr-defined]
    return settings.DATA_DIR  # type: ignore[attr-defined, no-any-return]


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


@pytest.fixture
def client_as() -> Callable[[Account], Client]:
    """client_as(account): a browser where this account is signed in."""

    def signed_in(account: Account) -> Client:
        client = Client()
        client.force_login(account, backend="accounts.backends.LocalBackend")
        return client

    return signed_in
