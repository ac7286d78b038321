"""Signing in with a login and a password: one answer for every failure, delays that spare the owner of the account."""

import datetime

from django.conf import settings
from django.contrib.auth.hashers import check_password, make_password
from django.db import transaction

from accounts.access.decided import closing_for
from accounts.hashers import is_wrapped
from accounts.models import Account
from accounts.safety import throttle
from accounts.safety.owners import owner_key, plain_login
from accounts.safety.throttle import Counter, network_of, slowing
from entrance.devices import Devices
from sacoche.kit.journal import record
from sacoche.kit.tenancy import school_scope
from schools.models import School

# A whole school shares one address, where pupils come back from holidays: many of them fail, none of them for long.
FAILURES_OF_AN_ADDRESS, _WAIT_OF_AN_ADDRESS = 300, datetime.timedelta(seconds=30)
# Begins the key of what an address does, whatever the login and the school.
_ALL_LOGINS = "in:@"


class SignInRefused(Exception):
    """Wrong school, login or password, or an account that has left: the person is told no more than that."""


class DemonstrationClosed(Exception):
    """The passwords of the demonstration school are known: nobody signs in there from the Internet."""


class SchoolClosed(Exception):
    """The school, or the operator, closed signing in to this profile; the argument is the sentence to show."""

    @property
    def sentence(self) -> str:
        return str(self.args[0])


def sign_in(*, school: School, login: str, password: str, address: str, devices: Devices | None = None) -> Account:
    """The account of these credentials in this school.

    The login is compared without case, accents or spaces, the password without spaces around it. `devices`: those who
    have already come in by this browser, whom the failures of others do not keep out.
    Raises throttle.Locked while too many failures are recent, SignInRefused when anything does not fit,
    DemonstrationClosed for the demonstration school of a server that is not on a local address. SchoolClosed is only
    said to whoever gave the right password.
    """
    if is_closed_demonstration(school):
        raise DemonstrationClosed
    login = plain_login(login)
    owner = owner_key(school, login)
    counters = _counters(owner, address, (devices or {}).get(owner, ""))
    throttle.refuse_when_locked(counters)
    found = _account_called(school, login)
    account = _opened(found, password.strip())
    if account is None:
        _note_failure(school, found, counters)
        raise SignInRefused
    # What came from the address goes on counting: an account of one's own must not serve to guess those of others.
    throttle.forget([counter for counter in counters if counter.key.startswith(owner)])
    if closing := closing_for(account):
        raise SchoolClosed(closing.sentence)
    return account


def is_closed_demonstration(school: School) -> bool:
    """Whether this is the demonstration school, on a server that the Internet may reach."""
    return school.is_demonstration and not settings.IS_LOOPBACK


def _account_called(school: School, login: str) -> Account | None:
    with school_scope(school):
        near = Account.objects.called(login).select_related("school")
        # The database has a looser idea of case: what is counted and locked must be what opens.
        return next((each for each in near if plain_login(each.login) == login), None)


def _opened(account: Account | None, password: str) -> Account | None:
    if account is None or not account.has_usable_password():
        # As long as a real comparison, so that the time of the answer tells nothing.
        make_password(password)
        return None
    matches = check_password(password, account.password) and account.is_active
    if matches and is_wrapped(account.password):
        _hash_anew(account, password)
    return account if matches else None


def _hash_anew(account: Account, password: str) -> None:
    """A password that came from SACoche is kept as ours are, once its owner has typed it."""
    former, account.password = account.password, make_password(password)
    with school_scope(account.school):
        Account.objects.filter(pk=account.pk, password=former).update(password=account.password)


def _counters(owner: str, address: str, device: str) -> list[Counter]:
    """Who tries from a browser that has already come in answers for himself alone. For all the others, a login waits
    for the failures of this address first, then of every address; and an address waits for those of all logins.
    """
    if device:
        return [slowing(f"{owner}:device:{device}", limit=5)]
    network = network_of(address)
    return [
        slowing(f"{owner}:{network}", limit=5),
        slowing(owner, limit=20),
        slowing(f"{_ALL_LOGINS}{network}", limit=FAILURES_OF_AN_ADDRESS, longest=_WAIT_OF_AN_ADDRESS),
    ]


def _note_failure(school: School, account: Account | None, counters: list[Counter]) -> None:
    """Counted, and told to the administrators. A login that nobody has is not quoted: it may be a password, or come
    from anywhere.
    """
    locks = throttle.count_failure(counters)
    known = {"login": account.login} if account else {}
    with transaction.atomic():
        record("accounts.sign_in_failed" if account else "accounts.sign_in_unknown", actor=None, school=school, **known)
        for lock in locks:
            if lock.key.startswith(_ALL_LOGINS):
                record("accounts.lock_address", actor=None, school=school, failures=lock.limit)
            else:
                code = "accounts.lock" if account else "accounts.lock_unknown"
                record(code, actor=None, school=school, failures=lock.limit, **known)
