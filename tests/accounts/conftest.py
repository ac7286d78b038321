"""An ENT, and a school that signs in through it; an hour that stands still, for what depends on it."""

from collections.abc import Iterator
from typing import Any

import pytest
import time_machine

from accounts.models import Account
from entrance.cas.servers import Choice
from entrance.cas.services import set_mode
from schools.models import School
from tests import ent as ents
from tests.accounts.factor import START
from tests.ent import Ent


@pytest.fixture(scope="session")
def running_ent(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ent]:
    """A CAS server for the whole session of tests."""
    if not ents.PYTHON.exists():
        pytest.skip("no CAS server: make setup installs it in .venv-cas")
    ent = Ent(tmp_path_factory.mktemp("ent"))
    try:
        ent.start()
        yield ent
    finally:
        ent.stop()


@pytest.fixture
def ent(running_ent: Ent, settings: object) -> Ent:
    """The CAS server, which this server may call."""
    for name, value in running_ent.settings.items():
        setattr(settings, name, value)
    settings.CAS_PORTS = frozenset([443, running_ent.port])  # type: ignore[attr-defined]
    settings.CAS_PRIVATE_HOSTS = frozenset([running_ent.host])  # type: ignore[attr-defined]
    return running_ent


def choice(ent: Ent, **more: object) -> Choice:
    """The manual configuration of that ENT."""
    return Choice("perso", "Mon Bureau", host=ent.host, port=ent.port, path="cas", **more)  # type: ignore[arg-type]


@pytest.fixture
def ent_school(ent: Ent, school: School, admin: Account) -> School:
    """The school, which signs in through the ENT."""
    set_mode(actor=admin, school=school, choice=choice(ent))
    return school


@pytest.fixture
def clock() -> Any:
    """Monday morning, until a test moves it."""
    with time_machine.travel(START, tick=False) as traveller:
        yield traveller


@pytest.fixture
def at_home(settings: Any) -> None:
    """A server that browsers make passkeys for."""
    settings.PUBLIC_URL = "http://localhost:8000/"
