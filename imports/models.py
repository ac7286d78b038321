"""Imports staged in the database: a run, the lines that its file brings, and what it changed, to be undone."""

import datetime
import uuid
from typing import Any, ClassVar

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q

from accounts.models import Account
from evaluations.models import Evaluation
from imports.enums import Audience
from sacoche.kit.clock import now
from sacoche.kit.tenancy import SchoolOwned, SchoolOwnedQuerySet, school_manager
from schools.models import School

LIFETIME = datetime.timedelta(hours=24)
# How long an import can be undone after its last change.
UNDOABLE = datetime.timedelta(days=7)


class Status(models.TextChoices):
    """Whether a run can be gone on with, and how it ended."""

    OPEN = "open", "en cours"
    FINISHED = "finished", "terminé"
    CANCELLED = "cancelled", "abandonné"
    EXPIRED = "expired", "expiré"


def a_day_from_now() -> datetime.datetime:
    """When what is staged now is forgotten."""
    return now() + LIFETIME


class ImportRunQuerySet(SchoolOwnedQuerySet):
    def open(self) -> "ImportRunQuerySet":
        """Those that can be gone on with."""
        return self.filter(status=Status.OPEN, expires_at__gt=now())

    def overdue(self) -> "ImportRunQuerySet":
        """Those left alone for a day: what they hold is to be deleted."""
        return self.filter(status=Status.OPEN, expires_at__lte=now())

    def over(self) -> "ImportRunQuerySet":
        """Those that ended, the last one first."""
        return self.exclude(status=Status.OPEN).order_by("-ended_at", "-pk")


class ImportRun(SchoolOwned):
    """One import of one file, from its upload to its cleaning. A school has a single open one.

    It keeps the steps that its source had on that day: an import that is left is gone on with as it began.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    source_code = models.CharField(max_length=40)
    audience = models.CharField(max_length=9, choices=Audience.choices, default=Audience.PUPILS)
    file_name = models.CharField(max_length=200)
    status = models.CharField(max_length=9, choices=Status.choices, default=Status.OPEN)
    # The codes of its steps in order, and how many of them are done: the file is there when the run begins.
    steps = models.JSONField(default=list)
    done = models.PositiveSmallIntegerField(default=1)
    # Whether the reviews also show what does not change.
    is_full = models.BooleanField(default=True)
    # Who goes through the steps; None for a command.
    holder = models.ForeignKey(Account, on_delete=models.SET_NULL, null=True, related_name="+")
    holder_label = models.CharField(max_length=220, blank=True)
    # Who asked for the passwords: the only one who may read them.
    credentials_by = models.ForeignKey(Account, on_delete=models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField(default=a_day_from_now)
    ended_at = models.DateTimeField(null=True)
    undone_at = models.DateTimeField(null=True)
    # What the screens of results tell, by step: counts, and the lines of the file that were left out.
    summary = models.JSONField(default=dict)

    objects: ClassVar[Any] = school_manager(ImportRunQuerySet)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["school"], condition=Q(status=Status.OPEN), name="import_run_open_once"),
        ]

    def __str__(self) -> str:
        return f"{self.source_code} {self.uuid}"

    @property
    def key(self) -> str:
        """The name of its private folder."""
        return self.uuid.hex

    @property
    def is_open(self) -> bool:
        return self.status == Status.OPEN and self.expires_at > now()

    @property
    def is_finished(self) -> bool:
        return self.status == Status.FINISHED

    @property
    def next_step(self) -> str:
        """The code of the step that is to be done, empty when all are."""
        return self.steps[self.done] if self.done < len(self.steps) else ""

    def has_done(self, step_code: str) -> bool:
        """Whether that step is done."""
        return step_code in self.steps[: self.done]

    def number_of(self, step_code: str) -> int:
        """The number of a step, from 1."""
        return int(self.steps.index(step_code)) + 1


class LineKind(models.TextChoices):
    CLASS = "class", "classe"
    GROUP = "group", "groupe"
    USER = "user", "utilisateur"


# A key with neither index nor check of its own: see ImportLine.
_UNCHECKED: dict[str, Any] = {"db_index": False, "db_constraint": False}


class ImportLine(SchoolOwned):
    """One class, group or person of the file; once the step of people is applied, those of them who have an account.

    The lines of a run are written while it is held, and go when it ends. The database checks none of their keys, and
    finds them all by one index: checking the three of each line took a tenth of an import on PostgreSQL.
    """

    school = models.ForeignKey(
        School, on_delete=models.CASCADE, related_name="+", verbose_name="établissement", **_UNCHECKED
    )
    run = models.ForeignKey(ImportRun, on_delete=models.CASCADE, related_name="lines", **_UNCHECKED)
    kind = models.CharField(max_length=5, choices=LineKind.choices)
    position = models.PositiveIntegerField()
    # The values of the file; None when nothing will read them again.
    incoming: Any = models.JSONField(null=True)
    # Filled in when the step of people is applied.
    decision = models.CharField(max_length=12, blank=True)
    is_ticked = models.BooleanField(default=False)
    account = models.ForeignKey(Account, on_delete=models.SET_NULL, null=True, related_name="+", **_UNCHECKED)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["school", "run", "kind", "position"], name="import_line_position_unique"),
        ]


class ImportTrace(SchoolOwned):
    """What a step changed in one table, so that it can be undone: see imports.services.traces."""

    run = models.ForeignKey(ImportRun, on_delete=models.CASCADE, related_name="traces")
    model = models.CharField(max_length=60)
    # [[primary key, values before or null, values after or null], …]
    rows: Any = models.JSONField(encoder=DjangoJSONEncoder)

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["school", "run"], name="import_trace_by_run")]


class RememberedLayout(SchoolOwned):
    """The columns that somebody told of a layout that was not known: header by key, for the next file of the source."""

    source_code = models.CharField(max_length=40)
    mapping: Any = models.JSONField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["school", "source_code"], name="remembered_layout_once")]

    def __str__(self) -> str:
        return self.source_code


class MoveStatus(models.TextChoices):
    """Where a « Venir de SACoche » is."""

    READ = "read", "à confirmer"
    DONE = "done", "repris"
    CANCELLED = "cancelled", "abandonné"
    UNDONE = "undone", "annulé"


class MoveInQuerySet(SchoolOwnedQuerySet):
    def open(self) -> "MoveInQuerySet":
        """That which waits to be confirmed."""
        return self.filter(status=MoveStatus.READ, expires_at__gt=now())

    def done(self) -> "MoveInQuerySet":
        return self.filter(status=MoveStatus.DONE)


class MoveIn(SchoolOwned):
    """A backup of SACoche that a school brings: read, shown, then written whole or not at all (docs/adr/0049)."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    file_name = models.CharField(max_length=200)
    status = models.CharField(max_length=9, choices=MoveStatus, default=MoveStatus.READ)
    holder = models.ForeignKey(Account, on_delete=models.SET_NULL, null=True, related_name="+")
    holder_label = models.CharField(max_length=220, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField(default=a_day_from_now)
    ended_at = models.DateTimeField(null=True)
    undone_at = models.DateTimeField(null=True)
    # The version of SACoche that made the backup.
    version = models.DateField(null=True)
    # What the pages tell of the backup and of what was written: counts, warnings, questions.
    seen: Any = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    # What was decided of the doubtful things.
    answers: Any = models.JSONField(default=dict)
    # What the space was before: columns of the school, numbers of its accounts.
    before: Any = models.JSONField(default=dict, encoder=DjangoJSONEncoder)

    objects: ClassVar[Any] = school_manager(MoveInQuerySet)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["school"], condition=Q(status=MoveStatus.READ), name="move_in_open_once"),
        ]

    def __str__(self) -> str:
        return f"{self.file_name} {self.uuid}"

    @property
    def key(self) -> str:
        """The name of its private folder."""
        return self.uuid.hex

    @property
    def is_open(self) -> bool:
        return self.status == MoveStatus.READ and self.expires_at > now()

    @property
    def undoable_until(self) -> datetime.datetime | None:
        return self.ended_at + UNDOABLE if self.ended_at and self.status == MoveStatus.DONE else None

    @property
    def is_undoable(self) -> bool:
        return self.undoable_until is not None and self.undoable_until > now()


class KeptTable(SchoolOwned):
    """Rows of a backup that have no room here yet, or that were put aside: some of one table, in order."""

    move_in = models.ForeignKey(MoveIn, on_delete=models.CASCADE, related_name="kept")
    table = models.CharField(max_length=60)
    rank = models.PositiveIntegerField()
    row_count = models.PositiveIntegerField()
    # A JSON object a line, compressed by zlib.
    content = models.BinaryField()

    class Meta:
        ordering = ["table", "rank"]
        constraints = [models.UniqueConstraint(fields=["move_in", "table", "rank"], name="kept_table_once")]

    def __str__(self) -> str:
        return f"{self.table} {self.rank}"


class ReceivedResult(SchoolOwned):
    """A result that another school gave to a pupil who came, as it was there.

    `evaluation` is the trace that its mark is in, once an item of the school took it; until then it is kept aside, and
    readable. `digest` knows it again in a file that is sent twice.
    """

    pupil = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    source = models.CharField(max_length=120)
    digest = models.CharField(max_length=32)
    given_on = models.DateField()
    matiere = models.CharField(max_length=300)
    niveau = models.CharField(max_length=300)
    reference = models.CharField(max_length=300)
    name = models.CharField(max_length=300)
    code = models.CharField(max_length=300)
    legend = models.CharField(max_length=300, blank=True)
    value = models.PositiveSmallIntegerField(null=True, blank=True)
    title = models.CharField(max_length=300, blank=True)
    evaluation = models.ForeignKey(Evaluation, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering = ["matiere", "niveau", "reference", "given_on", "pk"]
        constraints = [models.UniqueConstraint(fields=["school", "pupil", "digest"], name="received_result_once")]

    def __str__(self) -> str:
        return f"{self.reference} {self.name}"

    @property
    def is_taken(self) -> bool:
        """Whether it is among the results of the pupil."""
        return self.evaluation_id is not None
