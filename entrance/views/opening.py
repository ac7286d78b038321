"""A session is opened in one place, whatever the way in: codes, an ENT, another account of the same person."""

from django.contrib.auth import login
from django.http import HttpRequest

from accounts.models import Account
from accounts.safety.open_sessions import note_open_session
from entrance.half_way import forget_half_way
from entrance.sessions import LAST_VISIT, OPENED_BY_TICKET, begin, note_factor, opened_at
from sacoche.kit.clock import seconds
from sacoche.kit.requests import client_address
from sacoche.kit.tenancy import school_scope

WITH_CODES, THROUGH_ENT = "codes SACoche", "par l'ENT"


def open_session(
    request: HttpRequest,
    account: Account,
    *,
    ticket_digest: str = "",
    is_switch: bool = False,
    way: str = WITH_CODES,
    factor: str = "",
) -> None:
    """Open a session of this account in this browser, under a new key; `ticket_digest` when an ENT opened it, `factor`
    by what the second one was proved.

    A switch comes from another account of the same person: nothing was typed, and the day goes on.
    """
    way = "" if is_switch else THROUGH_ENT if ticket_digest else way
    since = opened_at(request.session) if is_switch else None
    last_visit = account.last_login.timestamp() if account.last_login else None
    with school_scope(account.school):
        login(request, account, backend="accounts.backends.LocalBackend")
        # Nobody waits here any more, whoever it was.
        forget_half_way(request.session)
        request.session[LAST_VISIT] = last_visit
        if ticket_digest:
            request.session[OPENED_BY_TICKET] = ticket_digest
        # The ENT may have let in whoever sits at a computer that somebody left: that proves nothing.
        begin(request.session, now=seconds(), opened_at=since, is_proved=way == WITH_CODES)
        if factor:
            note_factor(request.session, now=seconds())
        # A session opened over that of somebody else has no key before it is saved.
        request.session.save()
        note_open_session(
            account=account,
            session_key=str(request.session.session_key),
            address=client_address(request),
            user_agent=request.headers.get("User-Agent", ""),
            ticket_digest=ticket_digest,
            way=f"{way} et {factor}" if way and factor else way,
        )
