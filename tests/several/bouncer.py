"""A PgBouncer in transaction mode, before the PostgreSQL of the tests."""

import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from psycopg.conninfo import conninfo_to_dict

from tests.e2e.server import free_port

_CONFIGURATION = """[databases]
* = {target}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = {port}
unix_socket_dir =
auth_type = any
pool_mode = transaction
default_pool_size = 3
max_client_conn = 100
logfile = {folder}/pgbouncer.log
"""


@contextmanager
def bounced(address: str, *, role: str = "") -> Iterator[str]:
    """The address of the same database through a PgBouncer of three connections, which are those of `role` if one is
    given; skipped, in words, without a PgBouncer.
    """
    program = shutil.which("pgbouncer") or shutil.which("/usr/sbin/pgbouncer")
    if program is None:
        pytest.skip("no PgBouncer: apt-get install pgbouncer")
    with tempfile.TemporaryDirectory(prefix="pgbouncer-") as name:
        folder, port = Path(name), free_port()
        configuration = folder / "pgbouncer.ini"
        content = _CONFIGURATION.format(target=_target(address, role), port=port, folder=folder)
        configuration.write_text(content, encoding="utf-8")
        process = _start(program, configuration)
        try:
            _wait(port, folder)
            yield f"postgres://sacoche@127.0.0.1:{port}/{address.rpartition('/')[2].partition('?')[0]}"
        finally:
            process.send_signal(signal.SIGINT)
            process.wait(timeout=20)


def _start(program: str, configuration: Path) -> "subprocess.Popen[bytes]":
    """It refuses to be root; postgres is who the local socket knows."""
    asked = ["--user", "postgres"] if os.geteuid() == 0 else []
    if asked:
        shutil.chown(configuration.parent, "postgres")
        configuration.parent.chmod(0o755)
        configuration.chmod(0o644)
    return subprocess.Popen(
        [program, *asked, "--quiet", str(configuration)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )


def _target(address: str, role: str) -> str:
    """Where it goes, and as whom: whatever name a client gives."""
    told = conninfo_to_dict(address)
    host = told.get("host") or "/var/run/postgresql"
    parts = [f"host={host}", f"port={told.get('port') or 5432}", f"user={told.get('user') or 'postgres'}"]
    if told.get("password"):
        parts.append(f"password={told['password']}")
    if role:
        # Whoever runs the tests need not have a password for it.
        parts.append(f"connect_query='SET ROLE {role}'")
    return " ".join(parts)


def _wait(port: int, folder: Path) -> None:
    for _ in range(100):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    log = folder / "pgbouncer.log"
    raise AssertionError(f"PgBouncer does not answer: {log.read_text() if log.exists() else 'no log'}")
