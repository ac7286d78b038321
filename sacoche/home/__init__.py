"""What each profile reads on its home page. One file a kind of home, no write."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from accounts.enums import Profile
from accounts.models import Account
from sacoche.home.administrator import administrator_home
from sacoche.home.family import family_home
from sacoche.home.staff import staff_home


@dataclass(frozen=True)
class Home:
    """A kind of home page: what it reads, and the template (`templates/home/`) that shows it."""

    read: Callable[..., Any]
    template: str


_STAFF_HOME = Home(staff_home, "staff")
_HOMES: Mapping[str, Home] = {
    Profile.ADM: Home(administrator_home, "administrator"),
    Profile.ELV: Home(family_home, "family"),
    Profile.TUT: Home(family_home, "family"),
}


def home_of(account: Account) -> Home:
    """The home page of an account's profile."""
    return _HOMES.get(account.profile, _STAFF_HOME)
