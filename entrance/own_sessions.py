"""The sessions that somebody has open, as he reads them."""

import datetime
from dataclasses import dataclass
from typing import Any

from django.contrib.sessions.models import Session

from accounts.enums import STAFF
from accounts.models import Account, KnownBrowser, OpenSession
from entrance.sessions import has_idled_out, seen_at
from sacoche.kit.clock import now

# The first that is found names the browser: those who imitate others come before them.
_BROWSERS = (("Edg", "Edge"), ("OPR", "Opera"), ("Firefox", "Firefox"), ("Chrome", "Chrome"), ("Safari", "Safari"))
_SYSTEMS = (
    ("Windows", "Windows"),
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("CrOS", "ChromeOS"),
    ("Mac OS", "macOS"),
    ("Linux", "Linux"),
)


@dataclass(frozen=True)
class SessionLine:
    """An open session as its owner reads it; `is_this` for the one he is reading with."""

    pk: int
    opened_at: datetime.datetime
    seen_at: datetime.datetime
    address: str
    browser: str
    is_this: bool


def sessions_of(account: Account, *, this_key: str | None) -> list[SessionLine]:
    """The sessions of an account that still live, the last opened first; two queries."""
    lines = list(OpenSession.objects.filter(account=account).order_by("-opened_at", "-pk"))
    contents = _contents(account, [line.session_key for line in lines])
    return [
        SessionLine(
            pk=line.pk,
            opened_at=line.opened_at,
            seen_at=seen_at(contents[line.session_key]) or line.opened_at,
            address=line.address,
            browser=browser_name(line.user_agent),
            is_this=line.session_key == this_key,
        )
        for line in lines
        if line.session_key in contents
    ]


@dataclass(frozen=True)
class BrowserLine:
    """A browser that is not asked for the second factor until a day."""

    pk: int
    browser: str
    last_at: datetime.datetime
    until: datetime.datetime


def trusted_browsers(account: Account) -> list[BrowserLine]:
    """Those that the owner spared the second factor, the last used first; none for those who never have one."""
    if account.profile not in STAFF:
        return []
    trusted = KnownBrowser.objects.filter(account=account, trusted_until__gt=now()).order_by("-last_at", "-pk")
    return [BrowserLine(each.pk, browser_name(each.user_agent), each.last_at, each.trusted_until) for each in trusted]


def _contents(account: Account, keys: list[str]) -> dict[str, Any]:
    """What the sessions of these keys hold, without those that were left alone too long."""
    alive = Session.objects.filter(session_key__in=keys, expire_date__gt=now())
    contents = {session.session_key: session.get_decoded() for session in alive}
    moment = now().timestamp()
    return {key: content for key, content in contents.items() if not has_idled_out(content, account, now=moment)}


def browser_name(user_agent: str) -> str:
    """« Firefox sur Windows », as far as what the browser says of itself allows."""
    browser = next((name for sign, name in _BROWSERS if sign in user_agent), "Navigateur inconnu")
    system = next((name for sign, name in _SYSTEMS if sign in user_agent), "")
    return f"{browser} sur {system}" if system else browser
