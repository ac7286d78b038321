"""A careless web server stands before SACoche and keeps whatever it is not told to leave: nothing passes to another."""

import getpass
import http.client
import shutil
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.e2e.conftest import OPEN_SESSION
from tests.e2e.server import SchoolOnServer, Server, free_port

NGINX = shutil.which("nginx", path="/usr/sbin:/usr/bin:/usr/local/sbin:/usr/local/bin")
pytestmark = pytest.mark.skipif(not NGINX, reason="no nginx: apt-get install nginx-light")
PAGES = ("/accueil/", "/eleves/", "/personnels/", "/aide/", "/mon-compte/")
# One cache for everybody, whatever the cookie: every answer is kept for ten minutes unless it says otherwise.
CAREFREE = """
user {user}; worker_processes 1; daemon off; pid {folder}/nginx.pid; error_log {folder}/error.log;
events {{ worker_connections 64; }}
http {{
    access_log off;
    client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy; fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
    proxy_cache_path {folder}/kept keys_zone=kept:1m;
    server {{
        listen 127.0.0.1:{port};
        location / {{
            proxy_pass http://127.0.0.1:{behind}; proxy_set_header Host $http_host;
            proxy_cache kept; proxy_cache_key $request_uri; proxy_cache_valid any 10m;
            proxy_ignore_headers Vary Set-Cookie;
            add_header X-Kept $upstream_cache_status always;
        }}
    }}
}}
"""


@pytest.fixture
def proxy(server: Server, tmp_path: Path) -> Iterator[int]:
    """The port of nginx before the server of the tests."""
    port = free_port()
    written = tmp_path / "nginx.conf"
    written.write_text(CAREFREE.format(user=getpass.getuser(), folder=tmp_path, port=port, behind=server.port))
    process = subprocess.Popen([str(NGINX), "-c", str(written), "-e", str(tmp_path / "error.log")])
    try:
        _wait_for(port)
        yield port
    finally:
        process.terminate()
        process.wait(10)


def _wait_for(port: int) -> None:
    deadline = time.monotonic() + 20
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except OSError:
            assert time.monotonic() < deadline, "nginx does not answer"
            time.sleep(0.1)


class Person:
    """Somebody signed in, behind the proxy."""

    def __init__(self, port: int, server: Server, school: SchoolOnServer) -> None:
        cookie = server.evaluate(OPEN_SESSION.format(number=school.number, login=school.login))
        self._port, self._headers = port, {"Cookie": f"{cookie['name']}={cookie['value']}"}

    def sees(self, path: str) -> tuple[str, str]:
        """What the page says, and what the proxy made of it: HIT when it was kept."""
        connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=60)
        connection.request("GET", path, headers=self._headers)
        answer = connection.getresponse()
        said = answer.read().decode("utf-8", "replace")
        connection.close()
        return said, answer.headers.get("X-Kept", "")

    def leaves(self) -> None:
        """As if the session were revoked: the cookie is one that nobody has."""
        self._headers = {}


def test_cache_between_two_schools_and_the_server_gives_neither_the_pages_of_the_other(
    proxy: int, server: Server, make_school: Callable[..., SchoolOnServer]
) -> None:
    schools = make_school("École du Cache Gauche"), make_school("École du Cache Droit")
    left, right = (Person(proxy, server, school) for school in schools)

    for path in PAGES:
        for person, own, other in ((left, *schools), (right, *reversed(schools)), (left, *schools)):
            said, kept = person.sees(path)
            assert kept != "HIT", path
            assert own.name in said, path
            assert other.name not in said, path

    left.leaves()
    assert schools[0].name not in left.sees("/accueil/")[0]


def test_files_that_are_the_same_for_everybody_are_kept(
    proxy: int, server: Server, make_school: Callable[..., SchoolOnServer]
) -> None:
    person = Person(proxy, server, make_school("École du Cache Utile"))
    page, _ = person.sees("/accueil/")
    path = page.partition('rel="stylesheet" href="')[2].partition('"')[0]

    answers = [person.sees(path) for _ in range(2)]

    assert [kept for _, kept in answers] == ["MISS", "HIT"]
    assert answers[0][0] == answers[1][0]
