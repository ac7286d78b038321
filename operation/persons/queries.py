"""Of whom somebody may ask what is kept."""

from accounts.enums import Profile
from accounts.guardians.queries import children_of
from accounts.models import Account
from sacoche.kit.access import may

GIVE, TAKE = "operation.give_data", "operation.take_own_data"


def people_of(account: Account) -> list[Account]:
    """Herself, and for a guardian his children."""
    return [account, *(children_of(account) if account.profile == Profile.TUT else [])]


def may_take(account: Account, person: Account) -> bool:
    """Whether an account may be given what is kept of a person: herself, her child; anybody, for an administrator."""
    if may(account, GIVE):
        return True
    return may(account, TAKE) and person.pk in {each.pk for each in people_of(account)}
