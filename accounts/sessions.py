"""How long a session lives: the server's own clock, whatever the page's counter says."""

from django.contrib.sessions.backends.base import SessionBase

from accounts.access import idle_minutes
from accounts.models import Account

_SEEN_AT = "seen_at"
# The last activity is written at most once a minute: pages that only read stay without a write.
_WRITE_EVERY = 60


def has_idled_out(session: SessionBase, account: Account, *, now: float) -> bool:
    """Whether the session was left alone longer than the school lets it. `now`: seconds since 1970."""
    return seconds_left(session, account, now=now) <= 0


def seconds_left(session: SessionBase, account: Account, *, now: float) -> int:
    """Seconds before the session of this account closes by itself."""
    return int(session.get(_SEEN_AT, now) + idle_minutes(account.school, account.profile) * 60 - now)


def touch(session: SessionBase, *, now: float) -> None:
    """Note that the person is there."""
    if now - session.get(_SEEN_AT, 0) >= _WRITE_EVERY:
        session[_SEEN_AT] = now
