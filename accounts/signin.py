"""Signing in with a login and a password: one answer for every failure, locks that spare the rest of the school."""

import datetime

from django.contrib.auth.hashers import check_password, make_password
from django.db import transaction
from django.db.models import F, Q

from accounts.models import Account, SignInLock
from sacoche.kit.clock import now
from sacoche.kit.journal import record
from sacoche.kit.tenancy import school_scope
from sacoche.kit.text import unaccent
from schools.models import School

# One person at one address: a short lock. The same login from many addresses: a slow one, which doubles.
ADDRESS_LIMIT, ADDRESS_LOCK = 5, datetime.timedelta(minutes=5)
LOGIN_LIMIT, LOGIN_WINDOW = 20, datetime.timedelta(hours=1)


class SignInRefused(Exception):
    """Wrong school, login or password, or an account that has left: the person is told no more than that."""


class SignInLocked(Exception):
    """Too many failures. `until` is when to try again."""

    def __init__(self, until: datetime.datetime) -> None:
        super().__init__(until)
        self.until = until


def sign_in(*, school: School, login: str, password: str, address: str) -> Account:
    """The account of these credentials in this school.

    The login is compared without case, accents or spaces, the password without spaces around it.
    Raises SignInLocked while too many failures are recent, SignInRefused when anything does not fit.
    """
    login = "".join(unaccent(login).split())
    keys = _keys(school, login, address)
    _refuse_when_locked(list(keys))
    account = _account_with(school, login, password.strip())
    if account is None:
        _note_failure(school, login, keys)
        raise SignInRefused
    SignInLock.objects.filter(key__in=keys).delete()
    return account


def _account_with(school: School, login: str, password: str) -> Account | None:
    with school_scope(school):
        account = Account.objects.filter(login__iexact=login).select_related("school").first()
    if account is None or not account.has_usable_password():
        # As long as a real comparison, so that the time of the answer tells nothing.
        make_password(password)
        return None
    matches = check_password(password, account.password)
    return account if matches and account.is_active else None


def _keys(school: School, login: str, address: str) -> dict[str, int]:
    """The keys under which failures are counted, with the number of failures that each bears."""
    return {f"{school.number}:{login}:{address}": ADDRESS_LIMIT, f"{school.number}:{login}": LOGIN_LIMIT}


def _refuse_when_locked(keys: list[str]) -> None:
    lock = SignInLock.objects.filter(key__in=keys, locked_until__gt=now()).order_by("-locked_until").first()
    if lock and lock.locked_until:
        raise SignInLocked(lock.locked_until)


@transaction.atomic
def _note_failure(school: School, login: str, keys: dict[str, int]) -> None:
    for key, limit in keys.items():
        lock, _ = SignInLock.objects.select_for_update().get_or_create(key=key, defaults={"first_failure_at": now()})
        if lock.first_failure_at < now() - LOGIN_WINDOW and (lock.locked_until or now()) <= now():
            SignInLock.objects.filter(pk=lock.pk).update(failures=0, first_failure_at=now(), locked_until=None)
        SignInLock.objects.filter(pk=lock.pk).update(failures=F("failures") + 1)
        lock.refresh_from_db()
        if lock.failures >= limit:
            _lock(lock, limit)
            record("accounts.lock", actor=None, school=school, login=login, failures=lock.failures)


def _lock(lock: SignInLock, limit: int) -> None:
    """Lock for five minutes, twice as long at each failure beyond the limit, one day at most."""
    doublings = min(lock.failures - limit, 8)
    lock.locked_until = now() + min(ADDRESS_LOCK * 2**doublings, datetime.timedelta(days=1))
    lock.save(update_fields=["locked_until"])


def forget_old_failures() -> int:
    """Delete the counts that the next failure would start again from nothing; return how many. For the operator."""
    is_free = Q(locked_until=None) | Q(locked_until__lte=now())
    return SignInLock.objects.filter(is_free, first_failure_at__lt=now() - LOGIN_WINDOW).delete()[0]
