"""PostgreSQL alone keeping schools apart: the role of a server, the policies, and the guards of Python taken out."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from django.db.models.manager import BaseManager

from accounts.models import people
from operation.walls.services import install
from sacoche.kit import tenancy
from sacoche.kit.tenancy import SchoolOwned, SharedOrOwned

# Of the whole server: each worker of the tests has its own, which goes with the transaction of its test.
ROLE = f"sacoche_walls_{os.getpid()}"


def needs_postgres() -> None:
    if connection.vendor != "postgresql":
        pytest.skip("the walls are those of PostgreSQL")


@contextmanager
def walls_up() -> Iterator[None]:
    """Inside the transaction of a test, this connection is that of a server with ROW_SECURITY=1."""
    needs_postgres()
    with connection.cursor() as cursor:
        cursor.execute(f'CREATE ROLE "{ROLE}"')
        # What is written already is looked at now: a table that waits for it cannot be changed.
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        install(ROLE)
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        cursor.execute(f'SET LOCAL ROLE "{ROLE}"')
    with told_what_is_open():
        yield
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE")


@contextmanager
def told_what_is_open() -> Iterator[None]:
    from sacoche.kit.walls.base import WalledCursor

    named, without_named = connection.settings_dict, {"DISABLE_SERVER_SIDE_CURSORS": True}
    before = connection.connection.cursor_factory
    connection.connection.cursor_factory, connection.settings_dict = WalledCursor, {**named, **without_named}
    try:
        yield
    finally:
        connection.connection.cursor_factory, connection.settings_dict = before, named


def without_guards(monkeypatch: pytest.MonkeyPatch) -> None:
    """Python filters nothing and refuses nothing: a manager sees every row, a save writes whatever it is given."""
    for model in apps.get_models():
        if issubclass(model, SchoolOwned | SharedOrOwned):
            monkeypatch.setattr(type(model._default_manager), "get_queryset", BaseManager.get_queryset)
    for module in (tenancy, people):
        monkeypatch.setattr(module, "guard", _fill_in)
    monkeypatch.setattr(tenancy, "_guard_target", lambda *_: None)
    monkeypatch.setattr(tenancy, "_guard_list", lambda *_: None)
    monkeypatch.setattr(tenancy.SharedOrOwnedQuerySet, "of_the_open_school", lambda queryset: queryset)


def _fill_in(instance: Any) -> None:
    """What a guard does besides refusing."""
    if instance.school_id is None:
        instance.school = tenancy.current_school()
