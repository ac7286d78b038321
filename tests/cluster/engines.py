"""The programs of an installation, each with a folder and a port of its own: never those that run on this machine."""

import os
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Mapping
from pathlib import Path

from tests import manual
from tests.e2e.backstage import ROOT
from tests.s3 import free_port

DEPLOY = ROOT / "deploy"
PASSWORD = "un-mot-de-passe-de-base"
SECONDS = 60
_PRIMARY = "motdepasse@10.0.0.21:5432"


# What keeps files, reached through the balancer so that it can be taken away.
_FILES = """
defaults files
    mode tcp
    timeout connect 3s
    timeout client 60s
    timeout server 60s
listen files
    bind 127.0.0.1:{port}
    server s3 127.0.0.1:{behind}
"""


class Engine:
    """A program that listens on a port; `as_postgres`: it refuses to be root."""

    def __init__(self, folder: Path, *, as_postgres: bool = False) -> None:
        self.folder, self.port = folder, free_port()
        self._owner = "postgres" if as_postgres and os.geteuid() == 0 else None
        self._process: subprocess.Popen[bytes] | None = None
        folder.mkdir(mode=0o755)
        if self._owner:
            shutil.chown(folder, self._owner)

    def run(self, *command: str) -> None:
        """A command of its owner, waited for. Raises AssertionError with what it said."""
        done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=self.folder, **self._as_owner())
        assert done.returncode == 0, f"{' '.join(command)}\n{done.stdout}{done.stderr}"

    def start(self, *command: str) -> None:
        """Start it, in a group of processes of its own; returns once its port answers."""
        with (self.folder / "log").open("ab") as log:
            self._process = subprocess.Popen(
                command, stdout=log, stderr=log, cwd=self.folder, process_group=0, **self._as_owner()
            )
        self.wait(self.accepts)

    def wait(self, is_there: Callable[[], bool]) -> None:
        """Until this is so; what the program wrote is told when it never is."""
        deadline = time.monotonic() + SECONDS
        while not is_there():
            assert self._process
            assert self._process.poll() is None, self.said()
            assert time.monotonic() < deadline, self.said()
            time.sleep(0.05)

    def accepts(self) -> bool:
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", self.port)) == 0

    def signal(self, number: signal.Signals) -> None:
        assert self._process
        self._process.send_signal(number)

    def kill(self) -> None:
        """End it at once, as a power cut does; returns when nothing answers any more."""
        if self._process and self._process.poll() is None:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()
        while self.accepts():
            time.sleep(0.01)

    def said(self) -> str:
        return (self.folder / "log").read_text(encoding="utf-8", errors="replace")

    def write(self, name: str, content: str) -> Path:
        path = self.folder / name
        path.write_text(content, encoding="utf-8")
        if self._owner:
            shutil.chown(path, self._owner)
        return path

    def _as_owner(self) -> dict:
        return {"user": self._owner, "group": self._owner, "extra_groups": []} if self._owner else {}


def deployed(name: str, changes: Mapping[str, str]) -> str:
    """A file of `deploy/`, with what belongs to this machine instead of the example's. Each change must be of use."""
    content = (DEPLOY / name).read_text(encoding="utf-8")
    for old, new in changes.items():
        assert old in content, f"deploy/{name} no longer holds {old!r}"
        content = content.replace(old, new)
    return content


class Postgres(Engine):
    """A PostgreSQL with the settings of deploy/postgresql."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder, as_postgres=True)
        self._bin = max(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name))
        self._data = folder / "data"

    @property
    def who(self) -> str:
        """What an address has between the account and the database."""
        return f"{PASSWORD}@127.0.0.1:{self.port}"

    @property
    def address(self) -> str:
        return f"postgres://sacoche:{self.who}/sacoche"

    def make(self) -> None:
        """A primary, with an empty database."""
        word = self.write("password", PASSWORD)
        options = ("-U", "sacoche", "-A", "scram-sha-256", "--pwfile", str(word), "-E", "UTF8", "--locale", "C.UTF-8")
        self.run(str(self._bin / "initdb"), "-D", str(self._data), "--no-sync", *options)
        self.go()
        self.execute("CREATE DATABASE sacoche", database="postgres")

    def follow(self, primary: "Postgres") -> None:
        """A standby of `primary`, which from now on answers « saved » when both have it."""
        changes = {_PRIMARY: primary.who, "/var/lib/postgresql/15/main": str(self._data)}
        manual.run("réplique", changes, self.folder, **self._as_owner())
        self.go()
        self.be_waited_for(primary)

    def be_waited_for(self, primary: "Postgres") -> None:
        """From now on what is answered « saved » is on both."""
        streaming = "SELECT count(*) FROM pg_stat_replication WHERE state = 'streaming'"
        self.wait(lambda: primary.ask(streaming) == 1)
        manual.run("attendre la réplique", {_PRIMARY: primary.who})
        self.wait(lambda: primary.ask("SELECT count(*) FROM pg_stat_replication WHERE sync_state = 'sync'") == 1)

    def be_alone(self) -> None:
        """It no longer waits for a standby."""
        manual.run("sans réplique", {_PRIMARY: self.who})

    def go(self) -> None:
        """Start, on the data that is there."""
        settings = deployed("postgresql/sacoche.conf", {"listen_addresses = '*'": "listen_addresses = '127.0.0.1'"})
        # Its processes are killed, never the machine: what was given to the system is kept.
        own = f"port = {self.port}\nunix_socket_directories = '{self.folder}'\nfsync = off\n"
        (self._data / "conf.d").mkdir(exist_ok=True)
        (self._data / "conf.d" / "sacoche.conf").write_text(settings + own, encoding="utf-8")
        main = self._data / "postgresql.conf"
        if "\ninclude_dir" not in (content := main.read_text(encoding="utf-8")):
            main.write_text(f"{content}\ninclude_dir = 'conf.d'\n", encoding="utf-8")
        for path in (self._data / "conf.d", self._data / "conf.d" / "sacoche.conf"):
            shutil.chown(path, self._owner or os.geteuid())
        self.start(str(self._bin / "postgres"), "-D", str(self._data))
        self.wait(self._answers)

    def promote(self) -> None:
        """What is written from now on is written here."""
        manual.run("bascule", {"motdepasse@10.0.0.22:5432": self.who})

    def ask(self, question: str, database: str = "sacoche") -> object:
        import psycopg

        with psycopg.connect(self._to(database), autocommit=True) as connection:
            row = connection.execute(question.encode()).fetchone()
            return row[0] if row else None

    def execute(self, statement: str, database: str = "sacoche") -> None:
        import psycopg

        with psycopg.connect(self._to(database), autocommit=True) as connection:
            connection.execute(statement.encode())

    def _to(self, database: str) -> str:
        return f"{self.address.rpartition('/')[0]}/{database}"

    def _answers(self) -> bool:
        import psycopg

        try:
            return self.ask("SELECT 1", database="postgres") == 1
        except psycopg.OperationalError:
            return False


class Bouncer(Engine):
    """A PgBouncer with the file of deploy/pgbouncer, before this PostgreSQL."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder, as_postgres=True)

    @property
    def address(self) -> str:
        return f"postgres://sacoche:{PASSWORD}@127.0.0.1:{self.port}/sacoche"

    def go(self, database: Postgres) -> None:
        self.write("userlist.txt", f'"sacoche" "{PASSWORD}"\n')
        self._point_to(database)
        program = shutil.which("pgbouncer", path=f"{os.environ['PATH']}:/usr/sbin")
        assert program
        self.start(program, "--quiet", str(self.folder / "pgbouncer.ini"))

    def turn(self, gone: Postgres, database: Postgres) -> None:
        """What the operator does when the primary is gone: another address, read again without a stop."""
        assert self._process
        changes = {
            "host=10.0.0.21 port=5432": f"host=127.0.0.1 port={gone.port}",
            "host=10.0.0.22 port=5432": f"host=127.0.0.1 port={database.port}",
            "/etc/pgbouncer/": f"{self.folder}/",
            "systemctl reload pgbouncer": f"kill -HUP {self._process.pid}",
        }
        manual.run("bascule de PgBouncer", changes, self.folder, **self._as_owner())

    def _point_to(self, database: Postgres) -> None:
        changes = {
            "host=10.0.0.21 port=5432": f"host=127.0.0.1 port={database.port}",
            "listen_port = 6432": f"listen_port = {self.port}",
            "unix_socket_dir = /var/run/postgresql": "unix_socket_dir =",
            "/etc/pgbouncer/": f"{self.folder}/",
            "/var/log/postgresql/": f"{self.folder}/",
            "/var/run/postgresql/": f"{self.folder}/",
        }
        self.write("pgbouncer.ini", deployed("pgbouncer/pgbouncer.ini", changes))


class Redis(Engine):
    """The cache: it keeps what it is given, and nothing on a disk."""

    @property
    def address(self) -> str:
        return f"redis://127.0.0.1:{self.port}/0"

    def go(self) -> None:
        program = shutil.which("redis-server") or shutil.which("valkey-server")
        assert program
        kept = ("--save", "", "--appendonly", "no", "--maxmemory-policy", "noeviction", "--maxmemory", "64mb")
        self.start(program, "--bind", "127.0.0.1", "--port", str(self.port), *kept)


class Balancer(Engine):
    """HAProxy with the file of deploy/haproxy, before two servers."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.origin = f"http://127.0.0.1:{self.port}"
        # Where Prometheus reads each server.
        self.figures = (free_port(), free_port())
        self._socket = folder / "admin.sock"

    def go(self, one: int, two: int, objects: int, objects_behind: int) -> None:
        """Before the servers of these ports; and, on the port `objects`, before what keeps files, to take it away."""
        (self.folder / "sacoche.http").write_bytes((DEPLOY / "haproxy" / "sacoche.http").read_bytes())
        changes = {
            "    user haproxy\n    group haproxy\n    log /dev/log local0\n": "    log stdout format raw local0\n",
            "/run/haproxy/admin.sock": str(self._socket),
            "    bind :80\n    bind :443 ssl crt /etc/haproxy/sacoche.pem alpn h2,http/1.1\n": (
                f"    bind 127.0.0.1:{self.port}\n"
            ),
            "    http-request redirect scheme https code 301 unless { ssl_fc }\n": "",
            # Its pages are those of a server without a certificate.
            "set-header X-Forwarded-Proto https": "set-header X-Forwarded-Proto http",
            "/etc/haproxy/errors/": f"{self.folder}/",
            "sacoche.exemple.fr": "127.0.0.1",
            "10.0.0.10:9101": f"127.0.0.1:{self.figures[0]}",
            "10.0.0.10:9102": f"127.0.0.1:{self.figures[1]}",
            "10.0.0.11:8000": f"127.0.0.1:{one}",
            "10.0.0.12:8000": f"127.0.0.1:{two}",
        }
        content = deployed("haproxy/haproxy.cfg", changes)
        files = _FILES.format(port=objects, behind=objects_behind)
        configuration = self.write("haproxy.cfg", f"{content}\n{files}")
        program = shutil.which("haproxy", path=f"{os.environ['PATH']}:/usr/sbin")
        assert program
        self.start(program, "-db", "-f", str(configuration))

    def say(self, command: str) -> str:
        """What HAProxy answers to its operator."""
        with socket.socket(socket.AF_UNIX) as line:
            line.connect(str(self._socket))
            line.sendall(f"{command}\n".encode())
            return b"".join(iter(lambda: line.recv(65536), b"")).decode()

    def served(self) -> list[int]:
        """How many requests each server answered since the start."""
        rows = [row.split(",") for row in self.say("show stat").splitlines()]
        names = {name.lstrip("# "): rank for rank, name in enumerate(rows[0])}
        return [
            int(row[names["hrsp_2xx"]]) for row in rows[1:] if row[:1] == ["sacoche"] and row[1] in ("web1", "web2")
        ]

    def is_up(self, server: str) -> bool:
        rows = (row.split(",") for row in self.say("show stat").splitlines())
        return any(row[:2] == ["sacoche", server] and "UP" in row for row in rows)


def missing_programs() -> list[str]:
    """Debian's packages that this machine lacks for these."""
    path = f"{os.environ['PATH']}:/usr/sbin"
    wanted = {"haproxy": "haproxy", "pgbouncer": "pgbouncer", "redis-server": "redis-server"}
    lacking = [package for program, package in wanted.items() if shutil.which(program, path=path) is None]
    if not list(Path("/usr/lib/postgresql").glob("*/bin/initdb")):
        lacking.append("postgresql")
    return lacking
