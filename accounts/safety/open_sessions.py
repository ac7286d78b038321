"""The sessions that people have open: a line at sign-in, gone at sign-out; closing them from afar."""

from django.contrib.sessions.models import Session
from django.db import transaction

from accounts.models import Account, KnownBrowser, OpenSession
from sacoche.kit.journal import record
from sacoche.kit.tenancy import all_schools


@transaction.atomic
def note_open_session(
    *, account: Account, session_key: str, address: str, user_agent: str, ticket_digest: str = "", way: str = ""
) -> None:
    """Write down that the account has just opened the session of this key, by this ticket when it came from an ENT.

    `way` is told in the journal; without one nobody came in, who was there goes on under another account.
    """
    OpenSession.objects.filter(session_key=session_key).delete()
    OpenSession(
        account=account,
        session_key=session_key,
        address=address[:45],
        user_agent=user_agent[:200],
        ticket_digest=ticket_digest,
    ).save()
    if way:
        record("accounts.sign_in", actor=account, school=account.school, way=way)


def follow_key(*, account: Account, before: str | None, after: str | None) -> None:
    """The session of the key `before` goes on under the key `after`."""
    OpenSession.objects.filter(account=account, session_key=before).update(session_key=after)


def follow_ticket(*, session_key: str | None, ticket_digest: str) -> None:
    """The ENT confirmed the session of this key by another ticket: it closes by that one from now on."""
    with all_schools():
        OpenSession.objects.filter(session_key=session_key).update(ticket_digest=ticket_digest)


def forget_session(*, session_key: str | None) -> None:
    """The session of this key was closed by its owner."""
    with all_schools():
        OpenSession.objects.filter(session_key=session_key).delete()


@transaction.atomic
def leave(*, account: Account, session_key: str | None) -> None:
    """The account leaves by itself the session of this key."""
    forget_session(session_key=session_key)
    record("accounts.sign_out", actor=account, school=account.school, way="SACoche")


@transaction.atomic
def close_session(*, account: Account, session: OpenSession) -> None:
    """Close one session of the account, wherever it is open. The browser it was opened by is no longer known."""
    _close([session])
    _forget_browsers([session])
    record("accounts.close_sessions", actor=account, school=account.school, count=1)


@transaction.atomic
def close_other_sessions(*, account: Account, kept_key: str | None) -> int:
    """Close every session of the account but the one of `kept_key`; return how many there were."""
    others = list(OpenSession.objects.filter(account=account).exclude(session_key=kept_key or ""))
    closed = _close(others)
    _forget_browsers(others)
    if closed:
        record("accounts.close_sessions", actor=account, school=account.school, count=closed)
    return closed


@transaction.atomic
def close_by_ticket(*, ticket_digest: str) -> int:
    """The ENT closes what this ticket opened, in whichever school; how many sessions that was."""
    with all_schools():
        opened = OpenSession.objects.filter(ticket_digest=ticket_digest).exclude(ticket_digest="")
        sessions = list(opened.select_related("account__school"))
        for session in sessions:
            record("accounts.sign_out", actor=session.account, school=session.account.school, way="depuis l'ENT")
        return _close(sessions)


def _close(sessions: list[OpenSession]) -> int:
    keys = [session.session_key for session in sessions]
    closed = Session.objects.filter(session_key__in=keys).delete()[0]
    OpenSession.objects.filter(session_key__in=keys).delete()
    return closed


def _forget_browsers(sessions: list[OpenSession]) -> None:
    """Whoever had it open there is asked for the second factor again, and his coming back is told."""
    kept = OpenSession.objects.values("browser").exclude(browser=None)
    KnownBrowser.objects.filter(pk__in=[each.browser_id for each in sessions]).exclude(pk__in=kept).delete()


def trust_no_browser(account: Account) -> None:
    """Every browser of the account is asked for the second factor again."""
    KnownBrowser.objects.filter(account=account).update(trusted_until=None)


def forget_closed_sessions() -> int:
    """Delete, in every school, the lines whose session is over; return how many. For the operator."""
    with all_schools():
        return int(OpenSession.objects.exclude(session_key__in=Session.objects.values("session_key")).delete()[0])
