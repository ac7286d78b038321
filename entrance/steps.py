"""What may be done with somebody at the entrance: one of these, that `decide` chooses and the view carries out."""

from dataclasses import dataclass

from accounts.models import Account
from entrance.cas.refusals import Refusal
from entrance.departures import Departure
from schools.models import School


@dataclass(frozen=True)
class GoOn:
    """He is in: to the page asked for (a local path), or to his home page. `ends`: the departure that this ends."""

    target: str = ""
    ends: Departure | None = None


@dataclass(frozen=True)
class OpenPage:
    """The public page that has taken the place of an older one, by the name of its address."""

    name: str
    school: School | None = None


@dataclass(frozen=True)
class GoToNewServer:
    """The school moved to another server: to its address there, which the operator gave."""

    address: str


@dataclass(frozen=True)
class LeaveTheEnt:
    """Out of the session of the ENT, at the ENT."""


@dataclass(frozen=True)
class ShowForm:
    """The sign-in form of a school, or the schools to choose from; `problem` is a sentence above. `forgets_school`: the
    address names one that does not exist, and the browser forgets its own.
    """

    school: School | None = None
    problem: str = ""
    forgets_school: bool = False


@dataclass(frozen=True)
class TryCodes:
    """Read the codes that were sent for this school, or show the form again (`otherwise`)."""

    otherwise: ShowForm


@dataclass(frozen=True)
class AskFactor:
    """The password was right: the second factor is asked for, and nobody is in meanwhile."""


@dataclass(frozen=True)
class ComeIn:
    """A session for whoever gave the right password. `must_enrol`: he adds a second factor before anything else;
    `may_enrol`: it is proposed to him.
    """

    must_enrol: bool = False
    may_enrol: bool = False


@dataclass(frozen=True)
class ProveCookies:
    """Give a cookie and come back once, to see whether the browser keeps it."""

    target: str = ""


@dataclass(frozen=True)
class AskForCookies:
    """The page that says what cookies are for; `refuses`: this browser has just not kept one."""

    target: str = ""
    refuses: bool = False


@dataclass(frozen=True)
class GoToTheEnt:
    """To the sign-in page of the ENT, and afterwards to `target`."""

    target: str = ""
    ends: Departure | None = None


@dataclass(frozen=True)
class ReadTicket:
    """Ask the ENT whom it gave this ticket to, then decide again (`decide_return`)."""

    ticket: str
    target: str = ""
    ends: Departure | None = None


@dataclass(frozen=True)
class ReadProof:
    """Ask the ENT whether the person who is signed in has just typed her password there."""

    ticket: str


@dataclass(frozen=True)
class ReadTrial:
    """Ask the ENT that an administrator tries, and that the school may not use yet, whom it has just recognised."""

    ticket: str


@dataclass(frozen=True)
class Refuse:
    """Say why somebody who came from the ENT is not let in. `closes`: nor does he find the session of the one before.
    `forgets`: what this browser left for is forgotten, it starts again.
    """

    refusal: Refusal
    target: str = ""
    closes: bool = False
    forgets: bool = False


@dataclass(frozen=True)
class Stay:
    """The session goes on, and ends with the visit to the ENT that has just confirmed it, by this ticket's digest."""

    digest: str
    target: str = ""


@dataclass(frozen=True)
class LetIn:
    """A session of his own for this account, by the ticket of this digest."""

    account: Account
    digest: str
    target: str = ""


Step = (
    GoOn
    | OpenPage
    | LeaveTheEnt
    | ShowForm
    | TryCodes
    | AskFactor
    | ComeIn
    | ProveCookies
    | AskForCookies
    | GoToNewServer
    | GoToTheEnt
    | ReadTicket
    | ReadProof
    | ReadTrial
    | Refuse
    | Stay
    | LetIn
)
