"""The plan of a room, the teams of an évaluation."""

from collections.abc import Mapping

from accounts.models import Account
from evaluations.models import Seat, SeatPlan, TeamMember
from schools.models import Group, SchoolClass

_USUAL = (5, 6)


def plan_of(owner: Account, place: SchoolClass | Group) -> SeatPlan | None:
    """That of a teacher for a class or a group."""
    key = {"group": place} if isinstance(place, Group) else {"school_class": place}
    found: SeatPlan | None = SeatPlan.objects.filter(owner=owner, **key).first()
    return found


def room_of(plan: SeatPlan | None) -> tuple[tuple[int, int], Mapping[tuple[int, int], int]]:
    """Its size, and who sits where; an empty room of the usual size without a plan."""
    if plan is None:
        return _USUAL, {}
    seats = Seat.objects.filter(plan=plan).values_list("row", "column", "pupil_id")
    return (plan.rows, plan.columns), {(row, column): pupil for row, column, pupil in seats}


def team_of_each(evaluation_id: int) -> dict[int, int]:
    """The team of each pupil who has one."""
    return dict(TeamMember.objects.filter(evaluation=evaluation_id).values_list("pupil_id", "team"))


def mates_of_each(evaluation_id: int) -> dict[int, list[int]]:
    """The pupils who share the marks of each one."""
    teams = team_of_each(evaluation_id)
    by_team: dict[int, list[int]] = {}
    for pupil, team in teams.items():
        by_team.setdefault(team, []).append(pupil)
    return {pupil: [mate for mate in by_team[team] if mate != pupil] for pupil, team in teams.items()}
