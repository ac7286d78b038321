"""Somebody at a browser, whose requests a balancer sends now to one server, now to another."""

import html
import http.client
import json
import re
from dataclasses import dataclass
from http.cookies import SimpleCookie
from urllib.parse import urlencode, urlsplit

from tests.e2e.server import Server

CSRF = "a" * 32


@dataclass(frozen=True)
class Answer:
    status: int
    body: bytes
    location: str

    @property
    def text(self) -> str:
        """What a page says, with ordinary spaces and apostrophes."""
        return re.sub(r"\s", " ", html.unescape(self.body.decode())).replace("’", "'")

    @property
    def data(self) -> dict:
        return json.loads(self.body)


class Person:
    """Cookies that go with the person, whichever server answers."""

    def __init__(self) -> None:
        self._cookies = {"sacoche_csrf": CSRF}

    def get(self, server: Server, address: str) -> Answer:
        """What this server answers at an address, whole or without its site."""
        return self._send(server, "GET", address)

    def post(self, server: Server, path: str, **fields: object) -> Answer:
        content = urlencode(fields).encode()
        return self._send(server, "POST", path, content, "application/x-www-form-urlencoded")

    def post_json(self, server: Server, path: str, content: object) -> Answer:
        return self._send(server, "POST", path, json.dumps(content).encode(), "application/json")

    def post_file(self, server: Server, path: str, field: str, name: str, content: bytes) -> Answer:
        head = f'--sep\r\nContent-Disposition: form-data; name="{field}"; filename="{name}"\r\n\r\n'.encode()
        return self._send(
            server, "POST", path, head + content + b"\r\n--sep--\r\n", "multipart/form-data; boundary=sep"
        )

    def sign_in(self, server: Server, *, school: int, login: str, password: str) -> Answer:
        return self.post(server, "/", base=school, login=login, password=password)

    def _send(self, server: Server, method: str, address: str, body: bytes | None = None, kind: str = "") -> Answer:
        parts = urlsplit(address)
        path = f"{parts.path or '/'}?{parts.query}" if parts.query else parts.path or "/"
        connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
        cookies = "; ".join(f"{name}={value}" for name, value in self._cookies.items())
        headers = {"Cookie": cookies, "X-CSRFToken": self._cookies["sacoche_csrf"], "Accept": "*/*"}
        try:
            connection.request(method, path, body, headers | ({"Content-Type": kind} if kind else {}))
            response = connection.getresponse()
            for cookie in response.headers.get_all("Set-Cookie") or ():
                self._cookies |= {name: morsel.value for name, morsel in SimpleCookie(cookie).items()}
            return Answer(response.status, response.read(), response.headers.get("Location", ""))
        finally:
            connection.close()
