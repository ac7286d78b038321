"""The server that is measured: gunicorn as `make run` starts it, on a database made for the occasion."""

import atexit
import os
import subprocess
import sys
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bench.browser import Browser
from scripts.find_postgres import with_database
from tests.e2e.server import ROOT, Server

_STILL_SECONDS = 0.2
# A worker that takes less than that from one look to the next has its libraries.
_STILL_KB = 200
# Each on a connection of its own: both workers take some.
_FIRST_PAGES = 8


class MeasuredServer(Server):
    """Two workers of four threads; reads are not watched for writes, as in production."""

    workers, threads = 2, 4

    def __init__(self, folder: Path, database_url: str = "") -> None:
        super().__init__(folder, database_url)
        self.environment["READONLY_GETS"] = "0"

    @contextmanager
    def serving(self) -> Iterator[None]:
        """Workers that have done nothing yet: what one row leaves in memory is not counted in the next."""
        self.serve()
        self._wait_for_workers()
        try:
            yield
        finally:
            self.stop()

    def _wait_for_workers(self) -> None:
        """Return once every worker has shown a page and its memory has stopped growing."""
        known: dict[int, int] = {}
        while len(known) < self.workers or self._have_grown_since(known):
            known = self.memory("VmRSS")
            self._show_first_pages()
            time.sleep(_STILL_SECONDS)

    def _have_grown_since(self, known: dict[int, int]) -> bool:
        return any(now > known.get(pid, 0) + _STILL_KB for pid, now in self.memory("VmRSS").items())

    def _show_first_pages(self) -> None:
        for _ in range(_FIRST_PAGES):
            Browser(self.port).get("/")

    def memory(self, name: str) -> dict[int, int]:
        """The kB of each worker under `name` of its status: VmRSS (now) or VmHWM (at most, since it was forgotten)."""
        return {pid: _status(pid)[name] for pid in self._worker_pids()}

    def forget_peaks(self) -> dict[int, int]:
        """The kB of each worker now; VmHWM then tells no more than what comes after."""
        for pid in self._worker_pids():
            Path(f"/proc/{pid}/clear_refs").write_text("5")
        return self.memory("VmRSS")

    def _worker_pids(self) -> list[int]:
        assert self._process
        children = Path(f"/proc/{self._process.pid}/task/{self._process.pid}/children")
        return [int(pid) for pid in children.read_text().split()]


def _status(pid: int) -> dict[str, int]:
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    pairs = (line.split(":") for line in lines if line.endswith("kB"))
    return {name: int(value.split()[0]) for name, value in pairs}


@contextmanager
def database(vendor: str) -> Iterator[str]:
    """The address of an empty database, dropped at the end; empty for SQLite, whose file goes with its folder."""
    if vendor == "sqlite":
        yield ""
        return
    server, name = _postgres(), f"bench_{uuid.uuid4().hex[:12]}"
    _execute(server, f'CREATE DATABASE "{name}"')
    try:
        yield with_database(server, name)
    finally:
        _execute(server, f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def behind_walls(server: MeasuredServer, url: str) -> None:
    """From now on it serves as a role that PostgreSQL keeps apart (docs/cloisons.md); schools are made as before."""
    role = f"bench_{os.getpid()}"
    _execute(url, f"CREATE ROLE {role}")
    # Once the database where it was given rows is gone.
    atexit.register(_execute, _postgres(), f"DROP ROLE IF EXISTS {role}")
    server.manage("walls", "--install", role)
    server.environment |= {"ROW_SECURITY": "1", "DATABASE_URL": f"{url}?assume_role={role}"}


def _postgres() -> str:
    found = subprocess.run(
        [sys.executable, "scripts/find_postgres.py"],
        cwd=ROOT,
        env=os.environ,
        capture_output=True,
        text=True,
        check=True,
    )
    if not found.stdout.strip():
        raise SystemExit(f"Aucun serveur PostgreSQL ne répond (TEST_POSTGRES_URL, ou le socket local).\n{found.stderr}")
    return with_database(found.stdout.strip(), "postgres")


def _execute(server: str, statement: str) -> None:
    import psycopg

    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(statement.encode())
