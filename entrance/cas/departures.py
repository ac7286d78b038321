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
# Nobody gives up the page of the ENT, and asks for the same again, so often so quickly: the ENT sends back by itself.
_SOON_SECONDS = 10
_MOST_WITHOUT_TICKET = 2


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


def goes_round(session: SessionBase, *, school: School) -> bool:
    """Whether this browser has just left for the ENT of the school twice, and brought no ticket back: a third time
    would not either. A ticket ends its departure (`take_departure`), so that whoever came in is never counted.
    """
    lately = [each for each in _departures(session, school) if time.time() - each.at < _SOON_SECONDS]
    return len(lately) >= _MOST_WITHOUT_TICKET


def forget_departures(session: SessionBase, *, school: School) -> str:
    """This browser starts again; the path that it left for first, of those it has just left for."""
    ours = _departures(session, school)
    session[_DEPARTURES] = [each for each in session.get(_DEPARTURES, []) if each["school"] != school.number]
    return next((each.target for each in ours if each.is_recent and each.target), "")


def _departures(session: SessionBase, school: School) -> list[Departure]:
    stored = (Departure(**each) for each in session.get(_DEPARTURES, []))
    return [each for each in stored if each.school == school.number]


def take_departure(session: SessionBase, *, school: School) -> Departure | None:
    """The departure that a return to this school ends, if any; it is forgotten."""
    ours = _departures(session, school)
    if not ours:
        return None
    taken = next(each for each in ours if ours[-1].at - each.at < _TOGETHER_SECONDS)
    departures = list(session[_DEPARTURES])
    departures.remove(asdict(taken))
    session[_DEPARTURES] = departures
    return taken
