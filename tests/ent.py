"""An ENT for the tests: a real CAS server, which knows nothing of the product, started on a free port by https."""

import json
import os
import re
import socket
import ssl
import subprocess
import time
import urllib.request
from dataclasses import dataclass, field
from http.cookiejar import CookieJar
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.parse import parse_qs, quote, urlencode, urlsplit

import trustme

ROOT = Path(__file__).resolve().parent.parent
PYTHON = ROOT / ".venv-cas" / "bin" / "python"
PASSWORD = "mot-de-passe-ent"
START_SECONDS = 60


class EntFailed(Exception):
    """The server did not start; the message holds what it said."""


def free_port() -> int:
    """A port of this machine that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class Authority:
    """A private authority of certificates, whose file the product is told to trust."""

    folder: Path
    ca: trustme.CA = field(default_factory=trustme.CA)

    @property
    def bundle(self) -> Path:
        path = self.folder / "authority.pem"
        if not path.exists():
            self.ca.cert_pem.write_to_path(path)
        return path

    def certificate(self, name: str = "localhost", **options: Any) -> Path:
        """The file of a key and of its certificate."""
        path = self.folder / f"{name}-{len(list(self.folder.iterdir()))}.pem"
        self.ca.issue_cert(name, **options).private_key_and_cert_chain_pem.write_to_path(path)
        return path


class Ent:
    """The server: `people` are those who may sign in there, with PASSWORD."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.authority = Authority(folder)
        self.port = free_port()
        self.host = "localhost"
        self.root = f"https://{self.host}:{self.port}/cas/"
        self._environment = {"PATH": os.environ["PATH"], "ENT_FOLDER": str(folder), "HOME": str(folder)}
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def settings(self) -> dict[str, str]:
        """What the operator of SACoche sets for this ENT."""
        return {
            "CAS_PORTS": str(self.port),
            "CAS_PRIVATE_HOSTS": self.host,
            "CAS_CA_BUNDLE": str(self.authority.bundle),
        }

    def know(self, **people: dict[str, Any]) -> None:
        """Let these people sign in: `know(prof={"UAI": "0341234G"})`, with what the ENT says of each."""
        records = {login: {"password": PASSWORD, "attributes": told} for login, told in people.items()}
        (self.folder / "people.json").write_text(json.dumps(records), encoding="utf-8")

    def start(self) -> None:
        """Make its tables, then serve; returns once its sign-in page answers."""
        self.know()
        project = ROOT / "tests" / "cas_server"
        subprocess.run([PYTHON, "prepare.py"], cwd=project, env=self._environment, check=True)
        certificate = self.authority.certificate(self.host)
        options = ["--bind", f"{self.host}:{self.port}", "--certfile", certificate, "--keyfile", certificate]
        options += ["--worker-class", "gthread", "--threads", "4", "--no-control-socket", "--log-level", "warning"]
        with (self.folder / "ent.log").open("wb") as log:
            self._process = subprocess.Popen(
                [PYTHON, "-m", "gunicorn", *options, "wsgi:application"],
                cwd=project,
                env=self._environment,
                stdout=log,
                stderr=subprocess.STDOUT,
            )
        self._wait()

    def stop(self) -> None:
        """End the server by its own process number."""
        if self._process and self._process.poll() is None:
            self._process.terminate()
            self._process.wait(timeout=10)

    def person(self, login: str) -> "Person":
        """Somebody who signs in there, without a browser."""
        return Person(self, login)

    def _wait(self) -> None:
        assert self._process
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline and self._process.poll() is None:
            try:
                with urllib.request.urlopen(f"{self.root}login", context=self.tls(), timeout=5):
                    return
            except OSError:
                time.sleep(0.05)
        self.stop()
        raise EntFailed((self.folder / "ent.log").read_text(encoding="utf-8", errors="replace"))

    def tls(self) -> ssl.SSLContext:
        """For those who trust its authority."""
        context = ssl.create_default_context()
        self.authority.ca.configure_trust(context)
        return context


class _Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *args: Any, **kwargs: Any) -> None:
        return None


class Person:
    """A person's own cookies at the ENT."""

    def __init__(self, ent: Ent, login: str) -> None:
        self.ent, self.login = ent, login
        self._opener = urllib.request.build_opener(
            _Stay, urllib.request.HTTPSHandler(context=ent.tls()), urllib.request.HTTPCookieProcessor(CookieJar())
        )

    def ticket(self, service: str) -> str:
        """The ticket that the ENT gives to this person for an address, signing in when needed."""
        return parse_qs(urlsplit(self.way_back(service)).query)["ticket"][0]

    def way_back(self, service: str) -> str:
        """The address to which the ENT sends the person's browser back."""
        return self.way_back_from(f"{self.ent.root}login?service={quote(service, safe='')}")

    def way_back_from(self, url: str) -> str:
        """The same, from the address that a service sends browsers to."""
        service = parse_qs(urlsplit(url).query)["service"][0]
        status, location, page = self._ask(url)
        if status == 200:
            fields = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page))
            answer = fields | {"service": service, "username": self.login, "password": PASSWORD}
            status, location, page = self._ask(url, urlencode(answer).encode())
        assert status == 302, page
        return location

    def leave(self) -> None:
        """Sign out of the ENT, which tells the services."""
        self._ask(f"{self.ent.root}logout")

    def _ask(self, url: str, body: bytes | None = None) -> tuple[int, str, str]:
        request = urllib.request.Request(url, data=body, headers={"Referer": url})
        try:
            with self._opener.open(request, timeout=10) as answer:
                return answer.status, "", answer.read().decode()
        except HTTPError as answer:
            with answer:
                return answer.code, answer.headers.get("Location", ""), answer.read().decode()
