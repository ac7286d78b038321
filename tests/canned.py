"""A server by https that answers what it is told to, well or badly: what a real CAS server never does."""

import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

SUCCESS = (
    '<cas:serviceResponse xmlns:cas="http://www.yale.edu/tp/cas"><cas:authenticationSuccess>'
    "<cas:user>{user}</cas:user>{more}</cas:authenticationSuccess></cas:serviceResponse>"
)


def success(user: str, more: str = "") -> str:
    """The answer about a person."""
    return SUCCESS.format(user=user, more=more)


@dataclass
class Canned:
    """What to answer, and what was asked (paths, headers of the last one)."""

    port: int
    body: bytes = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    # Seconds before the answer, and between each byte of it.
    delay: float = 0
    drip: float = 0
    asked: list[str] = field(default_factory=list)
    last_headers: dict[str, str] = field(default_factory=dict)

    def say(self, body: str | bytes, **how: object) -> None:
        """Answer this from now on: `say("…", status=500, delay=2)`."""
        self.body = body.encode() if isinstance(body, str) else body
        for name, value in how.items():
            setattr(self, name, value)


@contextmanager
def canned_server(certificate: Path) -> Iterator[Canned]:
    """Serve on a free port of « localhost », with this certificate."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    server.daemon_threads = True
    server.socket = context.wrap_socket(server.socket, server_side=True)
    server.canned = Canned(server.server_port)  # type: ignore[attr-defined]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield server.canned  # type: ignore[attr-defined]
    finally:
        server.shutdown()
        server.server_close()


class _Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        canned: Canned = self.server.canned  # type: ignore[attr-defined]
        canned.asked.append(self.path)
        canned.last_headers = dict(self.headers)
        time.sleep(canned.delay)
        self.send_response(canned.status)
        for name, value in canned.headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(canned.body)))
        self.end_headers()
        try:
            self._send(canned)
        except OSError:
            # The client had enough.
            self.close_connection = True

    def _send(self, canned: Canned) -> None:
        if not canned.drip:
            self.wfile.write(canned.body)
            return
        for byte in canned.body:
            self.wfile.write(bytes([byte]))
            time.sleep(canned.drip)

    def log_message(self, *args: object) -> None:
        """Nothing on the screen of the tests."""
