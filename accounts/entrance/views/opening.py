"""A session is opened in one place, whatever the way in: codes, an ENT, another account of the same person."""

import time

from django.contrib.auth import login
from django.http import HttpRequest

from accounts.entrance.open_sessions import note_open_session
from accounts.entrance.sessions import LAST_VISIT, OPENED_BY_TICKET, touch
from accounts.models import Account
from sacoche.kit.requests import client_address
from sacoche.kit.tenancy import school_scope


def open_session(request: HttpRequest, account: Account, *, ticket_digest: str = "") -> None:
    """Open a session of this account in this browser, under a new key; `ticket_digest` when an ENT opened it."""
    last_visit = account.last_login.timestamp() if account.last_login else None
    with school_scope(account.school):
        login(request, account, backend="accounts.backends.LocalBackend")
        request.session[LAST_VISIT] = last_visit
        if ticket_digest:
            request.session[OPENED_BY_TICKET] = ticket_digest
        touch(request.session, now=time.time())
        # A session opened over that of somebody else has no key before it is saved.
        request.session.save()
        note_open_session(
            account=account,
            session_key=str(request.session.session_key),
            address=client_address(request),
            user_agent=request.headers.get("User-Agent", ""),
            ticket_digest=ticket_digest,
        )
