"""Asking a CAS server, whose address a school chose: nothing that it answers, or fails to answer, may harm this server.

https alone, on the ports that the operator lists; the address reached is looked at, not the name, so that a name that
changes its mind between two questions opens nothing; no redirection is followed; time and size are bounded, and so is
the number of calls at once (`turns`).
"""

import http.client
import io
import ipaddress
import re
import socket
import ssl
import time
from dataclasses import dataclass
from functools import cache
from typing import Any
from urllib.parse import SplitResult, urlencode, urlsplit

from django.conf import settings
from django.db import connection

from entrance.cas.answers import MAX_ANSWER
from entrance.cas.faults import CasFault
from entrance.cas.turns import Turns

CONNECT_SECONDS = 3.0
# Of a name that gives more, the others are not tried: each has its part of the time.
_MOST_ADDRESSES = 4
ANSWER_SECONDS = 8.0
# Some ENT refuse calls that do not say who calls (Kosmos, since 2015).
USER_AGENT = "SACoche (client CAS)"
_LABEL_OF_HOST = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
_HOST_NAME = re.compile(rf"(?:{_LABEL_OF_HOST}\.)*{_LABEL_OF_HOST}")
# Of IPv6, what is assigned to networks: elsewhere are those that carry an IPv4 address, private perhaps (64:ff9b::/96).
_GLOBAL_UNICAST = ipaddress.ip_network("2000::/3")
_turns = Turns()


class NetworkInTransaction(Exception):
    """A server was about to be called while the database waited."""


@dataclass(frozen=True)
class Answer:
    """What a server answered. python-cas reads `content`, then closes."""

    status: int
    content: bytes

    def close(self) -> None:
        """There is nothing left open."""


class Transport:
    """What python-cas takes for a session of python-requests."""

    def get(self, url: str, params: dict[str, str] | None = None, *, verify: bool = True) -> Answer:
        """Fetch an address. Raises CasFault, and for any status but 200."""
        assert verify, "certificates are always verified"
        parts = split_address(with_query(url, **(params or {})))
        answer = fetch(parts)
        if 300 <= answer.status < 400:
            raise CasFault("redirection", str(answer.status))
        if answer.status != 200:
            raise CasFault("statut", str(answer.status))
        return answer


def with_query(url: str, **params: str) -> str:
    """The address with these parameters added, whatever it had."""
    if not params:
        return url
    return f"{url}{'&' if '?' in url else '?'}{urlencode(params)}"


def is_host_name(host: str) -> bool:
    """Whether this may be the name of a server, in small letters without accents: it goes into policies of pages."""
    return bool(_HOST_NAME.fullmatch(host))


def is_label_of_host(label: str) -> bool:
    """Whether this may be what stands between two dots of the name of a server."""
    return bool(re.fullmatch(_LABEL_OF_HOST, label))


def split_address(url: str) -> SplitResult:
    """The parts of an address that may be called. Raises CasFault for one that may not."""
    if any(not "!" <= letter <= "~" for letter in url):
        raise CasFault("adresse-interdite", "caractères")
    try:
        parts = urlsplit(url)
        port = parts.port or 443
    except ValueError as error:
        raise CasFault("adresse-interdite", str(error)[:100]) from error
    host = parts.hostname or ""
    if parts.scheme != "https" or not host or parts.username is not None or port not in settings.CAS_PORTS:
        raise CasFault("adresse-interdite", f"{parts.scheme}://{host}:{port}")
    if _is_address(host) or not is_host_name(host):
        raise CasFault("adresse-interdite", host)
    return parts


def fetch(parts: SplitResult) -> Answer:
    """Ask for an address that `split_address` let through, whatever the status of the answer. Raises CasFault."""
    # A test's own transaction is not the product's.
    if any(not getattr(block, "_from_testcase", False) for block in getattr(connection, "atomic_blocks", ())):
        raise NetworkInTransaction(parts.hostname)
    try:
        with _turns.turn(f"{parts.hostname}:{parts.port or 443}"):
            return _fetch(parts)
    except ssl.SSLCertVerificationError as error:
        raise CasFault("certificat", error.verify_message) from error
    except TimeoutError as error:
        raise CasFault("trop-lent") from error
    except ssl.SSLError as error:
        raise CasFault("tls", error.reason or "") from error
    except http.client.HTTPException as error:
        raise CasFault("http", type(error).__name__) from error
    except OSError as error:
        raise CasFault("injoignable", error.strerror or type(error).__name__) from error


def _fetch(parts: SplitResult) -> Answer:
    host, port = str(parts.hostname), parts.port or 443
    with _connect(host, port) as raw:
        deadline = time.monotonic() + ANSWER_SECONDS
        with _tls(settings.CAS_CA_BUNDLE).wrap_socket(raw, server_hostname=host) as secured:
            secured.settimeout(ANSWER_SECONDS)
            secured.sendall(_request(parts, host, port))
            response = http.client.HTTPResponse(_Bounded(secured, deadline), method="GET")  # type: ignore[arg-type]
            response.begin()
            content = response.read(MAX_ANSWER + 1)
    if len(content) > MAX_ANSWER:
        raise CasFault("trop-long")
    return Answer(response.status, content)


def _request(parts: SplitResult, host: str, port: int) -> bytes:
    """A whole request: `split_address` let no space and no end of line through."""
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    authority = host if port == 443 else f"{host}:{port}"
    lines = [f"GET {path} HTTP/1.1", f"Host: {authority}", f"User-Agent: {USER_AGENT}", "Accept: text/xml, */*"]
    return "\r\n".join([*lines, "Accept-Encoding: identity", "Connection: close", "", ""]).encode("ascii")


def _connect(host: str, port: int) -> socket.socket:
    """A connection to the first address of this name that answers; each one that is tried must be public."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (socket.gaierror, UnicodeError) as error:
        raise CasFault("nom-inconnu", host) from error
    found = found[:_MOST_ADDRESSES]
    deadline = time.monotonic() + CONNECT_SECONDS
    last: OSError = TimeoutError()
    for left, (family, kind, protocol, _name, address) in zip(range(len(found), 0, -1), found, strict=True):
        _refuse_private(host, str(address[0]))
        seconds = (deadline - time.monotonic()) / left
        if seconds <= 0:
            break
        sock = socket.socket(family, kind, protocol)
        try:
            sock.settimeout(seconds)
            sock.connect(address)
            _refuse_private(host, str(sock.getpeername()[0]))
        except OSError as error:
            sock.close()
            last = error
        except CasFault:
            sock.close()
            raise
        else:
            sock.settimeout(CONNECT_SECONDS)
            return sock
    raise last


def _refuse_private(host: str, address: str) -> None:
    """Raises CasFault for an address of this machine or of its network, unless the operator named the host."""
    if host.lower() in settings.CAS_PRIVATE_HOSTS:
        return
    found: Any = ipaddress.ip_address(address.partition("%")[0])
    for inner in ("ipv4_mapped", "sixtofour"):
        found = getattr(found, inner, None) or found
    is_elsewhere = found.version == 6 and found not in _GLOBAL_UNICAST
    if not found.is_global or found.is_multicast or is_elsewhere:
        raise CasFault("adresse-privee", host)


def _is_address(host: str) -> bool:
    """Whether the host is a number rather than a name."""
    try:
        ipaddress.ip_address(host)
    except ValueError:
        # 0x7f000001, 2130706433: what the system would take for an address.
        return host.rpartition(".")[2][:1].isdigit()
    return True


@cache
def _tls(bundle: str) -> ssl.SSLContext:
    """The authorities of the system, and those of the operator's file; names and dates are always verified.

    Reading them takes longer than all the rest: a process does it once, so a new file asks for a restart.
    """
    context = ssl.create_default_context()
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    if bundle:
        context.load_verify_locations(bundle)
    return context


class _Bounded(io.RawIOBase):
    """A connection that is read until a moment, however slowly what comes is dripped."""

    def __init__(self, sock: socket.socket, deadline: float) -> None:
        super().__init__()
        self._sock, self._deadline = sock, deadline

    def makefile(self, mode: str) -> io.BufferedReader:
        """What http.client asks a socket for."""
        return io.BufferedReader(self)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        left = self._deadline - time.monotonic()
        if left <= 0:
            raise TimeoutError
        self._sock.settimeout(left)
        return self._sock.recv_into(buffer)
