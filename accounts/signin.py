"""Signing in with a login and a password: one answer for every failure, locks that spare the rest of the school."""

import datetime
from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth.hashers import check_password, make_password
from django.db import transaction
from django.db.models import F, Q

from accounts.access import closing_for
from accounts.models import Account, SignInLock
from sacoche.kit.clock import now
from sacoche.kit.journal import record
from sacoche.kit.tenancy import school_scope
from sacoche.kit.text import unaccent
from schools.models import School

LOCK = datetime.timedelta(minutes=5)
LONGEST_LOCK = datetime.timedelta(days=1)
WINDOW = datetime.timedelta(hours=1)
# No login is longer; what is typed may be, once its ligatures are spelt out.
LONGEST_LOGIN = 64


@dataclass(frozen=True)
class _Counter:
    """Failures counted under one key. At `limit` the key is locked, twice as long at each more when it `doubles`."""

    key: str
    limit: int
    doubles: bool


class SignInRefused(Exception):
    """Wrong school, login or password, or an account that has left: the person is told no more than that."""


class DemonstrationClosed(Exception):
    """The passwords of the demonstration school are known: nobody signs in there from the Internet."""


class SchoolClosed(Exception):
    """The school, or the operator, closed signing in to this profile; the argument is the sentence to show."""

    @property
    def sentence(self) -> str:
        return str(self.args[0])


class SignInLocked(Exception):
    """Too many failures. `until` is when to try again."""

    def __init__(self, until: datetime.datetime) -> None:
        super().__init__(until)
        self.until = until


def sign_in(*, school: School, login: str, password: str, address: str) -> Account:
    """The account of these credentials in this school.

    The login is compared without case, accents or spaces, the password without spaces around it.
    Raises SignInLocked while too many failures are recent, SignInRefused when anything does not fit,
    DemonstrationClosed for the demonstration school of a server that is not on a local address. SchoolClosed is only
    said to whoever gave the right password.
    """
    if school.is_demonstration and not settings.IS_LOOPBACK:
        raise DemonstrationClosed
    login = "".join(unaccent(login).split())[: LONGEST_LOGIN + 1]
    counters = _counters(school, login, address)
    keys = [counter.key for counter in counters]
    _refuse_when_locked(keys)
    account = _account_with(school, login, password.strip())
    if account is None:
        _note_failure(school, login, counters)
        raise SignInRefused
    SignInLock.objects.filter(key__in=keys).delete()
    if closing := closing_for(account):
        raise SchoolClosed(closing.sentence)
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


def _counters(school: School, login: str, address: str) -> list[_Counter]:
    """A whole school shares one address: there five failures lock one login for five minutes, never more. The same
    login tried from everywhere is an attack: its lock doubles.
    """
    return [
        _Counter(f"{school.number}:{login}:{address}", limit=5, doubles=False),
        _Counter(f"{school.number}:{login}", limit=20, doubles=True),
    ]


def _refuse_when_locked(keys: list[str]) -> None:
    lock = SignInLock.objects.filter(key__in=keys, locked_until__gt=now()).order_by("-locked_until").first()
    if lock and lock.locked_until:
        raise SignInLocked(lock.locked_until)


@transaction.atomic
def _note_failure(school: School, login: str, counters: list[_Counter]) -> None:
    for counter in counters:
        lock, _ = SignInLock.objects.select_for_update().get_or_create(
            key=counter.key, defaults={"first_failure_at": now()}
        )
        if _begins_again(lock, counter):
            SignInLock.objects.filter(pk=lock.pk).update(failures=0, first_failure_at=now(), locked_until=None)
        SignInLock.objects.filter(pk=lock.pk).update(failures=F("failures") + 1)
        lock.refresh_from_db()
        if lock.failures >= counter.limit:
            _lock(lock, counter)
            record("accounts.lock", actor=None, school=school, login=login, failures=lock.failures)


def _begins_again(lock: SignInLock, counter: _Counter) -> bool:
    """Whether the failures so far no longer count: an hour has passed, or a lock that does not double has ended."""
    if lock.locked_until and not counter.doubles:
        return lock.locked_until <= now()
    return lock.first_failure_at < now() - WINDOW and (lock.locked_until or now()) <= now()


def _lock(lock: SignInLock, counter: _Counter) -> None:
    doublings = min(lock.failures - counter.limit, 8) if counter.doubles else 0
    lock.locked_until = now() + min(LOCK * 2**doublings, LONGEST_LOCK)
    lock.save(update_fields=["locked_until"])


def forget_old_failures() -> int:
    """Delete the counts that the next failure would start again from nothing; return how many. For the operator."""
    is_free = Q(locked_until=None) | Q(locked_until__lte=now())
    return SignInLock.objects.filter(is_free, first_failure_at__lt=now() - WINDOW).delete()[0]
