"""What a teacher evaluates: when, which pupils, on which items, with whom."""

import datetime
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q

from accounts.models import Account
from referentiels.models import Item
from sacoche.kit.tenancy import SchoolOwned, SchoolOwnedQuerySet, school_manager
from schools.models import Group, SchoolClass

TITLE_LENGTH = 60
DESCRIPTION_LENGTH = 500
GENERAL_LENGTH = 1000


class PupilOrder(models.TextChoices):
    """How the pupils of an évaluation follow one another."""

    NAMES = "noms", "alphabétique"
    CLASSES = "classes", "par classe d'origine"
    SEATS = "plan", "selon le plan de classe"


class Level(models.IntegerChoices):
    """What a colleague may do with an évaluation that is shared with him; each level holds those before it."""

    SEE = 1, "voir"
    ENTER = 2, "saisir"
    CHANGE = 3, "modifier"
    # Never shared: that of who made it.
    OWNER = 4, "propriétaire"


class EvaluationQuerySet(SchoolOwnedQuerySet):
    def live(self) -> "EvaluationQuerySet":
        """Those that pages show: neither deleted, nor the trace of one that is no longer kept."""
        return self.filter(is_trace=False, deleted_at=None)

    def latest_first(self) -> "EvaluationQuerySet":
        return self.order_by("-given_on", "-pk")


class Evaluation(SchoolOwned):
    """An évaluation. Its pupils are those of a class or of a group, as they are today, or `EvaluationPupil`s.

    Marks outlive it. What a new year purges, and what a mark without évaluation needs, is a *trace* (`is_trace`): this
    row alone, with its title, its date and the name of its owner, which the marks go on showing. A deleted évaluation
    (`deleted_at`) has no marks any more; its row waits for who would take the deletion back.
    """

    owner = models.ForeignKey(Account, on_delete=models.SET_NULL, null=True, related_name="+")
    # « DURAND A. », as it was: an owner whose account is gone is still named.
    owner_label = models.CharField(max_length=25, blank=True)
    # The school year that `given_on` is in: 2026 for « 2026-2027 ».
    year = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=TITLE_LENGTH)
    description = models.CharField(max_length=DESCRIPTION_LENGTH, blank=True)
    given_on = models.DateField()
    # From which day pupils and guardians see it, and what it changes.
    visible_on = models.DateField()
    # Until when, that day included, pupils evaluate themselves; none when they do not.
    self_until = models.DateField(null=True, blank=True)
    school_class = models.ForeignKey(SchoolClass, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    group = models.ForeignKey(Group, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    pupil_order = models.CharField(max_length=7, choices=PupilOrder, default=PupilOrder.NAMES)
    # « mode discret »: nobody is told of it.
    is_discreet = models.BooleanField(default=False)
    # « pluriannuelle »: a new school year leaves it, its items and its marks as they are.
    is_lasting = models.BooleanField(default=False, db_default=False)
    # Said to all its pupils: shown in large letters in class, read with the évaluation.
    general_comment = models.CharField(max_length=GENERAL_LENGTH, blank=True)
    # « saisie terminée », whatever is missing.
    is_finished = models.BooleanField(default=False)
    is_trace = models.BooleanField(default=False, editable=False)
    deleted_at = models.DateTimeField(null=True, blank=True, editable=False)
    # The batch of the history that took its marks away, for who takes the deletion back.
    deletion = models.UUIDField(null=True, blank=True, editable=False)
    # Raised by every change of it, its items and its pupils: who changes what he did not see is told.
    version = models.PositiveIntegerField(default=1, editable=False)

    objects: ClassVar[Any] = school_manager(EvaluationQuerySet)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(school_class=None) | Q(group=None), name="evaluation_one_target"),
            models.CheckConstraint(condition=~Q(title=""), name="evaluation_has_a_title"),
            models.CheckConstraint(
                condition=Q(self_until=None) | Q(self_until__gte=models.F("visible_on")), name="evaluation_self_seen"
            ),
        ]
        indexes = [
            models.Index(fields=["school", "given_on"], name="evaluation_by_day"),
            models.Index(fields=["owner", "given_on"], name="evaluation_of_owner"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def label(self) -> str:
        """« Contrôle n° 3 (DURAND A.) », under which its marks are shown."""
        return f"{self.title} ({self.owner_label})" if self.owner_label else self.title

    @property
    def is_of_chosen_pupils(self) -> bool:
        return self.school_class_id is None and self.group_id is None

    @property
    def lost_its_pupils(self) -> bool:
        """Whether the group that it was given to is gone, and nobody was chosen since: any pupils may fill it again."""
        return self.is_of_chosen_pupils and not self.chosen.exists()

    def is_visible(self, on: datetime.date) -> bool:
        """Whether families see it that day."""
        return self.visible_on <= on


class EvaluationItem(SchoolOwned):
    """An item of an évaluation, and its rank in it. An item taken out of its référentiel keeps its place: the history
    of the référentiel may bring it back under the same number.
    """

    evaluation = models.ForeignKey(Evaluation, on_delete=models.CASCADE, related_name="lines")
    item = models.ForeignKey(Item, on_delete=models.DO_NOTHING, related_name="+", db_constraint=False)
    order = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["order", "pk"]
        constraints = [models.UniqueConstraint(fields=["evaluation", "item"], name="evaluation_item_unique")]


class EvaluationPupil(SchoolOwned):
    """A pupil chosen by hand."""

    evaluation = models.ForeignKey(Evaluation, on_delete=models.CASCADE, related_name="chosen")
    pupil = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["evaluation", "pupil"], name="evaluation_pupil_unique")]


class Share(SchoolOwned):
    """A colleague with whom an évaluation is shared, and what he may do with it."""

    evaluation = models.ForeignKey(Evaluation, on_delete=models.CASCADE, related_name="shares")
    colleague = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    level = models.PositiveSmallIntegerField(choices=Level)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["evaluation", "colleague"], name="evaluation_share_unique"),
            models.CheckConstraint(condition=Q(level__in=[1, 2, 3]), name="evaluation_share_level"),
        ]
