"""Servers of one database are prepared at once, and told in words when it is away."""

import http.client
import json
import os
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest

from scripts.find_postgres import with_database
from tests.e2e.backstage import ROOT
from tests.several.servers import KEY, new_database, several

pytestmark = pytest.mark.timeout(240)


def prepare(database: str, folder: Path) -> subprocess.Popen[str]:
    environment = {"PATH": os.environ["PATH"], "DATABASE_URL": database, "DATA_DIR": str(folder), "SECRET_KEY": KEY}
    return subprocess.Popen(
        [sys.executable, "scripts/prepare.py", "migrate"],
        cwd=ROOT,
        env=environment | {"DEMO": "0"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def test_two_servers_that_start_together_migrate_one_after_the_other(tmp_path: Path) -> None:
    with new_database() as database:
        both = [prepare(database, tmp_path) for _ in range(2)]
        told = [process.communicate() for process in both]

        assert [process.returncode for process in both] == [0, 0], told
        assert sum("attend qu'elle finisse" in errors for _output, errors in told) == 1
        with psycopg.connect(database) as connection:
            doubles = "SELECT app, name FROM django_migrations GROUP BY app, name HAVING count(*) > 1"
            assert connection.execute(doubles).fetchall() == []


def test_database_away_is_said_in_french_with_its_headers(ready_folder: Path) -> None:
    with several(ahead=(0,), ready=ready_folder) as [server]:
        _take_away(server.environment["DATABASE_URL"])

        page = _get(server.port, "/accueil/")
        data = _get(server.port, "/accueil/", Accept="application/json")

    assert page.status == data.status == 503
    assert page.getheader("Retry-After") == "30"
    assert page.getheader("Cache-Control") == "no-store"
    assert "default-src 'none'" in (page.getheader("Content-Security-Policy") or "")
    assert page.getheader("X-Frame-Options") == "DENY"
    assert page.getheader("X-Content-Type-Options") == "nosniff"
    assert "sa base de données est hors d" in page.said
    assert "SACoche ne répond pas pour le moment" in json.loads(data.said)["error"]


def _take_away(address: str) -> None:
    """Drop the database under the feet of the server, as when its machine goes."""
    name = address.rpartition("/")[2].partition("?")[0]
    with psycopg.connect(with_database(address, "postgres"), autocommit=True) as connection:
        connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)'.encode())


def _get(port: int, path: str, **headers: str) -> http.client.HTTPResponse:
    asking = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    asking.request("GET", path, headers={"Cookie": "sacoche_session=0123456789abcdef0123456789abcdef", **headers})
    answer = asking.getresponse()
    answer.said = answer.read().decode()  # type: ignore[attr-defined]
    return answer
