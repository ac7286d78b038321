"""What the pages that set the access of a school read."""

from dataclasses import dataclass

from accounts.access.decided import grant_of, is_open_profile, open_profiles
from accounts.enums import OPTIONAL, Profile
from accounts.models import Account
from sacoche.kit.access import Restriction, Right, restrictions, rights
from schools.models import School


@dataclass(frozen=True)
class OptionalProfile:
    """An optional profile, and the active accounts that have it, in order of names."""

    profile: Profile
    is_open: bool
    people: list[Account]


def optional_profiles(school: School) -> list[OptionalProfile]:
    """Every optional profile, in the order of screens."""
    people = list(Account.objects.active().filter(profile__in=OPTIONAL).in_name_order())
    return [
        OptionalProfile(
            profile, is_open_profile(school, profile), [person for person in people if person.profile == profile]
        )
        for profile in Profile
        if profile in OPTIONAL
    ]


@dataclass(frozen=True)
class RightCell:
    """A right and a profile; `is_adjustable` when the school may choose."""

    profile: Profile
    is_adjustable: bool
    is_given: bool


@dataclass(frozen=True)
class RightRestriction:
    restriction: Restriction
    is_set: bool


@dataclass(frozen=True)
class RightRow:
    """A right of « Réglage des autorisations », as the school set it."""

    right: Right
    cells: list[RightCell]
    restrictions: list[RightRestriction]
    is_default: bool


@dataclass(frozen=True)
class RightsGrid:
    profiles: list[Profile]
    rows: list[RightRow]


def rights_grid(school: School) -> RightsGrid:
    """A row per right that schools may adjust, a column per profile that one of them may be given to."""
    adjustable = [right for right in rights if right.adjustable]
    columns = adjustable_profiles(school)
    return RightsGrid(columns, [right_row(school, right, columns) for right in adjustable])


def adjustable_profiles(school: School) -> list[Profile]:
    """The columns of the grid: the open profiles that some right may be given to."""
    concerned = frozenset[str]().union(*(right.adjustable for right in rights))
    return [profile for profile in open_profiles(school) if profile in concerned]


def right_row(school: School, right: Right, profiles: list[Profile]) -> RightRow:
    """One right of the grid."""
    grant = grant_of(school, right)
    return RightRow(
        right=right,
        cells=[RightCell(profile, profile in right.adjustable, profile in grant.profiles) for profile in profiles],
        restrictions=[
            RightRestriction(restrictions.get(code), code in grant.restrictions) for code in right.restrictions
        ],
        is_default=grant == right.default,
    )
