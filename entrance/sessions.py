"""How long a session lives: the server's own clock, whatever the page's counter says."""

import datetime
from typing import Any

from django.contrib.sessions.backends.base import SessionBase

from accounts.access.decided import idle_minutes
from accounts.models import Account

_SEEN_AT = "seen_at"
_OPENED_AT = "opened_at"
# When whoever sits there last proved who he is.
_PROVED_AT = "proved_at"
# When he last proved his second factor.
_FACTOR_AT = "factor_at"
# He has none and his school wants one: now, or one day.
_MUST_ENROL, _MAY_ENROL = "must_enrol", "may_enrol"
# When he left for the ENT, to prove it there.
_LEFT_TO_PROVE = "proving_at"
# However busy, nobody stays longer than a day of work: a session that was stolen ends too.
LONGEST_SECONDS = 12 * 3600
# What matters most asks again who is there after that long; each such action counts as one more proof.
PROOF_SECONDS = 15 * 60
# When the account was opened before this session, in seconds since 1970; None for a first visit.
LAST_VISIT = "last_visit"
# The digest of the ticket of an ENT that opened this session; a session opened with codes has none.
OPENED_BY_TICKET = "opened_by_ticket"
# The last activity is written at most once a minute: pages that only read stay without a write.
_WRITE_EVERY = 60
_HOME_VIEWS = "home_views"
# The greeting no longer changes after these, and nothing more is written.
_VIEWS_COUNTED = 3


def begin(session: SessionBase, *, now: float, opened_at: float | None = None, is_proved: bool = True) -> None:
    """A session begins, or goes on under another account since `opened_at`. `is_proved`: a password has been typed."""
    session[_OPENED_AT] = opened_at or now
    if is_proved:
        note_proof(session, now=now)
    touch(session, now=now)


def opened_at(session: SessionBase | dict[str, Any]) -> float | None:
    """When the person came in, in seconds since 1970."""
    return session.get(_OPENED_AT)


def has_lived_out(session: SessionBase | dict[str, Any], *, now: float) -> bool:
    """Whether the session has lasted as long as any may."""
    return bool(now - session.get(_OPENED_AT, now) >= LONGEST_SECONDS)


def is_proved(session: SessionBase, *, now: float) -> bool:
    """Whether whoever sits there proved lately who he is."""
    return bool(now - session.get(_PROVED_AT, 0) < PROOF_SECONDS)


def note_proof(session: SessionBase, *, now: float) -> None:
    """Whoever sits there has just proved who he is."""
    session[_PROVED_AT] = now


def is_factor_proved(session: SessionBase, *, now: float) -> bool:
    """Whether whoever sits there proved lately his second factor."""
    return bool(now - session.get(_FACTOR_AT, 0) < PROOF_SECONDS)


def note_factor(session: SessionBase, *, now: float) -> None:
    """Whoever sits there has just proved his second factor: he has one."""
    session[_FACTOR_AT] = now
    note_enrolment(session)


def note_enrolment(session: SessionBase, *, is_required: bool = False, is_proposed: bool = False) -> None:
    """What the school wants of somebody who has no second factor; nothing when he has one."""
    for name, is_so in ((_MUST_ENROL, is_required), (_MAY_ENROL, is_proposed)):
        if is_so:
            session[name] = True
        else:
            session.pop(name, None)


def must_enrol(session: SessionBase) -> bool:
    """Whether he adds a second factor before he reads anything else."""
    return _MUST_ENROL in session


def may_enrol(session: SessionBase) -> bool:
    """Whether a second factor is proposed to him."""
    return _MAY_ENROL in session


def note_leaving_to_prove(session: SessionBase, *, now: float) -> None:
    """Whoever sits there goes to the ENT to prove who he is."""
    session[_LEFT_TO_PROVE] = now


def proving_since(session: SessionBase) -> float:
    """When he left for it, in seconds since 1970; 0 when nobody did."""
    return float(session.get(_LEFT_TO_PROVE, 0))


def end_proving(session: SessionBase) -> None:
    """He is back."""
    session.pop(_LEFT_TO_PROVE, None)


def has_idled_out(session: SessionBase | dict[str, Any], account: Account, *, now: float) -> bool:
    """Whether the session was left alone longer than the school lets it, or is as old as any may be. `now`: seconds
    since 1970.
    """
    return seconds_left(session, account, now=now) <= 0


def seconds_left(session: SessionBase | dict[str, Any], account: Account, *, now: float) -> int:
    """Seconds before the session of this account closes by itself."""
    idles_out_at = session.get(_SEEN_AT, now) + idle_minutes(account.school, account.profile) * 60
    return int(min(idles_out_at, session.get(_OPENED_AT, now) + LONGEST_SECONDS) - now)


def touch(session: SessionBase, *, now: float) -> None:
    """Note that the person is there."""
    if _OPENED_AT not in session:
        # Opened before sessions had an end: it begins now.
        session[_OPENED_AT] = now
    if now - session.get(_SEEN_AT, 0) >= _WRITE_EVERY:
        session[_SEEN_AT] = now


def seen_at(session: SessionBase | dict[str, Any]) -> datetime.datetime | None:
    """The last activity of a session, or nothing when it has just been opened."""
    seconds = session.get(_SEEN_AT)
    return datetime.datetime.fromtimestamp(seconds, datetime.UTC) if seconds else None


def last_visit(session: SessionBase) -> datetime.datetime | None:
    """When the account was opened before this session, or nothing for a first visit."""
    seconds = session.get(LAST_VISIT)
    return datetime.datetime.fromtimestamp(seconds, datetime.UTC) if seconds else None


def count_home_view(session: SessionBase) -> int:
    """The home page is shown once more in this session: how many times now, up to three."""
    views = int(session.get(_HOME_VIEWS, 0))
    if views < _VIEWS_COUNTED:
        views += 1
        session[_HOME_VIEWS] = views
    return views
