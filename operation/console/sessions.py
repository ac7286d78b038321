"""An operator's session: who has it open, since when, and whether he has just proved that it is he."""

from typing import Any

from django.conf import settings
from django.utils.crypto import constant_time_compare

from operation.console.models import Operator
from sacoche.kit.clock import seconds

_WHO, _HASH, _SEEN_AT, _OPENED_AT, _PROVED_AT = "operator", "operator_hash", "seen_at", "opened_at", "proved_at"
_HALF_WAY, _MUST_ENROL = "half_way", "must_enrol"
_HALF_WAY_SECONDS = 600
LONGEST_SECONDS = 12 * 3600
# What matters most asks again who is there after that long.
PROOF_SECONDS = 10 * 60
_WRITE_EVERY = 60


def open_session(session: Any, operator: Operator, *, must_enrol: bool = False) -> None:
    """This operator has proved who he is: the session gets another key, and is his. `must_enrol`: he adds a second
    factor before anything else.
    """
    session.flush()
    if must_enrol:
        session[_MUST_ENROL] = True
    moment = seconds()
    session[_WHO], session[_HASH] = operator.pk, operator.get_session_auth_hash()
    session[_OPENED_AT] = session[_SEEN_AT] = session[_PROVED_AT] = moment


def wait_for_factor(session: Any, operator: Operator, *, target: str) -> None:
    """The password was right; nobody is in before the second factor is proved, ten minutes at most."""
    session.flush()
    session[_HALF_WAY] = [operator.pk, operator.get_session_auth_hash(), seconds(), target]


def half_way(session: Any) -> tuple[Operator, str] | None:
    """Who waits so, and where he goes."""
    pk, digest, since, target = session.get(_HALF_WAY) or (0, "", 0, "")
    if not 0 <= seconds() - since < _HALF_WAY_SECONDS:
        return None
    operator = Operator.objects.filter(pk=pk, left_at=None).first()
    is_same = operator and constant_time_compare(digest, operator.get_session_auth_hash())
    return (operator, target) if operator and is_same else None


def must_enrol(session: Any) -> bool:
    """Whether a second factor is to be added before anything else."""
    return bool(session.get(_MUST_ENROL))


def has_enrolled(session: Any) -> None:
    """It is."""
    session.pop(_MUST_ENROL, None)


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
