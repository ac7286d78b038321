"""Imports staged in the database: a run, and the lines that its file brings, with what was decided of each."""

import datetime
import uuid
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q

from accounts.models import Account
from sacoche.kit.clock import now
from sacoche.kit.tenancy import SchoolOwned, SchoolOwnedQuerySet, school_manager
from schools.models import SchoolClass

LIFETIME = datetime.timedelta(hours=24)


class Stage(models.TextChoices):
    """How far a run has come. Nothing of the school changes before CLASSES_APPLIED."""

    RECEIVED = "received", "fichier reçu"
    EXTRACTED = "extracted", "données extraites"
    CLASSES_APPLIED = "classes_applied", "classes enregistrées"
    USERS_APPLIED = "users_applied", "utilisateurs enregistrés"
    FINISHED = "finished", "terminé"
    CANCELLED = "cancelled", "annulé"
    EXPIRED = "expired", "expiré"


OPEN_STAGES = (Stage.RECEIVED, Stage.EXTRACTED, Stage.CLASSES_APPLIED, Stage.USERS_APPLIED)


def a_day_from_now() -> datetime.datetime:
    return now() + LIFETIME


class ImportRunQuerySet(SchoolOwnedQuerySet):
    def open(self) -> "ImportRunQuerySet":
        """Those that can be gone on with."""
        return self.filter(stage__in=OPEN_STAGES, expires_at__gt=now())

    def overdue(self) -> "ImportRunQuerySet":
        """Those left alone for a day: what they hold is to be deleted."""
        return self.filter(stage__in=OPEN_STAGES, expires_at__lte=now())


class ImportRun(SchoolOwned):
    """One import of one file, from its upload to its cleaning. A school has a single open one."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    source_code = models.CharField(max_length=40)
    file_name = models.CharField(max_length=200)
    stage = models.CharField(max_length=20, choices=Stage.choices, default=Stage.RECEIVED)
    # Who goes through the steps; None for a command.
    holder = models.ForeignKey(Account, on_delete=models.SET_NULL, null=True, related_name="+")
    # Who asked for the passwords: the only one who may read them.
    credentials_by = models.ForeignKey(Account, on_delete=models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField(default=a_day_from_now)
    # What the screens of results tell, by step: counts, and the lines of the file that were left out.
    summary = models.JSONField(default=dict)

    objects: ClassVar[Any] = school_manager(ImportRunQuerySet)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["school"], condition=Q(stage__in=OPEN_STAGES), name="import_run_open_once"),
        ]

    def __str__(self) -> str:
        return f"{self.source_code} {self.uuid}"

    @property
    def key(self) -> str:
        """The name of its private folder."""
        return self.uuid.hex

    @property
    def is_open(self) -> bool:
        return self.stage in OPEN_STAGES and self.expires_at > now()

    def has_reached(self, stage: Stage) -> bool:
        """Whether the run has come to that stage, or further."""
        order = [*OPEN_STAGES, Stage.FINISHED]
        return self.stage in order and order.index(Stage(self.stage)) >= order.index(stage)


class LineKind(models.TextChoices):
    CLASS = "class", "classe"
    USER = "user", "utilisateur"


class ImportLine(SchoolOwned):
    """One class or person: what the file says, then what was decided, and what it was before and after."""

    run = models.ForeignKey(ImportRun, on_delete=models.CASCADE, related_name="lines")
    kind = models.CharField(max_length=5, choices=LineKind.choices)
    position = models.PositiveIntegerField()
    # The values of the file; None for somebody, or a class, that is not in it.
    incoming: Any = models.JSONField(null=True)
    # Filled in when the step is applied.
    decision = models.CharField(max_length=12, blank=True)
    is_ticked = models.BooleanField(default=False)
    before: Any = models.JSONField(default=dict)
    after: Any = models.JSONField(default=dict)
    account = models.ForeignKey(Account, on_delete=models.SET_NULL, null=True, related_name="+")
    school_class = models.ForeignKey(SchoolClass, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["school", "run", "kind", "position"], name="import_line_position_unique"),
        ]
