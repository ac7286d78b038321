"""The home page of pupils and guardians: the class, the groups, and what was decided when the school shows it."""

from dataclasses import dataclass

from accounts.enums import Profile
from accounts.guardians.queries import children_of
from accounts.models import Account
from evaluations.queries import current_scale
from evaluations.queries.own_home import OwnWork, own_work
from evaluations.rights import SEE_OWN, SEE_STATES
from evaluations.scale.whole import Scale
from sacoche.kit.access import may
from sacoche.kit.clock import today
from schools.models import Group, SchoolClass
from schools.period_queries import school_year
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
    # What évaluations say, for who may read them.
    work: OwnWork | None
    scale: Scale


def family_home(account: Account, child: Account | None = None) -> FamilyHome:
    """The home of a pupil, or of a guardian about `child` (the first of his children when none is named)."""
    children = children_of(account) if account.profile == Profile.TUT else []
    pupil = account if account.profile == Profile.ELV else child or next(iter(children), None)
    shows_decisions = may(account, "socle.see_own_validations")
    scale = current_scale()
    return FamilyHome(
        children=children,
        pupil=pupil,
        school_class=pupil.school_class if pupil else None,
        groups=_groups_of(pupil) if pupil else [],
        shows_decisions=shows_decisions,
        paliers=decisions_of(pupil) if pupil and shows_decisions else [],
        work=_work(account, pupil, scale) if pupil and may(account, SEE_OWN) else None,
        scale=scale,
    )


def _work(account: Account, pupil: Account, scale: Scale) -> OwnWork:
    assert account.school is not None
    year = school_year(account.school)
    return own_work(pupil, today(), year, scale=scale, shows_states=may(account, SEE_STATES))


def _groups_of(pupil: Account) -> list[Group]:
    """The groups of the school. What a teacher named his own (« Les lents ») is not for families to read."""
    return list(Group.objects.of_the_school().filter(memberships__pupil=pupil).in_level_order())
