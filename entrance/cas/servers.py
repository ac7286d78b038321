"""Which CAS server a school uses, and the addresses to call or to send people to.

What the school chose is in `School.access["ent"]`; nothing there is the local mode.
"""

import hashlib
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urljoin, urlsplit

from django.conf import settings

from accounts.models import Connector
from entrance.addresses import selection_address, service_address
from entrance.cas.transport import with_query
from schools.models import School

# Instead of the code of a connector.
MANUAL = "perso"
ANY_SUB_DOMAIN = "{etab}."


@dataclass(frozen=True)
class CasServer:
    """A CAS server as one school uses it; the three addresses are whole. `attribute` empty: the user itself."""

    label: str
    login_url: str
    logout_url: str
    validate_url: str
    version: int = 2
    attribute: str = ""
    layout: str = ""
    portal: str = ""

    @property
    def mark(self) -> str:
        """What tells this server from any other: who is asked, and for what."""
        asked = (self.login_url, self.validate_url, str(self.version), self.attribute)
        return hashlib.sha256("\n".join(asked).encode()).hexdigest()[:32]

    @property
    def sites(self) -> list[str]:
        """The sites of the ENT, as policies of pages name them: « https://ent.exemple.fr:8443 »."""
        return [_site(address) for address in (self.login_url, self.portal) if address]

    def login_address(self, school: School) -> str:
        """Where somebody of this school is sent to sign in."""
        return with_query(self.login_url, service=service_address(school))

    def logout_address(self, school: School) -> str:
        """Where somebody is sent to leave the ENT, and from where he may come back to the form of the school."""
        return with_query(self.logout_url, service=selection_address(school))


def _site(url: str) -> str:
    address = urlsplit(url)
    return f"{address.scheme}://{address.hostname}" + (f":{address.port}" if address.port else "")


@dataclass(frozen=True)
class Choice:
    """What a school chose: a connector or MANUAL, and what it typed besides. `tried`: the mark of the server that an
    administrator went to and came back from, for a connector that the operator has not confirmed.
    """

    connector: str
    label: str = ""
    host: str = ""
    port: int = 443
    path: str = ""
    login_url: str = ""
    logout_url: str = ""
    validate_url: str = ""
    version: int = 2
    attribute: str = ""
    sub_domain: str = ""
    portal: str = ""
    tried: str = ""

    @classmethod
    def stored_in(cls, school: School) -> "Choice | None":
        """The choice of this school; None in local mode."""
        stored: dict[str, Any] | None = school.access.get("ent")
        return cls(**stored) if stored else None


def uses_ent(school: School) -> bool:
    """Whether the school chose to sign in through an ENT; no query."""
    return bool(school.access.get("ent"))


def is_manual(school: School) -> bool:
    """Whether the school typed its server rather than chose a connector; no query."""
    choice = Choice.stored_in(school)
    return choice is not None and choice.connector == MANUAL


def ent_name(school: School) -> str:
    """What the school's ENT is called on screens; empty in local mode; no query."""
    choice = Choice.stored_in(school)
    return (choice.label or "l'ENT") if choice else ""


def automatic_address(school: School) -> str:
    """The address of the link that an ENT shows, in the form of the guides; `service_address` is the shorter one."""
    return f"{settings.PUBLIC_URL}?sso&base={school.number}"


def server_of(school: School) -> CasServer | None:
    """The server to sign in through; None in local mode, or while the connector may not be used."""
    choice = Choice.stored_in(school)
    return server_chosen(choice) if choice else None


def server_chosen(choice: Choice) -> CasServer | None:
    """The server of a choice; None when it may not be used: neither the operator nor the school has made sure of it, or
    it is no longer the one that the school tried.
    """
    server, is_confirmed = _found(choice)
    return server if server and (is_confirmed or server.mark == choice.tried) else None


def server_to_try(choice: Choice) -> CasServer | None:
    """The server of a choice that nobody need have made sure of; None when it is closed on this server of ours."""
    return _found(choice)[0]


def _found(choice: Choice) -> tuple[CasServer | None, bool]:
    """The server, unless the operator closed it, and whether no school need try it."""
    if choice.connector == MANUAL:
        return (_server(choice) if settings.CAS_MANUAL else None), True
    connector = Connector.objects.filter(code=choice.connector, suspended_at=None).first()
    if connector is None:
        return None, False
    return _server_of_connector(connector, choice), connector.confirmed_at is not None


def _server(choice: Choice) -> CasServer:
    root = root_address(choice.host, choice.port, choice.path)
    return CasServer(
        label=choice.label or choice.host,
        login_url=choice.login_url or urljoin(root, "login"),
        logout_url=choice.logout_url or urljoin(root, "logout"),
        validate_url=choice.validate_url or urljoin(root, validate_path(choice.version)),
        version=choice.version,
        attribute=choice.attribute,
        layout=MANUAL,
        portal=choice.portal,
    )


def is_same_server(typed: Choice, connector: Connector) -> bool:
    """Whether a server that a school typed is that of a connector: the same host, port and path, or sign-in page.

    Another port is another server. A connector without a port leaves it to each school: any is then its own.
    """
    domain = connector.host.removeprefix(ANY_SUB_DOMAIN)
    sub_domain = "" if domain == connector.host else typed.host.removesuffix(f".{domain}")
    host = connector.host.replace(ANY_SUB_DOMAIN, f"{sub_domain}.")
    known = _server_of_connector(connector, replace(typed, sub_domain=sub_domain))
    is_same = (host, connector.port or typed.port, connector.path) == (typed.host, typed.port, typed.path)
    return is_same or known.login_url == _server(typed).login_url


def _server_of_connector(connector: Connector, choice: Choice) -> CasServer:
    host = connector.host.replace(ANY_SUB_DOMAIN, f"{choice.sub_domain}.")
    root = root_address(host, connector.port or choice.port, connector.path)
    return CasServer(
        label=connector.label,
        login_url=connector.login_url or urljoin(root, "login"),
        logout_url=connector.logout_url or urljoin(root, "logout"),
        validate_url=connector.validate_url or urljoin(root, validate_path(connector.version)),
        version=connector.version,
        attribute=connector.attribute,
        layout=connector.layout,
        portal=connector.portal.replace(ANY_SUB_DOMAIN, f"{choice.sub_domain}."),
    )


def root_address(host: str, port: int, path: str) -> str:
    """`https://host:port/path/`: without its last slash, what is joined to it would replace the path."""
    authority = host if port == 443 else f"{host}:{port}"
    path = "/".join(part for part in path.split("/") if part)
    return f"https://{authority}/{path}/" if path else f"https://{authority}/"


def validate_path(version: int) -> str:
    """Where a ticket is validated, under the root of the server."""
    return {1: "validate", 2: "serviceValidate", 3: "p3/serviceValidate"}[version]
