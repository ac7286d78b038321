"""Servers of one database: each with a data folder of its own, the same public address and, if lawful, the same key."""

import os
import subprocess
import sys
import uuid
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from scripts.find_postgres import with_database
from tests.e2e.backstage import ROOT
from tests.e2e.server import Server, temporary_folder

KEY = "une-cle-pour-tous-les-serveurs-de-ces-tests-" + "0" * 20


class OneOfSeveral(Server):
    """A server among others; `ahead`: how many seconds its clock is in advance."""

    workers, threads = 1, 4

    def __init__(
        self, folder: Path, database_url: str, *, ahead: int = 0, ready: Path | None = None, **environment: str
    ) -> None:
        super().__init__(folder, database_url, ready=ready)
        self.environment |= {"SECRET_KEY": KEY, "CLOCK_AHEAD": str(ahead)} | environment
        if ahead:
            self.application = "tests.several.shifted"


@contextmanager
def several(
    *, ahead: tuple[int, ...] = (0, 0), ready: Path | None = None, **environment: str
) -> Iterator[list[OneOfSeveral]]:
    """As many servers as `ahead` says, on one new database; skipped, in words, when there is no PostgreSQL. `ready`:
    of `make_ready`, whose static files each copies instead of making them.
    """
    with ExitStack() as stack:
        database = stack.enter_context(new_database())
        folders = [Path(stack.enter_context(temporary_folder())) for _ in ahead]
        made = [
            OneOfSeveral(folder, database, ahead=seconds, ready=ready, **environment)
            for folder, seconds in zip(folders, ahead, strict=True)
        ]
        for server in made:
            # Behind a balancer, all of them have the address of the first.
            server.environment["PUBLIC_URL"] = made[0].origin + "/"
            server.start()
            stack.callback(server.stop)
        yield made


@contextmanager
def new_database() -> Iterator[str]:
    """The address of an empty database, dropped at the end."""
    found = subprocess.run(
        [sys.executable, "scripts/find_postgres.py"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    address = found.stdout.strip()
    if not address:
        pytest.skip("no PostgreSQL answers: several servers need one (TEST_POSTGRES_URL, or the local socket)")
    name = f"several_{os.getpid()}_{uuid.uuid4().hex[:8]}"
    run_sql(address, f'CREATE DATABASE "{name}"')
    try:
        yield with_database(address, name)
    finally:
        run_sql(address, f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def run_sql(address: str, statement: str) -> None:
    import psycopg

    with psycopg.connect(with_database(address, "postgres"), autocommit=True) as connection:
        connection.execute(statement.encode())
