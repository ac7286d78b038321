"""What this browser went to an ENT for: nothing in the address by which it comes back says so.

An ENT sends everybody back to the one address of the school (`service_address`), whatever page was asked for, so the
session remembers. Several tabs may have left.
"""

import time
from dataclasses import asdict, dataclass

from django.contrib.sessions.backends.base import SessionBase

from schools.models import School

_DEPARTURES = "ent_departures"
_MOST = 5
_TEN_MINUTES = 600
# Tabs that a browser opens at once come back in the order in which they left. Otherwise the last departure is meant:
# those before were given up at the sign-in page of the ENT.
_TOGETHER_SECONDS = 3


@dataclass(frozen=True)
class Departure:
    """A school, by its number, when (seconds since 1970), and the local path to go to afterwards."""

    school: int
    at: float
    target: str

    @property
    def is_recent(self) -> bool:
        """Whether coming back is still coming back from there."""
        return time.time() - self.at < _TEN_MINUTES


def note_departure(session: SessionBase, *, school: School, target: str) -> None:
    """This browser leaves for the ENT of the school."""
    departure = Departure(school.number, time.time(), target)
    session[_DEPARTURES] = [*session.get(_DEPARTURES, []), asdict(departure)][-_MOST:]


def take_departure(session: SessionBase, *, school: School) -> Departure | None:
    """The departure that a return to this school ends, if any; it is forgotten."""
    departures = [Departure(**stored) for stored in session.get(_DEPARTURES, [])]
    ours = [each for each in departures if each.school == school.number]
    if not ours:
        return None
    taken = next(each for each in ours if ours[-1].at - each.at < _TOGETHER_SECONDS)
    departures.remove(taken)
    session[_DEPARTURES] = [asdict(each) for each in departures]
    return taken
