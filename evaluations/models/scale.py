"""The scale that a school chose, its history, and the images that it gave to codes."""

from django.db import models
from django.db.models import Q

from accounts.models import Account
from evaluations.scale.symbols import DEFAULT_SET, SETS
from evaluations.scale.whole import DEFAULT_SCALE, Part, Scale, stored
from evaluations.scoring.methods import LIMITS, Method
from evaluations.scoring.series import LookBack
from sacoche.kit.tenancy import SchoolOwned


def default_codes() -> list[dict[str, object]]:
    return list(stored(DEFAULT_SCALE, Part.CODES)["codes"])


def default_states() -> list[dict[str, object]]:
    return list(stored(DEFAULT_SCALE, Part.STATES)["states"])


def _allowed_limits() -> Q:
    """A method with one of its limits."""
    allowed = Q()
    for method, limits in LIMITS.items():
        allowed |= Q(method=method.value, limit__in=limits)
    return allowed


class ScaleSettings(SchoolOwned):
    """The scale of a school, read and written whole: one row, none for a school that keeps the default.

    `version` is raised by each change. What codes and states hold is said in `evaluations.scale`.
    """

    version = models.PositiveIntegerField(default=1)
    codes = models.JSONField(default=default_codes)
    symbols = models.CharField(max_length=8, default=DEFAULT_SET)
    states = models.JSONField(default=default_states)
    method = models.CharField(max_length=12, default=Method.GEOMETRIC.value)
    limit = models.PositiveSmallIntegerField(default=5)
    look_back = models.CharField(max_length=6, default=LookBack.YES.value)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["school"], name="scale_one_by_school"),
            models.CheckConstraint(condition=_allowed_limits(), name="scale_limit_of_method"),
            models.CheckConstraint(
                condition=Q(look_back__in=[each.value for each in LookBack]), name="scale_look_back"
            ),
            models.CheckConstraint(condition=Q(symbols__in=list(SETS)), name="scale_symbols"),
            models.CheckConstraint(condition=Q(version__gte=1), name="scale_version"),
        ]

    def part(self, part: Part) -> dict[str, object]:
        """What is kept of a part, as `evaluations.scale.whole.stored` gives it."""
        return {name: getattr(self, name) for name in stored(Scale(), part)}


class ScaleChange(SchoolOwned):
    """One change of a part of the scale, never modified: who, when, before, after. Undoing writes the contrary one.

    `version` is that of the scale once changed; `undoes` the version of the change that this one takes back.
    """

    version = models.PositiveIntegerField()
    part = models.CharField(max_length=6)
    before = models.JSONField()
    after = models.JSONField()
    # What changed, in French.
    told = models.TextField()
    made_at = models.DateTimeField()
    author = models.ForeignKey(Account, on_delete=models.SET_NULL, null=True, related_name="+")
    author_label = models.CharField(max_length=100)
    undoes = models.PositiveIntegerField(null=True, blank=True)

    class Meta:
        ordering = ["-version"]
        constraints = [
            models.UniqueConstraint(fields=["school", "version"], name="scale_change_version"),
            models.CheckConstraint(condition=Q(part__in=[each.value for each in Part]), name="scale_change_part"),
        ]


class SymbolImage(SchoolOwned):
    """An image of 20 × 10 points that a school gives to codes, drawn anew; a part of its digest is its address."""

    digest = models.CharField(max_length=16)
    content = models.BinaryField()

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["school", "digest"], name="symbol_image_unique")]
