"""Writes on what a school decides of its access. Each verb locks the school, so that two clicks never lose one another;
doing twice is harmless and leaves a single line in the journal.
"""

import datetime
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from django.db import transaction

from accounts.access.decided import (
    ALWAYS_IN,
    BY_SERVER,
    IDLE_CHOICES,
    ProfileClosed,
    closing_of,
    factor_rule,
    grant_of,
    has_cards,
    idle_minutes,
    is_open_profile,
    login_pattern,
    notices_hour,
)
from accounts.enums import OPTIONAL, FactorRule, Profile
from accounts.logins import is_pattern
from accounts.models import Account
from sacoche.kit.access import Grant, Right, restrictions
from sacoche.kit.clock import now
from sacoche.kit.journal import record
from schools.hours import EARLIEST, LATEST
from schools.models import School


class ProfileInUse(Exception):
    """People of the school have this profile; the argument is how many."""

    @property
    def people(self) -> int:
        return int(self.args[0])


class NotAdjustable(Exception):
    """The school may not adjust this right for this profile, or put this restriction on it."""


# --- Profiles ---------------------------------------------------------------------------------------------------------


def open_profile(*, actor: Account | None, school: School, profile: Profile) -> None:
    """Let the school have accounts of an optional profile."""
    _check_optional(profile)
    with decisions(school) as decided:
        opened = decided.setdefault("profiles", [])
        if profile.value not in opened:
            opened.append(profile.value)
            record("accounts.open_profile", actor=actor, school=school, profile=profile.label)


def close_profile(*, actor: Account | None, school: School, profile: Profile) -> None:
    """No more accounts of an optional profile. Raises ProfileInUse while active accounts have it."""
    _check_optional(profile)
    with decisions(school) as decided:
        people = Account.objects.active().filter(profile=profile).count()
        if people:
            raise ProfileInUse(people)
        if profile.value in decided.get("profiles", []):
            decided["profiles"].remove(profile.value)
            record("accounts.close_profile", actor=actor, school=school, profile=profile.label)


def _check_optional(profile: Profile) -> None:
    if profile not in OPTIONAL:
        raise NotAdjustable(profile)


# --- Rights -----------------------------------------------------------------------------------------------------------


def set_right(*, actor: Account | None, school: School, right: Right, profile: str, is_on: bool) -> None:
    """Give a right to a profile, or take it away. Raises NotAdjustable, ProfileClosed."""
    if profile not in right.adjustable:
        raise NotAdjustable(right.code, profile)
    with decisions(school) as decided:
        if not is_open_profile(school, profile):
            raise ProfileClosed(profile)
        held = grant_of(school, right)
        profiles = held.profiles | {profile} if is_on else held.profiles - {profile}
        if _store_grant(decided, school, right, Grant(profiles, held.restrictions)):
            code = "accounts.give_right" if is_on else "accounts.take_right"
            record(code, actor=actor, school=school, right=right.label, profile=Profile(profile).label)


def set_restriction(*, actor: Account | None, school: School, right: Right, restriction: str, is_on: bool) -> None:
    """Put a restriction on a right, or lift it. Raises NotAdjustable."""
    if restriction not in right.restrictions:
        raise NotAdjustable(right.code, restriction)
    with decisions(school) as decided:
        held = grant_of(school, right)
        kept = held.restrictions | {restriction} if is_on else held.restrictions - {restriction}
        if _store_grant(decided, school, right, Grant(held.profiles, kept)):
            code = "accounts.restrict_right" if is_on else "accounts.widen_right"
            label = restrictions.get(restriction).label
            record(code, actor=actor, school=school, right=right.label, restriction=label)


def reset_right(*, actor: Account | None, school: School, right: Right) -> None:
    """Put a right back to its default."""
    with decisions(school) as decided:
        if _store_grant(decided, school, right, right.default):
            record("accounts.reset_right", actor=actor, school=school, right=right.label)


def _store_grant(decided: dict[str, Any], school: School, right: Right, grant: Grant) -> bool:
    """Keep what differs from the default alone; whether it changes something."""
    if grant == grant_of(school, right):
        return False
    stored = decided.setdefault("rights", {})
    stored.pop(right.code, None)
    if grant != right.default:
        stored[right.code] = {"profiles": sorted(grant.profiles), "restrictions": sorted(grant.restrictions)}
    return True


# --- Logins, idle sessions --------------------------------------------------------------------------------------------


def set_login_patterns(*, actor: Account | None, school: School, patterns: Mapping[str, str]) -> None:
    """Choose the pattern of the logins to come, by profile; those made stay. Raises ValueError for a bad pattern."""
    if wrong := [pattern for pattern in patterns.values() if not is_pattern(pattern)]:
        raise ValueError(wrong[0])
    with decisions(school) as decided:
        stored = decided.setdefault("login_patterns", {})
        changed = {p: pattern for p, pattern in patterns.items() if login_pattern(school, p) != pattern}
        stored.update(changed)
        if changed:
            said = _by_value(changed)
            record("accounts.set_login_patterns", actor=actor, school=school, patterns=said)


def set_idle_minutes(*, actor: Account | None, school: School, minutes: Mapping[str, int]) -> None:
    """Choose after how long a session left alone closes, by profile. Raises ValueError outside IDLE_CHOICES."""
    if wrong := [value for value in minutes.values() if value not in IDLE_CHOICES]:
        raise ValueError(wrong[0])
    with decisions(school) as decided:
        stored = decided.setdefault("idle_minutes", {})
        changed = {p: value for p, value in minutes.items() if idle_minutes(school, p) != value}
        stored.update(changed)
        if changed:
            said = _by_value({p: f"{value} min" for p, value in changed.items()})
            record("accounts.set_idle_minutes", actor=actor, school=school, minutes=said)


def set_notices_hour(*, actor: Account | None, school: School, hour: datetime.time) -> None:
    """Choose at which hour notices leave; those that wait already keep theirs. Raises ValueError outside the day."""
    if not EARLIEST <= hour <= LATEST:
        raise ValueError(hour)
    with decisions(school) as decided:
        if notices_hour(school) != hour:
            decided["notices_hour"] = f"{hour:%H:%M}"
            record("accounts.set_notices_hour", actor=actor, school=school, hour=f"{hour:%H:%M}")


def set_factor_rules(*, actor: Account | None, school: School, rules: Mapping[str, FactorRule]) -> None:
    """Choose what is asked of the second factor, by profile; those who are in are asked at their next sign-in."""
    with decisions(school) as decided:
        stored = decided.setdefault("factor", {})
        changed = {p: FactorRule(rule) for p, rule in rules.items() if factor_rule(school, p) != rule}
        stored.update({p: rule.value for p, rule in changed.items()})
        if changed:
            said = _by_value({p: str(rule.label) for p, rule in changed.items()})
            record("accounts.set_factor_rules", actor=actor, school=school, rules=said)


def set_cards(*, actor: Account | None, school: School, is_on: bool) -> None:
    """Let pupils come in by a card, or no longer; the cards that are printed wait."""
    with decisions(school) as decided:
        if has_cards(school) != is_on:
            decided["cards"] = is_on
            record("accounts.open_cards" if is_on else "accounts.close_cards", actor=actor, school=school)


def _by_value(changed: Mapping[str, str]) -> str:
    """« 20 min pour professeur, élève ; 60 min pour directeur »."""
    values = dict.fromkeys(changed.values())
    people = {value: [Profile(p).label for p, held in changed.items() if held == value] for value in values}
    return " ; ".join(f"{value} pour {', '.join(labels)}" for value, labels in people.items())


# --- Closing, leaving -------------------------------------------------------------------------------------------------


def close_school(
    *, actor: Account | None, school: School, kind: str, reason: str, profiles: frozenset[str] = frozenset()
) -> None:
    """Close the signing in of `profiles` (BY_SCHOOL), or of everybody (BY_OPERATOR).

    Those who are signed in are put out at their next request. A closing replaces the one before of the same kind.
    Raises NotAdjustable when a school would shut its own administrators out.
    """
    if ALWAYS_IN in profiles:
        raise NotAdjustable(ALWAYS_IN)
    with decisions(school) as decided:
        current = closing_of(school, kind)
        if current and (current.reason, current.profiles) == (reason, profiles or current.profiles):
            return
        decided.setdefault("closings", {})[kind] = {
            "reason": reason,
            "profiles": sorted(profiles),
            "by": actor.full_name if actor else "webmestre",
            "since": now().isoformat(),
        }
        labels = ", ".join(profile.label for profile in Profile if profile in profiles) or "tous"
        record("accounts.close_school", actor=actor, school=school, reason=reason, profiles=labels)


def shut_while(*, school: School, reason: str, by: str, until: datetime.datetime) -> None:
    """Close everything to everybody while the server works on the school; at `until` at the latest, it is open."""
    with decisions(school) as decided:
        told = {"reason": reason, "profiles": [], "by": by, "since": now().isoformat(), "until": until.isoformat()}
        decided.setdefault("closings", {})[BY_SERVER] = told


def open_again(*, school: School) -> None:
    """The server no longer works on the school."""
    with decisions(school) as decided:
        decided.get("closings", {}).pop(BY_SERVER, None)


def reopen_school(*, actor: Account | None, school: School, kind: str) -> bool:
    """Open the signing in again; whether it was closed."""
    with decisions(school) as decided:
        was_closed = decided.get("closings", {}).pop(kind, None) is not None
        if was_closed:
            record("accounts.reopen_school", actor=actor, school=school)
    return was_closed


@transaction.atomic
def set_sign_out_url(*, actor: Account | None, school: School, url: str) -> None:
    """Choose where somebody who signs out is sent; an empty address is the sign-in page."""
    if School.objects.filter(pk=school.pk).exclude(sign_out_url=url).update(sign_out_url=url):
        school.sign_out_url = url
        record("accounts.set_sign_out_url", actor=actor, school=school, url=url or "page d'identification")


@contextmanager
def decisions(school: School) -> Iterator[dict[str, Any]]:
    """What the school decided so far, to be changed in place: alone with it, saved when the block ends well."""
    with transaction.atomic():
        locked = School.objects.select_for_update(no_key=True).get(pk=school.pk)
        school.access = locked.access
        yield school.access
        School.objects.filter(pk=school.pk).update(access=school.access)
