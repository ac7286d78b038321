"""What every subject stores: the decisions as they are, and the history of their changes. Each has its own two tables.

The tables add the key of the thing decided on, and the columns of the values (`state`; `before`, `after`): numbers, or
texts where something may be typed.
"""

from typing import Any

from django.db import models
from django.db.models import Q

from accounts.models import Account
from grids.gestures import BY_THE_SERVER
from sacoche.kit.tenancy import SchoolOwned
from schools.models import School

# A key with neither index nor check of its own: see Decision.
UNCHECKED: dict[str, Any] = {"db_index": False, "db_constraint": False}


class Decision(SchoolOwned):
    """A decision on a pupil. No row means no decision; the author's label is frozen, 25 characters.

    A school's file brings 130,000 rows at once. So one index, that of the unique constraint, which begins with the
    pupil: every reading names pupils, and so does the database when an account goes. And it checks the pupil alone:
    PostgreSQL spends two thirds of such an import on keys, while the school is that of the open scope, which the
    tenancy guards, the things are lists from which nothing is ever deleted, and the author is only what the
    label stands for: it may outlive its account, nobody is shown it.
    """

    school = models.ForeignKey(
        School, on_delete=models.CASCADE, related_name="+", verbose_name="établissement", **UNCHECKED
    )
    pupil = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+", db_index=False)
    decided_on = models.DateField()
    author_label = models.CharField(max_length=25, blank=True)
    author = models.ForeignKey(Account, on_delete=models.DO_NOTHING, null=True, related_name="+", **UNCHECKED)
    # By no index of its own: `rows_by_key`.
    found_by_pupil = ("author",)

    class Meta:
        abstract = True


class Change(SchoolOwned):
    """One change of one decision: the append-only history.

    It is written beside the decision, whose own keys were checked: checking them again for each line would
    lengthen an import.
    """

    school = models.ForeignKey(
        School, on_delete=models.CASCADE, related_name="+", verbose_name="établissement", **UNCHECKED
    )
    pupil = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+", **UNCHECKED)
    # The decision that was there, so that an undo can give back its date and author.
    before_on = models.DateField(null=True)
    before_label = models.CharField(max_length=25, blank=True)
    gesture = models.CharField(max_length=15)
    at = models.DateTimeField()
    actor = models.ForeignKey(Account, on_delete=models.DO_NOTHING, null=True, related_name="+", **UNCHECKED)
    # By no index of its own: `rows_by_key`.
    found_by_pupil = ("actor",)
    actor_label = models.CharField(max_length=25, blank=True)
    # One save, or one import: what can be undone at once.
    batch = models.UUIDField()
    # The batch that this change takes back, when it is part of an undo.
    undoes = models.UUIDField(null=True)

    class Meta:
        abstract = True


def history_indexes(name: str, thing: str) -> list[models.Index]:
    """The indexes of a table of history, whose names begin with `name`; `thing` is its key to what is decided on."""
    return [
        models.Index(fields=["pupil", thing], name=f"{name}_by_cell"),
        models.Index(fields=["batch"], name=f"{name}_by_batch"),
        # Partial: an import, which writes by the hundred thousand, pays for neither.
        models.Index(fields=["school", "at"], name=f"{name}_by_day", condition=~Q(gesture__in=list(BY_THE_SERVER))),
        models.Index(fields=["undoes"], name=f"{name}_by_undone", condition=Q(undoes__isnull=False)),
    ]


class PresentPage(models.Model):
    """A grid open in a window, as `grids.presence` names it after its school; on PostgreSQL alone, and unlogged there:
    nobody misses it after a crash. It has no key to a school: it lasts for seconds.
    """

    key = models.CharField(max_length=200, primary_key=True)
    seen_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.key
