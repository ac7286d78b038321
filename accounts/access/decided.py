"""What a school decided of its access: optional profiles, rights, logins, idle sessions, closing.

Everything is read in `School.access`, which comes with the school at each request; what is not there has its default.
Only accounts.access.services.decisions lets it be changed.
"""

import datetime
from dataclasses import dataclass
from typing import Any

from django.conf import settings

from accounts.enums import EVERYBODY, OPTIONAL, STAFF, FactorRule, Profile
from accounts.logins import DEFAULT_PATTERN
from accounts.models import Account
from sacoche.kit.access import Grant, Right, restrictions
from sacoche.kit.clock import now
from schools.hours import USUAL_HOUR
from schools.models import School

IDLE_CHOICES = range(10, 121, 10)
# Who may never be shut out by a school's own closing: somebody must be able to open again.
ALWAYS_IN = Profile.ADM
# Those whose accounts open all the others: proposed to them from the first day of a school.
_PROPOSED_TO = frozenset({Profile.ADM, Profile.DIR})
BY_SCHOOL, BY_OPERATOR = "school", "operator"
# What the server does by itself while it puts a backup back: it ends by itself too, whatever becomes of that.
BY_SERVER = "server"


class ProfileClosed(Exception):
    """The school does not work with this profile."""


def is_open_profile(school: School, profile: str) -> bool:
    """Whether the school works with this profile."""
    return profile not in OPTIONAL or profile in school.access.get("profiles", ())


def open_profiles(school: School) -> list[Profile]:
    """The profiles that the school works with, in the order of screens."""
    return [profile for profile in Profile if profile in EVERYBODY and is_open_profile(school, profile)]


def grant_of(school: School, right: Right) -> Grant:
    """To whom the school gives a right. Profiles that it may not adjust keep the default."""
    decided = school.access.get("rights", {}).get(right.code)
    if decided is None:
        return right.default
    fixed = right.profiles - right.adjustable
    return Grant(
        profiles=fixed | (frozenset(decided["profiles"]) & right.adjustable),
        restrictions=frozenset(decided["restrictions"]) & frozenset(right.restrictions),
    )


def decide(account: Account, right: Right) -> Grant:
    """What the school of this account decided of a right; plugged into sacoche.kit.access. The operator has none."""
    return grant_of(account.school, right) if account.school else right.default


def tell(account: Account, right: Right) -> str:
    """The profiles to which the school of this account gives a right, in words; plugged in too."""
    grant = decide(account, right)
    offered = open_profiles(account.school) if account.school else list(Profile)
    return ", ".join(_profile_words(each, grant) for each in offered if each in grant.profiles) or "aucun"


def _profile_words(profile: Profile, grant: Grant) -> str:
    """« professeur (réservé aux professeurs principaux) »."""
    limits = [restrictions.get(code) for code in sorted(grant.restrictions)]
    words = [each.label for each in limits if profile in each.profiles]
    return f"{profile.label} ({', '.join(words)})" if words else str(profile.label)


def login_pattern(school: School, profile: str) -> str:
    """The pattern of the logins made for this profile."""
    return str(school.access.get("login_patterns", {}).get(profile, DEFAULT_PATTERN))


def idle_minutes(school: School | None, profile: str) -> int:
    """Minutes without activity before a session of this profile closes."""
    decided = school.access.get("idle_minutes", {}) if school else {}
    return int(decided.get(profile, settings.IDLE_MINUTES))


def factor_rule(school: School, profile: str) -> FactorRule:
    """What the school asks of the second factor of this profile; only staff has one."""
    if profile not in STAFF:
        return FactorRule.FREE
    default = FactorRule.PROPOSED if profile in _PROPOSED_TO else FactorRule.FREE
    return FactorRule(school.access.get("factor", {}).get(profile, default))


def has_cards(school: School) -> bool:
    """Whether pupils may come in by a card: a QR code and three pictures. Off until the school wants it."""
    return bool(school.access.get("cards", False))


def notices_hour(school: School) -> datetime.time:
    """At which hour the notices of results leave, from Monday to Friday."""
    decided = school.access.get("notices_hour")
    return datetime.time.fromisoformat(decided) if decided else USUAL_HOUR


@dataclass(frozen=True)
class Closing:
    """Signing in is closed: why, to which profiles, by whom, since when (ISO). The school's own alone spares some."""

    kind: str
    reason: str
    profiles: frozenset[str]
    by: str
    since: str

    @property
    def since_at(self) -> datetime.datetime:
        return datetime.datetime.fromisoformat(self.since)

    def concerns(self, profile: str) -> bool:
        return profile in self.profiles

    @property
    def sentence(self) -> str:
        """What is said to those it stops."""
        if self.kind == BY_SERVER:
            return f"L'accès est fermé quelques minutes : {self.reason}. Il s'ouvre de lui-même à la fin."
        author = "le webmestre" if self.kind == BY_OPERATOR else "l'administrateur de l'établissement"
        return f"L'accès est fermé par {author} : « {self.reason} »."


def closing_of(school: School, kind: str) -> Closing | None:
    """The closing that the school's administrators (BY_SCHOOL), the operator or the server put, if there is one."""
    stored: dict[str, Any] | None = school.access.get("closings", {}).get(kind)
    if stored is None or ("until" in stored and datetime.datetime.fromisoformat(stored["until"]) <= now()):
        return None
    profiles = frozenset(stored["profiles"] if kind == BY_SCHOOL else EVERYBODY)
    return Closing(kind, stored["reason"], profiles, stored["by"], stored["since"])


def whole_closing_of(school: School) -> Closing | None:
    """What stops everybody, administrators too."""
    return closing_of(school, BY_OPERATOR) or closing_of(school, BY_SERVER)


def closing_for(account: Account) -> Closing | None:
    """What stops this account from being signed in, if anything does."""
    if account.school is None:
        return None
    own = closing_of(account.school, BY_SCHOOL)
    return whole_closing_of(account.school) or (own if own and own.concerns(account.profile) else None)
