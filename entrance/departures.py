"""What this browser went to an ENT for: nothing in the address by which it comes back says so.

An ENT sends everybody back to the one address of the school (`service_address`), whatever page was asked for, so the
session remembers. Several tabs may have left.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass

from django.contrib.sessions.backends.base import SessionBase

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

    def is_recent(self, now: float) -> bool:
        """Whether coming back is still coming back from there."""
        return now - self.at < _TEN_MINUTES


Departures = Sequence[Departure]


def ended_by_a_return(departures: Departures) -> Departure | None:
    """Of the departures for one school, the one that a return ends, if any."""
    return next((each for each in departures if departures[-1].at - each.at < _TOGETHER_SECONDS), None)


def goes_round(departures: Departures, now: float) -> bool:
    """Whether this browser has just left for the ENT of one school twice, and brought no ticket back: a third time
    would not either. A ticket ends its departure, so that whoever came in is never counted.
    """
    return len([each for each in departures if now - each.at < _SOON_SECONDS]) >= _MOST_WITHOUT_TICKET


def first_target(departures: Departures, now: float) -> str:
    """The path that this browser left for first, of those it has just left for; empty when there is none."""
    return next((each.target for each in departures if each.is_recent(now) and each.target), "")


# --- In the session ---------------------------------------------------------------------------------------------------


def departures_of(session: SessionBase) -> tuple[Departure, ...]:
    """The departures of this browser, in their order."""
    return tuple(Departure(**each) for each in session.get(_DEPARTURES, []))


def note_departure(session: SessionBase, departure: Departure) -> None:
    """This browser leaves for the ENT of a school."""
    session[_DEPARTURES] = [*session.get(_DEPARTURES, []), asdict(departure)][-_MOST:]


def end_departure(session: SessionBase, departure: Departure | None) -> None:
    """This browser is back from there."""
    if departure:
        departures = list(session[_DEPARTURES])
        departures.remove(asdict(departure))
        session[_DEPARTURES] = departures


def forget_departures(session: SessionBase, school: int) -> None:
    """This browser starts again with this school."""
    session[_DEPARTURES] = [each for each in session.get(_DEPARTURES, []) if each["school"] != school]
