"""The installation of these tests: a balancer, two web servers and a worker, a primary and its standby.

Server « one » and the worker reach the database through PgBouncer, server « two » by the names of both machines.
"""

import shlex
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from tests import manual
from tests.cluster.engines import PASSWORD, SECONDS, Balancer, Bouncer, Postgres, Redis
from tests.crash.browser import Browser
from tests.e2e.backstage import ROOT
from tests.e2e.conftest import OPEN_SESSION
from tests.e2e.server import SchoolOnServer, Server
from tests.s3 import free_port, new_bucket, object_server

KEY = "la-cle-de-tous-les-serveurs-de-cette-installation"
# What Prometheus shows.
TOKEN = "un-jeton-de-mesure"
_SETTINGS = ("PUBLIC_URL", "DATA_DIR", "DATABASE_URL", "SECRET_KEY", "CACHE_URL", "PRIVATE_STORAGE_URL", "DEMO")
_WORKERS = "from documents.models import WorkerBeat\nanswer = WorkerBeat.objects.count()"


class Installation:
    """All its parts; `port` is that of the balancer: who asks a page asks it there."""

    def __init__(self, folder: Path, stack: ExitStack) -> None:
        self._folder, self._stack = folder, stack
        self.primary, self.standby = Postgres(folder / "primary"), Postgres(folder / "standby")
        self.bouncer, self.redis, self.balancer = (
            Bouncer(folder / "bouncer"),
            Redis(folder / "redis"),
            Balancer(folder / "balancer"),
        )
        self.port = self.balancer.port
        self.worker: subprocess.Popen[bytes] | None = None
        engines = (self.primary, self.standby, self.bouncer, self.redis, self.balancer)
        for engine in engines:
            stack.callback(engine.kill)
        self._objects_behind = stack.enter_context(object_server())
        self._objects = free_port()

    def start(self) -> None:
        """Everything, from nothing: what can be made together is."""
        bucket = new_bucket(self._objects_behind)
        self.primary.make()
        self.redis.go()
        self.bouncer.go(self.primary)
        self.one, self.two, self.third = (self._server(name, bucket) for name in ("one", "two", "third"))
        self.third.environment["DATABASE_URL"] = self.primary.address
        with ThreadPoolExecutor() as together:
            static = together.submit(self.one.follow_the_manual, "fichiers statiques")
            self.third.follow_the_manual("migrer")
            self.standby.follow(self.primary)
            static.result()
        for other in (self.two, self.third):
            shutil.copytree(self.one.folder / "data" / "static", other.folder / "data" / "static", dirs_exist_ok=True)
        self.third.environment |= self._pooled
        self.one.environment |= self._pooled
        self.balancer.go(self.one.port, self.two.port, self._objects, self._objects_behind)
        for server in (self.one, self.two):
            server.serve()
        self.start_worker()
        self.wait(lambda: all(map(self.balancer.is_up, ("web1", "web2"))))

    @property
    def both(self) -> str:
        """The database by the names of both machines: whichever of them takes writes."""
        hosts = f"127.0.0.1:{self.primary.port},127.0.0.1:{self.standby.port}"
        return f"postgres://sacoche:{PASSWORD}@{hosts}/sacoche?target_session_attrs=read-write"

    @property
    def _pooled(self) -> dict[str, str]:
        return {"DATABASE_URL": self.bouncer.address, "PGBOUNCER": "1"}

    def _server(self, name: str, bucket: str) -> "WebServer":
        (self._folder / name).mkdir()
        server = WebServer(self._folder / name, self.both)
        server.environment |= {
            "SECRET_KEY": KEY,
            "DEMO": "0",
            "EMAIL_URL": "dummymail://",
            "PUBLIC_URL": self.balancer.origin + "/",
            "REPLICA_URL": self.standby.address,
            "METRICS_TOKEN": TOKEN,
            "LOG_FORMAT": "json",
            "CACHE_URL": self.redis.address,
            "PRIVATE_STORAGE_URL": bucket.replace(f":{self._objects_behind}/", f":{self._objects}/"),
        }
        self._stack.callback(server.stop)
        return server

    def start_worker(self) -> None:
        """A worker with a folder of its own; it says that it is there before pages count on it."""
        with (self.third.folder / "worker.log").open("ab") as log:
            self.worker = subprocess.Popen(
                [sys.executable, "manage.py", "worker"], cwd=ROOT, env=self.third.environment, stdout=log, stderr=log
            )
        self._stack.callback(_end, self.worker)
        self.wait(lambda: self.one.evaluate(_WORKERS) >= 1)

    def browser(self, school: SchoolOnServer) -> Browser:
        """The administrator of a school, signed in, before the balancer."""
        cookie = self.one.evaluate(OPEN_SESSION.format(number=school.number, login=school.login))
        return Browser(self.port, [f"{cookie['name']}={cookie['value']}"])

    def wait(self, is_so) -> None:
        deadline = time.monotonic() + SECONDS
        while not is_so():
            assert time.monotonic() < deadline, self.complaints()
            time.sleep(0.1)

    def said(self) -> list[str]:
        """What the servers and the worker wrote, line by line."""
        worker = (self.third.folder / "worker.log").read_text(encoding="utf-8")
        return f"{self.one.complaints()}\n{self.two.complaints()}\n{worker}".splitlines()

    def complaints(self) -> str:
        """What of it is no ordinary request, and what the databases refused."""
        told = [line for line in self.said() if '"level": "info"' not in line]
        for database in (self.primary, self.standby):
            told += [line for line in database.said().splitlines() if "ERROR" in line or "FATAL" in line]
        return "\n".join(told[-200:])


class WebServer(Server):
    """A server whose steps are those of docs/exploitation.md."""

    workers, threads = 1, 4

    def follow_the_manual(self, name: str, **changes: str) -> str:
        """Run a block of the document with the settings of this server; what it printed."""
        return manual.run(name, {"/srv/sacoche\n": f"{ROOT}\n", "/etc/sacoche.env": str(self._settings())} | changes)

    def stop(self) -> None:
        """At the end of the tests nobody waits for an answer any more."""
        if self._process and self._process.poll() is None:
            self.kill()
        super().stop()

    def _settings(self) -> Path:
        """The file that its commands read first."""
        path = self.folder / "sacoche.env"
        lines = [f"{name}={shlex.quote(self.environment[name])}\n" for name in _SETTINGS if name in self.environment]
        path.write_text("".join(lines), encoding="utf-8")
        return path


def _end(process: "subprocess.Popen[bytes]") -> None:
    if process.poll() is None:
        process.kill()
        process.wait()


@contextmanager
def installation() -> Iterator[Installation]:
    """One that has just been started, and ends with the tests."""
    with TemporaryDirectory(prefix="sacoche-cluster-") as folder, ExitStack() as stack:
        # PostgreSQL and PgBouncer run as another account than root.
        Path(folder).chmod(0o755)
        made = Installation(Path(folder), stack)
        made.start()
        yield made
