"""Two worlds, and how to ask one address as somebody."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from accounts.models import Account
from sacoche.kit.tenancy import all_schools
from tests.conftest import just_signed_in
from tests.pages.world import READY, World, build_world


@pytest.fixture
def world_at(db: None) -> Callable[[str], World]:
    """world_at("extraction"): a school whose import has come that far."""
    return lambda stage: build_world(number=11, mark="QUOKKA", stage=stage)


@pytest.fixture
def world(world_at: Callable[[str], World]) -> World:
    return world_at(READY)


@pytest.fixture
def stranger_world(db: None) -> World:
    return build_world(number=12, mark="WALLABY")


@pytest.fixture
def visitor() -> Callable[[World, str], Client]:
    """visitor(world, "ADM"): the browser of somebody of that profile, signed in; visitor(world, "") of nobody."""

    def open_browser(world: World, profile: str) -> Client:
        client = Client()
        if profile:
            with all_schools():
                account: Any = Account.objects.get(pk=world.accounts[profile])
                just_signed_in(client, account)
        return client

    return open_browser
