"""The requests that views receive once the middleware has done its work, and what they say of who asks."""

import ipaddress
import re
from typing import Any

from django.conf import settings
from django.http import HttpRequest

# « 203.0.113.5:4711 », « [2001:db8::5]:4711 »: some proxies write the port, which changes at each connection.
_WITH_PORT = re.compile(r"\[([^\]]+)\](?::\d+)?|([^:]+):\d+")


class SchoolRequest(HttpRequest):
    """A request of a signed-in person: `user` is an account, `school` is his school, whose scope is open."""

    user: Any
    school: Any
    htmx: Any


def client_address(request: HttpRequest) -> str:
    """The network address a request comes from.

    Behind the reverse proxy of this machine that is the last value of X-Forwarded-For, which the proxy wrote itself;
    the ones before come from the client, who may write anything. A server reached directly never reads the header.
    What is no address tells nothing of the client: that of the proxy then stands for all its clients.
    """
    peer = str(request.META.get("REMOTE_ADDR") or "")
    forwarded = request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip()
    if settings.IS_LOOPBACK or not _is_this_machine(peer):
        return peer
    return _bare(forwarded) or peer


def _bare(forwarded: str) -> str:
    """The address that a proxy wrote, without its port; empty for anything else."""
    with_port = _WITH_PORT.fullmatch(forwarded)
    address = (with_port[1] or with_port[2]) if with_port else forwarded
    try:
        return str(ipaddress.ip_address(address))[:45]
    except ValueError:
        return ""


def _is_this_machine(address: str) -> bool:
    """A Unix socket gives no address at all."""
    try:
        return not address or ipaddress.ip_address(address).is_loopback
    except ValueError:
        return False


def wants_json(request: HttpRequest) -> bool:
    """Whether a script asks, which needs data rather than a page."""
    return "application/json" in request.headers.get("Accept", "")


def is_of_another_account(request: HttpRequest) -> bool:
    """Whether the page that asks was drawn for somebody else than who is signed in now.

    A page whose clicks are signed says for whom it was drawn (X-Account, an account number).
    """
    drawn_for = request.headers.get("X-Account")
    return drawn_for is not None and drawn_for != str(request.user.pk)
