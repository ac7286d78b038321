"""Where pupils sit, and with whom they work: what orders a grid, and what shares a mark."""

from django.db import models
from django.db.models import Q

from accounts.models import Account
from evaluations.models.evaluation import Evaluation
from sacoche.kit.tenancy import SchoolOwned
from schools.models import Group, SchoolClass

# As many rows or columns of seats as a room may have.
MOST_SEATS = 12


class SeatPlan(SchoolOwned):
    """The room in which a teacher has a class or a group: so many rows from the board, so many seats in each."""

    owner = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    school_class = models.ForeignKey(SchoolClass, on_delete=models.CASCADE, null=True, related_name="+")
    group = models.ForeignKey(Group, on_delete=models.CASCADE, null=True, related_name="+")
    rows = models.PositiveSmallIntegerField(default=5)
    columns = models.PositiveSmallIntegerField(default=6)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["owner", "school_class"], name="seat_plan_of_class"),
            models.UniqueConstraint(fields=["owner", "group"], name="seat_plan_of_group"),
            models.CheckConstraint(
                condition=Q(school_class=None, group__isnull=False) | Q(school_class__isnull=False, group=None),
                name="seat_plan_of_one_place",
            ),
            models.CheckConstraint(
                condition=Q(rows__gte=1, rows__lte=MOST_SEATS, columns__gte=1, columns__lte=MOST_SEATS),
                name="seat_plan_size",
            ),
        ]


class Seat(SchoolOwned):
    """A pupil's seat: `row` and `column` from 1, the first row before the board, the first column on its left."""

    plan = models.ForeignKey(SeatPlan, on_delete=models.CASCADE, related_name="seats")
    pupil = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    row = models.PositiveSmallIntegerField()
    column = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["plan", "row", "column"], name="seat_unique"),
            models.UniqueConstraint(fields=["plan", "pupil"], name="seat_of_pupil"),
        ]


class TeamMember(SchoolOwned):
    """A pupil's team in an évaluation: a code given to one is given to all."""

    evaluation = models.ForeignKey(Evaluation, on_delete=models.CASCADE, related_name="team_members")
    pupil = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    team = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["evaluation", "pupil"], name="team_of_pupil")]
