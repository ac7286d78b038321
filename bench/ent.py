"""The ENT of the bench: it answers at once, always about the same person, so that our own part is measured."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.canned import canned_server, success
from tests.ent import Authority

IDENTIFIER = "bench"
_port = 0


@contextmanager
def ent(folder: Path) -> Iterator[dict[str, str]]:
    """Serve, and give what the server that is measured must be told of it."""
    global _port
    (folder / "ent").mkdir()
    authority = Authority(folder / "ent")
    with canned_server(authority.certificate()) as server:
        server.say(success(IDENTIFIER))
        _port = server.port
        yield {
            "CAS_PORTS": str(server.port),
            "CAS_PRIVATE_HOSTS": "localhost",
            "CAS_CA_BUNDLE": str(authority.bundle),
        }


def port() -> int:
    """Where it listens."""
    return _port
