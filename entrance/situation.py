"""All that `decide` looks at besides the address: what the browser brings, who is signed in, what a school opens."""

from dataclasses import dataclass

from accounts.enums import FactorRule
from entrance.cas.servers import CasServer
from entrance.departures import Departure
from schools.models import School

_TEN_MINUTES = 600


@dataclass(frozen=True)
class Browser:
    """`remembered`: the school where somebody last signed in with it. `comes_through_ent`: the last to sign in, since
    it was opened, did it through an ENT. `keeps_cookies`: it has sent back one of ours.
    """

    remembered: School | None = None
    comes_through_ent: bool = False
    keeps_cookies: bool = False


@dataclass(frozen=True)
class Doors:
    """By which doors a school lets people in. `closing`: why the operator closed them all, in French, or nothing.

    `server`: of its ENT, None while it may not be used; `is_manual`: the school typed it.
    """

    school: School
    uses_ent: bool = False
    server: CasServer | None = None
    is_manual: bool = False
    is_closed_demonstration: bool = False
    closing: str = ""
    # The address that it has on its new server, for thirty days after it moved there.
    moved_to: str = ""


@dataclass(frozen=True)
class Visit:
    """The session: who is signed in, of which school, and what this browser went to an ENT for.

    `now`, `proving_since` (when somebody left to prove who he is) and `trying_since` (when an administrator left to try
    an ENT) are in seconds since 1970.
    """

    is_signed_in: bool = False
    school: School | None = None
    is_by_ent: bool = False
    proving_since: float = 0
    trying_since: float = 0
    departures: tuple[Departure, ...] = ()
    now: float = 0
    # Somebody has given the right password here, and still has to prove his second factor.
    is_half_way: bool = False

    def is_in(self, school: School) -> bool:
        """Whether whoever is signed in is of this school."""
        return self.is_signed_in and self.school == school

    def asks_the_ent_again(self, doors: Doors) -> bool:
        """Whether the session was opened by the ENT of this school, which can say who is there now."""
        return self.is_in(doors.school) and self.is_by_ent and doors.uses_ent

    def departures_for(self, school: School) -> list[Departure]:
        """When this browser left for the ENT of this school, and why."""
        return [each for each in self.departures if each.school == school.number]

    @property
    def is_proving(self) -> bool:
        """Whether a ticket brought back now is that of somebody who went to the ENT to prove who he is."""
        return self.now - self.proving_since < _TEN_MINUTES

    @property
    def is_trying(self) -> bool:
        """Whether a ticket brought back now is that of an administrator who tries an ENT."""
        return self.now - self.trying_since < _TEN_MINUTES


@dataclass(frozen=True)
class Known:
    """Whoever has just given the right password. `is_trusted`: he spared this browser the second factor himself.

    `rule`: what the school asks of the factor of his profile.
    """

    has_factor: bool = False
    is_trusted: bool = False
    rule: FactorRule = FactorRule.FREE
