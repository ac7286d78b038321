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

    Behind a proxy that is trusted (this machine, or one of TRUSTED_PROXIES) that is in X-Forwarded-For, read from the
    right: each proxy adds at the end whom it answers, so that the first address there that is no trusted proxy's is the
    client's; the ones before come from the client, who may write anything. A server reached directly never reads the
    header. What is no address tells nothing of the client: the last proxy then stands for all its clients.
    """
    known = str(request.META.get("REMOTE_ADDR") or "")
    if settings.IS_LOOPBACK:
        return known
    forwarded = request.headers.get("X-Forwarded-For", "").split(",")
    while is_trusted(known) and forwarded:
        address = _bare(forwarded.pop().strip())
        if not address:
            break
        known = address
    return known


def is_trusted(address: str) -> bool:
    """Whether a proxy of this address is believed: one of this machine (a Unix socket has none), or of the setting."""
    if not address:
        return True
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return False
    # A server that listens on IPv6 too is told an IPv4 address as « ::ffff:10.0.0.7 ».
    found = getattr(found, "ipv4_mapped", None) or found
    return found.is_loopback or any(found in network for network in settings.TRUSTED_PROXIES)


def _bare(forwarded: str) -> str:
    """The address that a proxy wrote, without its port; empty for anything else."""
    with_port = _WITH_PORT.fullmatch(forwarded)
    address = (with_port[1] or with_port[2]) if with_port else forwarded
    try:
        return str(ipaddress.ip_address(address))[:45]
    except ValueError:
        return ""


def wants_json(request: HttpRequest) -> bool:
    """Whether a script asks, which needs data rather than a page."""
    return "application/json" in request.headers.get("Accept", "")


def is_of_another_account(request: HttpRequest) -> bool:
    """Whether the page that asks was drawn for somebody else than who is signed in now.

    A page whose clicks are signed says for whom it was drawn (X-Account, an account number).
    """
    drawn_for = request.headers.get("X-Account")
    return drawn_for is not None and drawn_for != str(request.user.pk)
