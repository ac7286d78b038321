"""What the operation of a school remembers of itself."""

from typing import Any

from django.db import models

from accounts.models import Account
from sacoche.kit.clock import now
from sacoche.kit.tenancy import SchoolOwned


class YearChange(SchoolOwned):
    """An « Initialisation annuelle »: under way until `ended_at`, then what it did, kept."""

    # The year that it opens (2027 for 2027-2028), and the day before which everything ends.
    opens = models.PositiveSmallIntegerField()
    before = models.DateField()
    actor = models.ForeignKey(Account, on_delete=models.SET_NULL, null=True, related_name="+")
    actor_label = models.CharField(max_length=201)
    saved_at = models.DateTimeField()
    started_at = models.DateTimeField(default=now)
    ended_at = models.DateTimeField(null=True)
    # How many rows of each table have ended, by what declares it; a table that is there is done.
    counts: Any = models.JSONField(default=dict)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["school"], condition=models.Q(ended_at=None), name="year_change_one_at_a_time"
            )
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """« 2027-2028 », or « 2027 » where the year is that of the calendar."""
        return year_label(self.opens, switch_month=self.before.month)


def year_label(first: int, *, switch_month: int) -> str:
    """The name of the school year that begins in a calendar year."""
    return str(first) if switch_month == 1 else f"{first}-{first + 1}"
