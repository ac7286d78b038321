"""The home page of pupils and guardians: the class, the groups, and what was decided when the school shows it."""

from dataclasses import dataclass

from accounts.enums import Profile
from accounts.guardians.queries import children_of
from accounts.models import Account
from sacoche.kit.access import may
from schools.models import Group, SchoolClass
from socle.own import PalierDecisions, decisions_of


@dataclass(frozen=True)
class FamilyHome:
    """What is shown about one pupil. `children` are those of a guardian, `pupil` the one in sight, if there is one."""

    children: list[Account]
    pupil: Account | None
    school_class: SchoolClass | None
    groups: list[Group]
    shows_decisions: bool
    paliers: list[PalierDecisions]


def family_home(account: Account, child: Account | None = None) -> FamilyHome:
    """The home of a pupil, or of a guardian about `child` (the first of his children when none is named)."""
    children = children_of(account) if account.profile == Profile.TUT else []
    pupil = account if account.profile == Profile.ELV else child or next(iter(children), None)
    shows_decisions = may(account, "socle.see_own_validations")
    return FamilyHome(
        children=children,
        pupil=pupil,
        school_class=pupil.school_class if pupil else None,
        groups=_groups_of(pupil) if pupil else [],
        shows_decisions=shows_decisions,
        paliers=decisions_of(pupil) if pupil and shows_decisions else [],
    )


def _groups_of(pupil: Account) -> list[Group]:
    """The groups of the school. What a teacher named his own (« Les lents ») is not for families to read."""
    return list(Group.objects.of_the_school().filter(memberships__pupil=pupil).in_level_order())
