"""What a person at a browser does, over HTTP: open a page, read its form, send it."""

import http.client
import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

# Both the cookie and the field of a form: enough for a page that is sent without having been opened.
CSRF = "a" * 32
BOUNDARY = "----crash"
Fields = list[tuple[str, str]]


class UnexpectedAnswer(Exception):
    """The server said something else than was waited for."""


@dataclass(frozen=True)
class Answer:
    status: int
    body: bytes
    location: str

    def text(self) -> str:
        return str(self.page().text_content())

    def page(self) -> Any:
        from lxml import html

        return html.fromstring(self.body)


class Browser:
    """Somebody signed in on the server of this port; each request has a connection of its own."""

    def __init__(self, port: int, cookies: Iterable[str]) -> None:
        self._port = port
        self._cookies = "; ".join([*cookies, f"sacoche_csrf={CSRF}"])

    def get(self, path: str) -> Answer:
        """The page of this address, after its redirections."""
        answer = self._send("GET", path)
        return self.get(answer.location) if answer.status == 302 else _expected(answer, 200)

    def post(self, path: str, fields: Fields = ()) -> Answer:  # type: ignore[assignment]
        """Send a form, and wait for the redirection that follows a success."""
        content = urlencode(fields).encode()
        return _expected(self._send("POST", path, content, "application/x-www-form-urlencoded"), 302)

    def post_json(self, path: str, content: object) -> Answer:
        return _expected(self._send("POST", path, json.dumps(content).encode(), "application/json"), 200)

    def post_file(self, path: str, fields: Fields, name: str, content: bytes, *, status: int = 200) -> Answer:
        """Send a form with its file, and wait for the page that answers, or the redirection (302)."""
        parts = [
            f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{text}\r\n' for key, text in fields
        ]
        parts.append(f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="fichier"; filename="{name}"\r\n\r\n')
        body = "".join(parts).encode() + content + f"\r\n--{BOUNDARY}--\r\n".encode()
        return _expected(self._send("POST", path, body, f"multipart/form-data; boundary={BOUNDARY}"), status)

    def _send(self, method: str, path: str, body: bytes | None = None, kind: str = "") -> Answer:
        connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=60)
        headers = {"Cookie": self._cookies, "X-CSRFToken": CSRF} | ({"Content-Type": kind} if kind else {})
        try:
            connection.request(method, path, body, headers)
            response = connection.getresponse()
            return Answer(response.status, response.read(), response.getheader("Location", ""))
        finally:
            connection.close()


def review_form(page: Any) -> Fields | None:
    """What the review on this page would send as it stands, None when there is none."""
    form = next((form for form in page.forms if "data-review" in form.attrib), None)
    return None if form is None else list(form.form_values())


def _expected(answer: Answer, status: int) -> Answer:
    if answer.status != status:
        raise UnexpectedAnswer(f"{answer.status} instead of {status}: {answer.body[:2000].decode(errors='replace')}")
    return answer
