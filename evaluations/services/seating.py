"""Plans de classe and teams are kept whole: what is sent takes the place of what was."""

from collections.abc import Mapping

from django.db import transaction

from accounts.models import Account
from evaluations.models import Seat, SeatPlan, TeamMember
from evaluations.services.marks import lock_evaluation
from schools.models import Group, SchoolClass

# A row and a column.
Place = tuple[int, int]


@transaction.atomic
def save_plan(
    *, owner: Account, place: SchoolClass | Group, rows: int, columns: int, seats: Mapping[Place, int]
) -> SeatPlan:
    """The plan of a teacher for a class or a group: its size, and the pupil of each seat that has one."""
    key = {"group": place} if isinstance(place, Group) else {"school_class": place}
    plan, _is_new = SeatPlan.objects.update_or_create(
        owner=owner, **key, defaults={"rows": rows, "columns": columns, "school": owner.school}
    )
    Seat.objects.filter(plan=plan).delete()
    Seat.objects.bulk_create(
        [Seat(plan=plan, row=row, column=column, pupil_id=pupil) for (row, column), pupil in seats.items()]
    )
    found: SeatPlan = plan
    return found


@transaction.atomic
def save_teams(*, pk: int, teams: Mapping[int, int]) -> None:
    """The team of each pupil who has one. Raises Evaluation.DoesNotExist."""
    evaluation = lock_evaluation(pk)
    TeamMember.objects.filter(evaluation=evaluation).delete()
    TeamMember.objects.bulk_create(
        [TeamMember(evaluation=evaluation, pupil_id=pupil, team=team) for pupil, team in teams.items()]
    )
