"""Two tables of a room above référentiels: marks of pupils in évaluations, and what pupils ask for."""

from django.db import models

from accounts.models import Account
from sacoche.kit.tenancy import SchoolOwned


class Sitting(SchoolOwned):
    """An évaluation."""

    title = models.CharField(max_length=60)

    class Meta:
        app_label = "room_above"


class Result(SchoolOwned):
    item = models.ForeignKey("referentiels.Item", on_delete=models.CASCADE, related_name="+")
    # Emptied by a new school year, gone with an évaluation that is deleted.
    sitting = models.ForeignKey(Sitting, on_delete=models.CASCADE, null=True, related_name="+")
    pupil = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    author = models.ForeignKey(Account, on_delete=models.SET_NULL, null=True, related_name="+")
    code = models.CharField(max_length=2)
    marked_at = models.DateTimeField()

    class Meta:
        app_label = "room_above"
        constraints = [models.UniqueConstraint(fields=["school", "item", "sitting", "pupil"], name="result_unique")]


class Wish(SchoolOwned):
    item = models.ForeignKey("referentiels.Item", on_delete=models.CASCADE, related_name="+")
    pupil = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")

    class Meta:
        app_label = "room_above"


def names_of(rows: models.QuerySet[Result]) -> list[str]:
    return [f"{row.pupil.full_name} ({row.sitting.title})" for row in rows.select_related("pupil", "sitting")]
