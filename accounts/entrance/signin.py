"""Signing in with a login and a password: one answer for every failure, locks that spare the rest of the school."""

from django.conf import settings
from django.contrib.auth.hashers import check_password, make_password
from django.db import transaction

from accounts.access.decided import closing_for
from accounts.entrance import throttle
from accounts.entrance.throttle import Counter
from accounts.models import Account
from sacoche.kit.journal import record
from sacoche.kit.tenancy import school_scope
from sacoche.kit.text import unaccent
from schools.models import School

# No login is longer; what is typed may be, once its ligatures are spelt out.
LONGEST_LOGIN = 64


class SignInRefused(Exception):
    """Wrong school, login or password, or an account that has left: the person is told no more than that."""


class DemonstrationClosed(Exception):
    """The passwords of the demonstration school are known: nobody signs in there from the Internet."""


class SchoolClosed(Exception):
    """The school, or the operator, closed signing in to this profile; the argument is the sentence to show."""

    @property
    def sentence(self) -> str:
        return str(self.args[0])


def sign_in(*, school: School, login: str, password: str, address: str) -> Account:
    """The account of these credentials in this school.

    The login is compared without case, accents or spaces, the password without spaces around it.
    Raises throttle.Locked while too many failures are recent, SignInRefused when anything does not fit,
    DemonstrationClosed for the demonstration school of a server that is not on a local address. SchoolClosed is only
    said to whoever gave the right password.
    """
    if is_closed_demonstration(school):
        raise DemonstrationClosed
    login = _plain(login)
    counters = _counters(school, login, address)
    throttle.refuse_when_locked(counters)
    account = _account_with(school, login, password.strip())
    if account is None:
        _note_failure(school, login, counters)
        raise SignInRefused
    throttle.forget(counters)
    if closing := closing_for(account):
        raise SchoolClosed(closing.sentence)
    return account


def is_closed_demonstration(school: School) -> bool:
    """Whether this is the demonstration school, on a server that the Internet may reach."""
    return school.is_demonstration and not settings.IS_LOOPBACK


def _account_with(school: School, login: str, password: str) -> Account | None:
    with school_scope(school):
        near = Account.objects.filter(login__iexact=login).select_related("school")
        # The database has a looser idea of case: what is counted and locked must be what opens.
        account = next((each for each in near if _plain(each.login) == login), None)
    if account is None or not account.has_usable_password():
        # As long as a real comparison, so that the time of the answer tells nothing.
        make_password(password)
        return None
    matches = check_password(password, account.password)
    return account if matches and account.is_active else None


def _plain(login: str) -> str:
    return "".join(unaccent(login).split())[: LONGEST_LOGIN + 1]


def _counters(school: School, login: str, address: str) -> list[Counter]:
    """A whole school shares one address: there five failures lock one login for five minutes, never more. The same
    login tried from everywhere is an attack: its lock doubles.
    """
    key = f"{school.number}:{login}"
    return [Counter(f"{key}:{address}", limit=5), Counter(key, limit=20, doubles=True)]


def forget_failures(account: Account) -> None:
    """An account that was just given a password opens with it, however many wrong ones were tried before."""
    assert account.school
    throttle.forget_under(f"{account.school.number}:{_plain(account.login)}")


@transaction.atomic
def _note_failure(school: School, login: str, counters: list[Counter]) -> None:
    for failures in throttle.count_failure(counters):
        record("accounts.lock", actor=None, school=school, login=login, failures=failures)
