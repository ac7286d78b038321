"""Its tables: four criteria, their decisions and their history, whose values are texts."""

from django.db import models

from grids.models import UNCHECKED, Change, Decision, history_indexes
from sacoche.kit.bulk import sync_rows

REMARK = 4
CRITERIA = {1: "Écoute", 2: "Prend la parole", 3: "Range", REMARK: "Remarque"}
LONGEST = 120


class Criterion(models.Model):
    id = models.PositiveSmallIntegerField(primary_key=True)
    label = models.CharField(max_length=40)

    class Meta:
        app_label = "fourth"
        ordering = ["id"]

    def __str__(self) -> str:
        return self.label


class Mark(Decision):
    criterion = models.ForeignKey(Criterion, on_delete=models.PROTECT, related_name="+", **UNCHECKED)
    state = models.CharField(max_length=LONGEST)

    class Meta:
        app_label = "fourth"
        constraints = [models.UniqueConstraint(fields=["pupil", "criterion"], name="mark_unique")]


class MarkChange(Change):
    criterion = models.ForeignKey(Criterion, on_delete=models.PROTECT, related_name="+", **UNCHECKED)
    before = models.CharField(max_length=LONGEST)
    after = models.CharField(max_length=LONGEST)

    class Meta:
        app_label = "fourth"
        indexes = history_indexes("mark_change", "criterion")


def load_criteria() -> None:
    sync_rows(Criterion, [{"id": pk, "label": label} for pk, label in CRITERIA.items()], key="id")
