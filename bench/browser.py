"""A person at the other end of the wire: cookies, forms, and the clock of each request."""

import http.client
import json
import time
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

if TYPE_CHECKING:
    from lxml.html import HtmlElement

# A request that takes longer has failed: the bench is bounded.
TIMEOUT_SECONDS = 60
CSRF_COOKIE = "sacoche_csrf"
Pairs = Iterable[tuple[str, str]]


class UnexpectedAnswer(Exception):
    """The server did not do what is measured."""


@dataclass(frozen=True)
class Upload:
    """A file of a form."""

    field: str
    name: str
    data: bytes


@dataclass(frozen=True)
class Answer:
    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def page(self) -> "HtmlElement":
        from lxml import html

        return html.fromstring(self.body)

    def form(self, mark: str) -> list[tuple[str, str]]:
        """What the form that has the attribute `mark` would send as it stands."""
        form: Any = next(form for form in self.page.forms if mark in form.attrib)
        return list(form.form_values())


class Browser:
    """One person on one connection, as a browser keeps it open; counts time, requests and bytes received."""

    def __init__(self, port: int, cookies: Mapping[str, str] | None = None, *, patience: int = TIMEOUT_SECONDS) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=patience)
        self._port = port
        self._cookies = dict(cookies or {})
        self.forget()

    def forget(self) -> None:
        """Set the counts back to nothing: what comes next is measured."""
        self.milliseconds, self.requests, self.bytes = 0.0, 0, 0
        # How long another page took for somebody else meanwhile.
        self.meanwhile: list[float] = []

    @property
    def origin(self) -> str:
        """Where the server is."""
        return f"http://127.0.0.1:{self._port}"

    @property
    def cookies(self) -> list[tuple[str, str]]:
        """What the server gave to be recognised, for another browser of the same person."""
        return list(self._cookies.items())

    def close(self) -> None:
        self._connection.close()

    def twin(self, *, patience: int = TIMEOUT_SECONDS) -> "Browser":
        """Another window of the same person, which waits so many seconds for an answer."""
        return Browser(self._port, self._cookies, patience=patience)

    def sign_in(self, *, number: int, login: str, password: str) -> None:
        self.get(f"/?base={number}")
        self.post("/", [("base", str(number)), ("login", login), ("password", password)], status=302)

    def get(self, path: str, *, status: int = 200) -> Answer:
        return self._ask("GET", path, b"", {}, status)

    def post(self, path: str, fields: Pairs = (), *, upload: Upload | None = None, status: int = 302) -> Answer:
        """Send a form, with its file."""
        if upload:
            boundary = uuid.uuid4().hex
            body, kind = _multipart(fields, upload, boundary), f"multipart/form-data; boundary={boundary}"
        else:
            body, kind = urlencode(list(fields)).encode(), "application/x-www-form-urlencoded"
        return self._ask("POST", path, body, {"Content-Type": kind}, status)

    def post_htmx(self, path: str) -> Answer:
        """Ask for the part of a page that the server changes."""
        return self._ask("POST", path, b"", {"HX-Request": "true"}, 200)

    def post_json(self, path: str, data: object) -> Any:
        headers = {"Content-Type": "application/json", "Accept": "application/json"}
        return json.loads(self._ask("POST", path, json.dumps(data).encode(), headers, 200).body)

    def follow(self, answer: Answer) -> Answer:
        """The page that the answer sends to."""
        return self.get(answer.headers["location"])

    def _ask(self, method: str, path: str, body: bytes, headers: dict[str, str], status: int) -> Answer:
        headers = headers | {"Cookie": "; ".join(f"{name}={value}" for name, value in self._cookies.items())}
        if method == "POST":
            headers["X-CSRFToken"] = self._cookies.get(CSRF_COOKIE, "")
        began = time.perf_counter()
        self._connection.request(method, path, body, headers)
        response = self._connection.getresponse()
        content = response.read()
        self.milliseconds += (time.perf_counter() - began) * 1000
        self.requests += 1
        self.bytes += len(content)
        self._remember(response.headers.get_all("Set-Cookie") or [])
        if response.status != status:
            raise UnexpectedAnswer(f"{method} {path}: {response.status}\n{content[-2000:].decode(errors='replace')}")
        return Answer(response.status, {key.lower(): value for key, value in response.getheaders()}, content)

    def _remember(self, cookies: Iterable[str]) -> None:
        for cookie in cookies:
            name, _, value = cookie.partition(";")[0].partition("=")
            self._cookies[name] = value


def _multipart(fields: Pairs, upload: Upload, boundary: str) -> bytes:
    parts = [
        f'--{boundary}\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{value}\r\n' for key, value in fields
    ]
    disposition = f'Content-Disposition: form-data; name="{upload.field}"; filename="{upload.name}"'
    head = f"{''.join(parts)}--{boundary}\r\n{disposition}\r\nContent-Type: application/octet-stream\r\n\r\n"
    return head.encode() + upload.data + f"\r\n--{boundary}--\r\n".encode()
