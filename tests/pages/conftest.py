"""Two worlds, and how to ask one address as somebody."""

import shutil
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django.test import Client, override_settings
from pytest_django import DjangoDbBlocker

from accounts.models import Account
from entrance.sessions import note_factor
from operation.console.models import Operator
from sacoche.kit.tenancy import all_schools, school_scope
from tests.conftest import just_signed_in
from tests.console import enter_console
from tests.pages.asking import OPERATOR
from tests.pages.world import READY, World, build_world, with_import_at


@dataclass(frozen=True)
class TwoSchools:
    """Both schools of the samples, and the private files that making them left."""

    world: World
    stranger: World
    files: Path


@pytest.fixture(scope="package")
def two_schools(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[TwoSchools]:
    """Made once for all the tests of this folder: three seconds each, for some three thousand tests.

    Each test still begins from the same rows: its own transaction is undone inside this one, which goes at the end.
    """
    files = tmp_path_factory.mktemp("two-schools")
    around = transaction.atomic()
    with django_db_blocker.unblock():
        around.__enter__()
        with override_settings(DATA_DIR=files):
            made = TwoSchools(
                build_world(number=11, mark="QUOKKA"), build_world(number=12, mark="WALLABY"), files=files
            )
    yield made
    with django_db_blocker.unblock():
        transaction.set_rollback(True)
        around.__exit__(None, None, None)


@pytest.fixture
def made(two_schools: TwoSchools, db: None, data_dir: Path) -> TwoSchools:
    """Both schools as they were made, with a copy of their files that is the test's own."""
    shutil.copytree(two_schools.files, data_dir, dirs_exist_ok=True)
    return two_schools


@pytest.fixture
def world_at(made: TwoSchools) -> Callable[[str], World]:
    """world_at("extraction"): the first school, whose import has come that far."""

    def at(stage: str) -> World:
        return made.world if stage == READY else with_import_at(stage, made.world)

    return at


@pytest.fixture
def world(made: TwoSchools) -> World:
    return made.world


@pytest.fixture
def stranger_world(made: TwoSchools) -> World:
    return made.stranger


@pytest.fixture
def visitor() -> Callable[[World, str], Client]:
    """visitor(world, "ADM"): the browser of somebody of that profile, signed in; visitor(world, "") of nobody."""

    def open_browser(world: World, profile: str) -> Client:
        client = Client()
        if profile == OPERATOR:
            enter_console(client, Operator.objects.get(login=world.operator))
        elif profile:
            with all_schools():
                account: Any = Account.objects.select_related("school").get(pk=world.accounts[profile])
            with school_scope(account.school):
                just_signed_in(client, account)
                session = client.session
                note_factor(session, now=time.time())
                session.save()
        return client

    return open_browser
