"""What pupils say: how they evaluate themselves, what they ask to be evaluated on, what they do not understand."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q

from accounts.models import Account
from evaluations.models.beside import EvaluationFile
from evaluations.models.evaluation import Evaluation
from evaluations.models.marks import CODE_LENGTH
from grids.models import UNCHECKED
from referentiels.models import Item
from sacoche.kit.tenancy import SchoolOwned, SchoolOwnedQuerySet, school_manager

WORDS_LENGTH = 300


class SelfMark(SchoolOwned):
    """The code that a pupil gave himself on an item; it stays beside the one that his teacher gives."""

    evaluation = models.ForeignKey(Evaluation, on_delete=models.CASCADE, related_name="self_marks")
    pupil = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    item = models.ForeignKey(Item, on_delete=models.DO_NOTHING, related_name="+", **UNCHECKED)
    code = models.CharField(max_length=CODE_LENGTH)
    given_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["evaluation", "pupil", "item"], name="self_mark_unique")]


class RequestStatus(models.TextChoices):
    """Where a request is. The first two are open: they count in the quota, and an item is asked for once."""

    ASKED = "asked", "à traiter"
    PREPARED = "prepared", "en préparation"
    DONE = "done", "traitée"
    SET_ASIDE = "aside", "non traitée"


OPEN = (RequestStatus.ASKED, RequestStatus.PREPARED)


class RequestQuerySet(SchoolOwnedQuerySet):
    def open(self) -> "RequestQuerySet":
        """Those that wait for something."""
        return self.filter(status__in=OPEN)


class Request(SchoolOwned):
    """« Demande d'évaluation »: a pupil asks to be evaluated on an item. Who withdraws it deletes it."""

    pupil = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    item = models.ForeignKey(Item, on_delete=models.DO_NOTHING, related_name="+", db_constraint=False)
    # Chosen by the pupil: he alone then reads it. None: every teacher of the matière.
    addressee = models.ForeignKey(Account, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    asked_on = models.DateField()
    # Computed by the server when it was asked; none without a mark that counts.
    score = models.PositiveSmallIntegerField(null=True, blank=True)
    message = models.CharField(max_length=WORDS_LENGTH, blank=True)
    file = models.ForeignKey(EvaluationFile, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    status = models.CharField(max_length=8, choices=RequestStatus, default=RequestStatus.ASKED)
    # A word back to the pupil, and whose.
    answer = models.CharField(max_length=WORDS_LENGTH, blank=True)
    answered_by = models.CharField(max_length=25, blank=True)
    # Where it is prepared.
    evaluation = models.ForeignKey(Evaluation, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")

    objects: ClassVar[Any] = school_manager(RequestQuerySet)

    class Meta:
        indexes = [models.Index(fields=["school", "status", "asked_on"], name="request_by_day")]
        constraints = [
            models.UniqueConstraint(
                fields=["school", "pupil", "item"], condition=Q(status__in=OPEN), name="request_open_unique"
            )
        ]

    @property
    def is_open(self) -> bool:
        return self.status in OPEN


class ResultQuestion(SchoolOwned):
    """« Je ne comprends pas »: what a pupil asks once about a result, and what is answered once."""

    evaluation = models.ForeignKey(Evaluation, on_delete=models.CASCADE, related_name="questions")
    pupil = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    item = models.ForeignKey(Item, on_delete=models.DO_NOTHING, related_name="+", db_constraint=False)
    asked_on = models.DateField()
    text = models.CharField(max_length=WORDS_LENGTH)
    answer = models.CharField(max_length=WORDS_LENGTH, blank=True)
    answered_by = models.CharField(max_length=25, blank=True)
    answered_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["evaluation", "pupil", "item"], name="question_once")]

    @property
    def is_answered(self) -> bool:
        return self.answered_on is not None
