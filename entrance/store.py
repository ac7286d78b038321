"""The session of a request and the account it is open for, read together: every page asks for both."""

from typing import Any

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY, get_user
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.db.models import CharField, DateTimeField, QuerySet, Subquery
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from accounts.models import Account
from sacoche.kit.prepared import Given, Prepared
from sacoche.kit.tenancy import all_schools


def _account_with_session() -> QuerySet[Account]:
    """Who has the session of this key open, with his school, his links and, as long as it lives, what it holds."""
    key = Given("key", CharField())
    alive = Session.objects.filter(session_key=key, expire_date__gt=Given("now", DateTimeField()))
    accounts = Account._base_manager.select_related("school", "linked").filter(open_sessions__session_key=key)
    return accounts.annotate(held_by_session=Subquery(alive.values("session_data")))


_read = Prepared(_account_with_session)


class SessionStore(db.SessionStore):
    """Django's sessions in the database; those of somebody signed in come with the account."""

    account: Account | None = None

    def load(self) -> dict[str, Any]:
        # Of whom the session is, and of which school, this alone says.
        with all_schools():
            found = _read(key=self.session_key, now=timezone.now())
        for account in found:
            if held := account.held_by_session:  # type: ignore[attr-defined]
                self.account = account
                return self.decode(held)
        # Of a visitor, or over.
        return super().load()

    @classmethod
    def get_model_class(cls) -> type[Session]:
        return Session


def account_of(request: Any) -> Account | AnonymousUser:
    """Who is signed in, by the rules of Django: a password changed since ends the session."""
    held: Any = request.session
    account = held.account if SESSION_KEY in held else None
    return account if account and _is_open_for(account, held) else get_user(request)


def _is_open_for(account: Account, held: db.SessionStore) -> bool:
    return (
        account.is_active
        and held[SESSION_KEY] == str(account.pk)
        and held.get(BACKEND_SESSION_KEY) in settings.AUTHENTICATION_BACKENDS
        and constant_time_compare(held.get(HASH_SESSION_KEY, ""), account.get_session_auth_hash())
    )
