"""Two servers of one installation that share no folder: one PostgreSQL database, one server of objects, one key.

What one of them keeps in its own memory or on its own disk is missing on the other: pages asked of both in turn tell.
"""

import subprocess
import sys
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from scripts.find_postgres import with_database
from tests.crash.browser import Browser
from tests.e2e.backstage import ROOT
from tests.e2e.conftest import OPEN_SESSION
from tests.e2e.server import SchoolOnServer, Server
from tests.s3 import new_bucket, object_server

IS_WORKED = "from documents.jobs.asking import is_worked\nanswer = is_worked()"
KEY = "the one key of the two servers of the tests, never used elsewhere"


class Apart:
    """Two servers, `one` and `two`, and a worker of its own folder."""

    def __init__(self, one: Server, two: Server, third: Server) -> None:
        self.one, self.two, self._third = one, two, third
        self._worker: subprocess.Popen[bytes] | None = None

    def start_worker(self) -> None:
        """A worker that shares no folder with the servers; it says that it is there before pages count on it."""
        self._worker = subprocess.Popen(
            [sys.executable, "manage.py", "worker"],
            cwd=ROOT,
            env=self._third.environment,
            stdout=subprocess.DEVNULL,
            stderr=(self._third.folder / "worker.log").open("wb"),
        )
        deadline = time.monotonic() + 60
        while not self.one.evaluate(IS_WORKED):
            assert time.monotonic() < deadline, "no worker says that it is there"
            time.sleep(0.2)

    def stop_worker(self) -> None:
        """End it, when there is one."""
        if self._worker:
            self._worker.terminate()
            self._worker.wait(30)

    def browsers(self, school: SchoolOnServer) -> tuple[Browser, Browser]:
        """The administrator of a school, the same session, asking the one server or the other."""
        cookie = self.one.evaluate(OPEN_SESSION.format(number=school.number, login=school.login))
        session = f"{cookie['name']}={cookie['value']}"
        return Browser(self.one.port, [session]), Browser(self.two.port, [session])


@contextmanager
def two_servers(folder: Path, postgres: str, **environment: str) -> Iterator[Apart]:
    """Both servers, started on an empty database of the PostgreSQL server at `postgres`; all ends with the test."""
    with object_server() as objects, empty_database(postgres) as database_url:
        shared = {"SECRET_KEY": KEY, "PRIVATE_STORAGE_URL": new_bucket(objects), **environment}
        servers = [Server(folder / name, database_url) for name in ("one", "two", "three")]
        for server in servers:
            server.folder.mkdir()
            server.environment |= shared
        apart = Apart(*servers)
        try:
            servers[0].start()
            servers[1].start()
            yield apart
        finally:
            apart.stop_worker()
            for server in servers:
                server.stop()


@contextmanager
def empty_database(postgres: str) -> Iterator[str]:
    """The address of an empty database of that server, dropped at the end."""
    name = f"apart_{uuid.uuid4().hex[:12]}"
    run_sql(postgres, f'CREATE DATABASE "{name}"')
    try:
        yield with_database(postgres, name)
    finally:
        run_sql(postgres, f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def run_sql(postgres: str, statement: str) -> None:
    import psycopg

    with psycopg.connect(with_database(postgres, "postgres"), autocommit=True) as connection:
        connection.execute(statement.encode())


def postgres_address() -> str:
    """The PostgreSQL server of the tests, empty when none answers."""
    command = [sys.executable, "scripts/find_postgres.py"]
    found = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    return found.stdout.strip()
