"""What comes of a ticket that a browser brings back: an account, or why there is none. Never a page."""

from dataclasses import dataclass

from accounts.models import Account
from accounts.safety.throttle import Locked
from entrance.cas import services, tickets
from entrance.cas.answers import Identity
from entrance.cas.faults import CasFault, TicketRefused
from entrance.cas.refusals import Refusal, refusal_of
from entrance.cas.servers import CasServer
from sacoche.kit.reads import get_that_writes
from schools.models import School

# The ENT said who is there, and nobody may come in by that name.
_NAMED_SOMEBODY = (tickets.Unknown, tickets.Left, tickets.Closed)
_REASONS_TO_REFUSE = (Locked, tickets.Malformed, TicketRefused, CasFault, *_NAMED_SOMEBODY)


@dataclass(frozen=True)
class Recognised:
    """The account that the ENT names, open to signing in, and what is kept of the ticket."""

    account: Account
    digest: str


@dataclass(frozen=True)
class TurnedAway:
    """Why nobody comes in; `names_somebody`: the ENT said who is there, and it is nobody of the school."""

    refusal: Refusal
    names_somebody: bool = False


Outcome = Recognised | TurnedAway


def read_ticket(*, server: CasServer, school: School, ticket: str, address: str, is_new: bool = False) -> Outcome:
    """Ask the ENT whose ticket this is, and find the account.

    `is_new`: only one for which the person has just typed something. No transaction may be open.
    """
    try:
        identity = identity_behind(server=server, school=school, ticket=ticket, address=address, is_new=is_new)
        account = tickets.account_of(server=server, school=school, identity=identity)
    except _REASONS_TO_REFUSE as error:
        return TurnedAway(refusal_of(error), names_somebody=isinstance(error, _NAMED_SOMEBODY))
    return Recognised(account, tickets.digest(ticket))


def identity_behind(*, server: CasServer, school: School, ticket: str, address: str, is_new: bool = False) -> Identity:
    """Whom the ENT gave this ticket to; one that it refuses is counted against `address`.

    Raises what `refusal_of` explains.
    """
    services.refuse_bad_tickets(school=school, address=address)
    try:
        return tickets.validate(server=server, school=school, ticket=ticket, is_new=is_new)
    except TicketRefused:
        with get_that_writes():
            services.count_bad_ticket(school=school, address=address)
        raise
