"""What stands beside the marks: words and a voice for a pupil, subjects and answers to read, their files."""

import datetime
import uuid

from django.db import models
from django.db.models import Q

from accounts.models import Account
from evaluations.models.evaluation import Evaluation
from sacoche.kit.clock import now
from sacoche.kit.tenancy import SchoolOwned

COMMENT_LENGTH = 500
LINK_LENGTH = 500
# A recording stops by itself after so many seconds.
LONGEST_VOICE = 120


class EvaluationFile(SchoolOwned):
    """A file of évaluations; its content is in the private storage of the school, under its key.

    One that no row names any more is swept by the purge.
    """

    key = models.UUIDField(default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=100)
    content_type = models.CharField(max_length=100)
    # In bytes.
    size = models.PositiveIntegerField()
    kept_at = models.DateTimeField(default=now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["school", "key"], name="evaluation_file_unique")]

    def __str__(self) -> str:
        return self.name


class DocumentKind(models.TextChoices):
    """What a document is to the pupils."""

    SUBJECT = "sujet", "sujet"
    ANSWER = "corrige", "corrigé"


class Document(SchoolOwned):
    """A subject or an answer: a file, or the address of one elsewhere. `pupil` when it is that of one pupil."""

    evaluation = models.ForeignKey(Evaluation, on_delete=models.CASCADE, related_name="documents")
    kind = models.CharField(max_length=7, choices=DocumentKind)
    pupil = models.ForeignKey(Account, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    file = models.ForeignKey(EvaluationFile, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    link = models.CharField(max_length=LINK_LENGTH, blank=True)
    # The day of an answer; none: that of its évaluation.
    visible_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["-kind", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["evaluation", "kind", "pupil"], name="evaluation_document_of_pupil"),
            models.UniqueConstraint(
                fields=["evaluation", "kind"], condition=Q(pupil=None), name="evaluation_document_of_all"
            ),
            models.CheckConstraint(
                condition=Q(file=None) & ~Q(link="") | Q(file__isnull=False, link=""), name="evaluation_document_one"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} : {self.file.name if self.file else self.link}"

    def is_visible(self, on: datetime.date) -> bool:
        """Whether families read it that day; needs the évaluation."""
        return self.evaluation.is_visible(on) and (self.visible_on is None or self.visible_on <= on)


class PupilComment(SchoolOwned):
    """What is said to a pupil of an évaluation, written and spoken; what he wrote of it himself."""

    evaluation = models.ForeignKey(Evaluation, on_delete=models.CASCADE, related_name="comments")
    pupil = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    text = models.CharField(max_length=COMMENT_LENGTH, blank=True)
    # « DURAND A. », who wrote it or spoke last.
    author_label = models.CharField(max_length=25, blank=True)
    voice = models.ForeignKey(EvaluationFile, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    # In seconds, as the browser that recorded it says.
    voice_length = models.PositiveSmallIntegerField(default=0)
    # Of a pupil who evaluated himself.
    own_text = models.CharField(max_length=COMMENT_LENGTH, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["evaluation", "pupil"], name="evaluation_comment_unique")]

    def __str__(self) -> str:
        return self.text
