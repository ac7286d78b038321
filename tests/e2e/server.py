"""A real server for browser tests: gunicorn as a school runs it, on a database and a data folder of its own."""

import fcntl
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.e2e.backstage import ROOT, Backstage
from tests.migrated import sqlite_file

START_SECONDS = 90
DATABASE = "e2e.sqlite3"


class ServerFailed(Exception):
    """The server, or a command run beside it, ended with an error; the message holds what it said."""


@dataclass(frozen=True)
class SchoolOnServer:
    """A school opened on the server, with the codes of its administrator."""

    number: int
    name: str
    login: str
    password: str


class Server:
    """One gunicorn, on a SQLite file of its own, or on the empty PostgreSQL database of `database_url`."""

    workers, threads = 1, 6
    application = "sacoche.wsgi"

    def __init__(
        self, folder: Path, database_url: str = "", *, ready: Path | None = None, settings: str = "sacoche.settings"
    ) -> None:
        """`ready`: the folder of `make_ready`, copied instead of making the same data again."""
        self.folder = folder
        self._ready = ready
        self.port = free_port()
        self.origin = f"http://127.0.0.1:{self.port}"
        self.log = folder / "server.log"
        self._has_own_file = not database_url
        self.environment = _clean_environment() | {
            "DATA_DIR": str(folder / "data"),
            "DATABASE_URL": database_url or f"sqlite:///{folder / DATABASE}",
            "PUBLIC_URL": self.origin + "/",
            "PORT": str(self.port),
            "READONLY_GETS": "1",
            "EMAIL_URL": f"filemail://{folder / 'mails'}",
            "DEBUG": "0",
            "DJANGO_SETTINGS_MODULE": settings,
        }
        self._process: subprocess.Popen[bytes] | None = None
        self._backstage = Backstage(self.environment, folder / "backstage.log")

    def url(self, path: str) -> str:
        return self.origin + path

    def manage(self, *arguments: str, text_input: str = "") -> str:
        """Run a management command beside the server; its standard output."""
        command = [sys.executable, "manage.py", *arguments]
        done = subprocess.run(
            command, cwd=ROOT, env=self.environment, input=text_input, capture_output=True, text=True, check=False
        )
        if done.returncode:
            raise ServerFailed(f"manage.py {' '.join(arguments)}\n{done.stdout}\n{done.stderr}")
        return done.stdout

    def create_school(self, name: str, **options: str) -> SchoolOnServer:
        """Open the space of a school, through the operator's command."""
        flags = [part for key, value in options.items() for part in (f"--{key.replace('_', '-')}", value)]
        answer = json.loads(self._backstage.command("create_school", name, "--json", *flags))
        return SchoolOnServer(name=name, **answer)

    def evaluate(self, code: str) -> Any:
        """What `answer` holds after `code` ran in a Django process beside the server (JSON values alone)."""
        return self._backstage.evaluate(code)

    def start(self) -> None:
        """Make the database and the static files, then serve; returns once the sign-in page answers."""
        self.prepare()
        self.serve()

    def prepare(self) -> None:
        """Make the database and the static files, or what is left to make of them."""
        self.environment["DEMO"] = "0"
        if self._ready:
            shutil.copytree(self._ready, self.folder, dirs_exist_ok=True)
            if self._has_own_file:
                return
        prepared = subprocess.run(
            [sys.executable, "scripts/prepare.py"],
            cwd=ROOT, env=self.environment, capture_output=True, text=True, check=False,
        )  # fmt: skip
        if prepared.returncode:
            raise ServerFailed(prepared.stdout + prepared.stderr)

    def serve(self) -> None:
        """Start gunicorn; returns once the sign-in page answers."""
        options = ["--bind", f"127.0.0.1:{self.port}", "--worker-class", "gthread"]
        options += ["--workers", str(self.workers), "--threads", str(self.threads)]
        options += ["--no-control-socket", "--log-level", "warning"]
        with self.log.open("wb") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "gunicorn", *options, self.application],
                cwd=ROOT, env=self.environment, stdout=log, stderr=subprocess.STDOUT,
                # A group of its own: its workers can be killed with it, and nobody else.
                process_group=0,
            )  # fmt: skip
        self._wait()

    @contextmanager
    def expected_worker(self) -> Iterator[Callable[[], None]]:
        """A worker is said to be there; the page asks it for the work, and it comes when the one given is called."""
        self.evaluate("from documents.jobs.beating import say_that_it_works; answer = say_that_it_works('attendu')")
        started: list[subprocess.Popen[bytes]] = []

        def come() -> None:
            started.append(subprocess.Popen([sys.executable, "manage.py", "worker"], cwd=ROOT, env=self.environment))

        try:
            yield come
        finally:
            for worker in started:
                worker.send_signal(signal.SIGTERM)
                worker.wait(timeout=30)
            self.evaluate("from documents.jobs.beating import say_that_it_ends; answer = say_that_it_ends('attendu')")

    def stop(self) -> None:
        """End the server by its own process number, and what works beside it."""
        self._backstage.close()
        if self._process and self._process.poll() is None:
            self._process.send_signal(signal.SIGTERM)
            try:
                self._process.wait(timeout=10)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()

    def kill(self) -> None:
        """End the server and its workers at once, as a power cut does; returns when none answers any more."""
        assert self._process
        os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()
        while self._accepts():
            time.sleep(0.01)

    def _accepts(self) -> bool:
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", self.port)) == 0

    def complaints(self) -> str:
        """What the server wrote in its log: nothing, when all is well."""
        return self.log.read_text(encoding="utf-8", errors="replace").strip() if self.log.exists() else ""

    def _wait(self) -> None:
        assert self._process
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            if self._process.poll() is not None:
                break
            try:
                with urllib.request.urlopen(self.url("/"), timeout=5):
                    return
            except OSError:
                time.sleep(0.1)
        self.stop()
        raise ServerFailed(f"the server did not answer on {self.origin}\n{self.complaints()}")


def make_ready(folder: Path) -> Path:
    """Make the data that the servers of a run begin with, in `folder`, unless another worker has made them already.

    Migrating and compressing the static files takes half a minute of processor: once for all of them.
    """
    with folder.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / DATABASE).exists():
            making = folder.with_suffix(".making")
            making.mkdir()
            if (kept := sqlite_file()).exists():
                shutil.copy(kept, making / DATABASE)
            Server(making).prepare()
            making.rename(folder)
    return folder


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _clean_environment() -> dict[str, str]:
    """Ours, without what would make the server another one than a school's, or make coverage and pytest follow."""
    dropped = (
        *("DATABASE_URL", "DATA_DIR", "PUBLIC_URL", "PORT", "SECRET_KEY", "DEBUG", "DEMO", "EMAIL_URL", "CACHE_URL"),
    )
    return {
        key: value
        for key, value in os.environ.items()
        if key not in dropped and not key.startswith(("PYTEST_", "COV_", "DJANGO_ALLOW_ASYNC"))
    }


def temporary_folder() -> tempfile.TemporaryDirectory[str]:
    return tempfile.TemporaryDirectory(prefix="sacoche-e2e-")
