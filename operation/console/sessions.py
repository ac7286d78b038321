"""An operator's session: who has it open, since when, and whether he has just proved that it is he."""

from typing import Any

from django.conf import settings
from django.utils.crypto import constant_time_compare

from operation.console.models import Operator
from sacoche.kit.clock import seconds

_WHO, _HASH, _SEEN_AT, _OPENED_AT, _PROVED_AT = "operator", "operator_hash", "seen_at", "opened_at", "proved_at"
LONGEST_SECONDS = 12 * 3600
# What matters most asks again who is there after that long.
PROOF_SECONDS = 10 * 60
_WRITE_EVERY = 60


def open_session(session: Any, operator: Operator) -> None:
    """This operator has proved who he is: the session gets another key, and is his."""
    session.flush()
    moment = seconds()
    session[_WHO], session[_HASH] = operator.pk, operator.get_session_auth_hash()
    session[_OPENED_AT] = session[_SEEN_AT] = session[_PROVED_AT] = moment


def operator_of(session: Any) -> Operator | None:
    """Whose session it is: nobody's once it was left alone, is too old, or the password or the account changed."""
    if _WHO not in session or _is_over(session):
        return None
    operator = Operator.objects.filter(pk=session[_WHO], left_at=None).first()
    if operator and constant_time_compare(session.get(_HASH, ""), operator.get_session_auth_hash()):
        return operator
    return None


def _is_over(session: Any) -> bool:
    moment = seconds()
    is_idle = moment - session.get(_SEEN_AT, 0) >= settings.CONSOLE_IDLE_MINUTES * 60
    return is_idle or moment - session.get(_OPENED_AT, 0) >= LONGEST_SECONDS


def seconds_left(session: Any) -> int:
    """Seconds before the session closes by itself."""
    ends_at = min(session.get(_SEEN_AT, 0) + settings.CONSOLE_IDLE_MINUTES * 60, session[_OPENED_AT] + LONGEST_SECONDS)
    return max(0, int(ends_at - seconds()))


def touch(session: Any) -> None:
    """Somebody is there: written once a minute at most."""
    moment = seconds()
    if moment - session.get(_SEEN_AT, 0) >= _WRITE_EVERY:
        session[_SEEN_AT] = moment


def note_proof(session: Any) -> None:
    """He has just typed his password again."""
    session[_PROVED_AT] = seconds()


def is_proved(session: Any) -> bool:
    """Whether he proved lately that it is he."""
    return bool(seconds() - session.get(_PROVED_AT, 0) < PROOF_SECONDS)
