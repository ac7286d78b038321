"""What stands for the owner of an account where failures are counted: nobody reads a login there."""

from accounts.models import Account
from accounts.safety import throttle
from accounts.safety.throttle import hidden
from sacoche.kit.text import unaccent
from schools.models import School

# No login is longer; what is typed may be, once its ligatures are spelt out.
LONGEST_LOGIN = 64


def plain_login(typed: str) -> str:
    """A login as it is compared: without case, accents or spaces."""
    return "".join(unaccent(typed).split())[: LONGEST_LOGIN + 1]


def owner_key(school: School, login: str) -> str:
    """What stands for a login of a school where nobody must read it: people type passwords there by mistake."""
    return hidden(f"{school.number}:{login}")


def owner_of(account: Account) -> str:
    """What stands for the login of this account in the counters and in the cookies of browsers."""
    assert account.school
    return owner_key(account.school, plain_login(account.login))


def forget_failures(account: Account) -> None:
    """An account that was just given a password opens with it, however many wrong ones were tried before."""
    throttle.forget_under(owner_of(account))
