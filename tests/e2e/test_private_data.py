"""What is left on the machine when a server is killed, and what is said when its database is away: real servers."""

import http.client
import re
import socket
import time
import uuid
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

import psycopg
import pytest

from scripts.find_postgres import SOCKET, answers, with_database
from tests.e2e.server import SchoolOnServer, Server, temporary_folder


class Visitor:
    """A browser without a screen: its cookies."""

    def __init__(self, server: Server) -> None:
        self.server, self.cookies = server, {}

    def ask(self, method: str, path: str, form: dict[str, str] | None = None) -> tuple[http.client.HTTPResponse, str]:
        connection = http.client.HTTPConnection("127.0.0.1", self.server.port, timeout=30)
        headers = {"Cookie": self.cookie, "Content-Type": "application/x-www-form-urlencoded"}
        connection.request(method, path, urlencode(form) if form else None, headers)
        answer = connection.getresponse()
        body = answer.read().decode()
        for line in answer.headers.get_all("Set-Cookie") or ():
            name, _, value = line.partition(";")[0].partition("=")
            self.cookies[name] = value
        connection.close()
        return answer, body

    @property
    def cookie(self) -> str:
        return "; ".join(f"{name}={value}" for name, value in self.cookies.items())

    def sign_in(self, school: SchoolOnServer) -> None:
        address = f"/?base={school.number}"
        token = re.findall(r'name="csrfmiddlewaretoken" value="([^"]+)"', self.ask("GET", address)[1])[0]
        codes = {"base": str(school.number), "login": school.login, "password": school.password}
        answer, _ = self.ask("POST", address, codes | {"csrfmiddlewaretoken": token})
        assert answer.status == 302


@pytest.fixture
def own_server(ready_folder: Path) -> Iterator[Server]:
    """A server that this test may kill."""
    with temporary_folder() as folder:
        running = Server(Path(folder), ready=ready_folder)
        running.environment["MAIL_THREAD"] = "0"
        running.start()
        try:
            yield running
        finally:
            running.stop()


def begin_upload(visitor: Visitor, megabytes: int) -> socket.socket:
    """Send the beginning of a file, whose end never comes."""
    head = (
        f"POST /imports/ HTTP/1.1\r\nHost: 127.0.0.1:{visitor.server.port}\r\nCookie: {visitor.cookie}\r\n"
        "Content-Type: multipart/form-data; boundary=xx\r\nContent-Length: 15000000\r\n\r\n"
        '--xx\r\nContent-Disposition: form-data; name="fichier"; filename="eleves.csv"\r\n\r\n'
    )
    line = socket.create_connection(("127.0.0.1", visitor.server.port))
    line.sendall(head.encode() + b"MARTIN;Zoe;2015\n" * (megabytes * 65536))
    return line


def open_files_of(server: Server) -> list[str]:
    """The files that the server and its workers hold open."""
    assert server._process
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            group = int((process / "stat").read_text().rpartition(")")[2].split()[2])
            if group == server._process.pid:
                found += [str(each.readlink()) for each in (process / "fd").iterdir()]
        except OSError:
            continue
    return found


def test_server_killed_during_an_upload_leaves_nothing_of_it(own_server: Server) -> None:
    school = own_server.create_school("École Coupée")
    visitor = Visitor(own_server)
    visitor.sign_in(school)
    data = own_server.folder / "data"
    before = {path for path in data.rglob("*") if "static" not in path.parts}
    elsewhere = set(Path("/tmp").glob("*.upload*"))

    line = begin_upload(visitor, 8)
    deadline = time.monotonic() + 20
    on_their_way: list[str] = []
    while not on_their_way and time.monotonic() < deadline:
        on_their_way = [name for name in open_files_of(own_server) if name.startswith(f"{data}/temporary/")]
        time.sleep(0.05)
    assert on_their_way, "the file is on the disk, in the data folder"
    own_server.kill()
    line.close()
    own_server.manage("purge")

    assert {path for path in data.rglob("*") if "static" not in path.parts} == before
    assert set(Path("/tmp").glob("*.upload*")) == elsewhere
    assert [str(path) for path in data.rglob("*") if path.stat().st_mode & 0o077] == []
    assert data.stat().st_mode & 0o077 == 0


def test_refusal_takes_one_line_of_the_log(own_server: Server) -> None:
    school = own_server.create_school("École Refusée")
    visitor = Visitor(own_server)
    visitor.sign_in(school)
    answer, page = visitor.ask("GET", "/groupes-de-besoin/")
    assert (answer.status, "Accès refusé" in page) == (403, True)
    assert own_server.complaints() == "Forbidden (Permission denied): /groupes-de-besoin/"


# --- The database away ------------------------------------------------------------------------------------------------


@pytest.fixture
def postgres() -> Iterator[str]:
    """An empty database on PostgreSQL."""
    url = next((each for each in SOCKET if answers(each)), "")
    if not url:
        pytest.skip("no PostgreSQL on this machine")
    name = f"away_{uuid.uuid4().hex[:12]}"
    run(url, f'CREATE DATABASE "{name}"')
    try:
        yield with_database(url, name)
    finally:
        run(url, f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def run(url: str, *statements: str) -> None:
    with psycopg.connect(with_database(url, "postgres"), autocommit=True) as connection:
        for statement in statements:
            connection.execute(statement.encode())


def take_away(url: str, *, is_away: bool) -> None:
    name = url.rpartition("/")[2]
    run(
        url,
        f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS {"false" if is_away else "true"}',
        f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'",
    )


def test_somebody_signed_in_reads_french_while_the_database_is_away(postgres: str, ready_folder: Path) -> None:
    with temporary_folder() as folder:
        server = Server(Path(folder), postgres, ready=ready_folder)
        server.environment["MAIL_THREAD"] = "0"
        server.start()
        try:
            visitor = Visitor(server)
            visitor.sign_in(server.create_school("École Débranchée"))
            server._backstage.close()
            take_away(postgres, is_away=True)
            answer, page = visitor.ask("GET", "/accueil/")
            assert answer.status == 503
            assert "sa base de données est hors d'atteinte" in page.replace("&#x27;", "'")
            assert '<html lang="fr">' in page
            for name, value in {
                "X-Frame-Options": "DENY",
                "X-Content-Type-Options": "nosniff",
                "Referrer-Policy": "same-origin",
            }.items():
                assert answer.headers[name] == value
            assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"]
            [line] = server.complaints().splitlines()
            assert line.startswith("Service Unavailable: /accueil/ (database out of reach: ")
            # The session was not lost: it goes on once the database is back.
            take_away(postgres, is_away=False)
            assert visitor.ask("GET", "/accueil/")[0].status == 200
        finally:
            server.stop()
