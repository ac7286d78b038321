"""From a ticket brought back by a browser to the account that it opens."""

import hashlib
import re
from dataclasses import dataclass

from accounts.access.decided import closing_for
from accounts.models import Account
from entrance.addresses import service_address
from entrance.cas.answers import Identity, read_answer, read_two_lines
from entrance.cas.servers import CasServer
from entrance.cas.transport import Transport, with_query
from sacoche.kit.tenancy import school_scope
from schools.models import School
from schools.uai import is_valid_uai

# Service tickets alone: proxies have theirs, which nothing here asks for (protocol §3.1: 256 characters at most).
_TICKET = re.compile(r"ST-[A-Za-z0-9._~:+=@-]{1,253}")
# No identifier of an account is longer; what an ENT sends may be anything.
_LONGEST_SHOWN = 63


class Malformed(Exception):
    """What the browser brought back cannot be a ticket: no server was asked."""


@dataclass(eq=False)
class Unknown(Exception):
    """The ENT recognised somebody whose identifier no account of the school has. `other_uai`: the schools, in its own
    words, of that person, when none is this one. `near`: the identifier of an account that only capitals tell apart.
    """

    identifier: str
    other_uai: tuple[str, ...] = ()
    near: str = ""


@dataclass(eq=False)
class Left(Exception):
    """The account has left the school."""

    account: Account


@dataclass(eq=False)
class Closed(Exception):
    """Signing in is closed to the account; the sentence says by whom and why."""

    sentence: str


def digest(ticket: str) -> str:
    """What is kept of a ticket: enough to recognise it when the ENT closes the session that it opened."""
    return hashlib.sha256(ticket.encode()).hexdigest()


def validate(*, server: CasServer, school: School, ticket: str, is_new: bool = False) -> Identity:
    """Ask the server whose ticket this is. It answers for the address of this school alone: a ticket of another is
    refused, and so is one that was used; and, when it must be `is_new`, one for which the person did not type anything.
    No transaction may be open. Raises Malformed, TicketRefused, CasFault.
    """
    if not _TICKET.fullmatch(ticket):
        raise Malformed
    from cas import CASClient  # brings python-requests, which nothing else needs

    client = CASClient(
        # Of CAS 1.0 the client would read the answer too; the question is the same in the three versions.
        version=max(2, server.version),
        service_url=service_address(school),
        server_url=server.validate_url,
        session=Transport(),
    )
    # A whole address takes the place of the one that the client would make: some ENT validate elsewhere.
    client.url_suffix = with_query(server.validate_url, renew="true") if is_new else server.validate_url
    read = read_two_lines if server.version == 1 else read_answer
    return read(client.get_verification_response(ticket))


def account_of(*, server: CasServer, school: School, identity: Identity) -> Account:
    """The account of the person in this school, and in no other; none is ever created.

    Raises Unknown, Left, Closed, and CasFault when the chosen attribute is not there.
    """
    identifier = identity.identifier(server.attribute)
    with school_scope(school):
        account: Account | None = (
            Account.objects.filter(id_ent=identifier).exclude(id_ent="").select_related("school").first()
        )
        if account is None:
            # Capitals count for some ENT: nobody comes in by a guess, an administrator decides.
            near = Account.objects.filter(id_ent__iexact=identifier).exclude(id_ent="").first()
            raise Unknown(shown(identifier), _other_schools(identity, school), near.id_ent if near else "")
    if closing := closing_for(account):
        raise Closed(closing.sentence)
    if not account.is_active:
        raise Left(account)
    return account


def shown(identifier: str) -> str:
    """An identifier as the ENT gave it, fit for a sentence."""
    clean = "".join(letter for letter in identifier if letter.isprintable())
    return clean if len(clean) <= _LONGEST_SHOWN else f"{clean[:_LONGEST_SHOWN]}…"


def _other_schools(identity: Identity, school: School) -> tuple[str, ...]:
    """The UAI that the ENT gave, when this school's is not among them: a hint, never a right."""
    given = {word for value in identity.values for word in re.split(r"[^0-9A-Za-z]+", value) if is_valid_uai(word)}
    return tuple(sorted(given)) if school.uai and school.uai not in given else ()
