"""What the server notes of the backups of each school, and the one that waits to be put back."""

import datetime
import uuid
from typing import ClassVar

from django.db import models

from sacoche.kit.clock import now
from sacoche.kit.tenancy import SchoolOwned


class Origin(models.TextChoices):
    """Why a backup was made."""

    ASKED = "asked", "demandée"
    NIGHTLY = "nightly", "automatique"
    LAST = "last", "avant la résiliation"


class Backup(SchoolOwned):
    """A backup of the school, whole, and when its rows were read: what « saved within 24 hours » is asked of.

    The file of one that somebody asked for leaves the server after an hour; that of a night stays in BACKUP_DIR.
    """

    made_at = models.DateTimeField(default=now)
    origin = models.CharField(max_length=7, choices=Origin.choices)
    # Who asked for it, as he was called; empty for a command.
    by = models.CharField(max_length=220, blank=True)
    name = models.CharField(max_length=120)
    size = models.PositiveBigIntegerField()
    row_count = models.PositiveIntegerField()
    file_count = models.PositiveIntegerField()

    class Meta:
        ordering: ClassVar[list[str]] = ["-made_at", "-pk"]
        indexes = [models.Index(fields=["school", "made_at"], name="backup_by_date")]

    def __str__(self) -> str:
        return self.name


class Restoration(SchoolOwned):
    """A backup that was sent and read to its end, and waits for somebody to confirm that it is put back."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    file_name = models.CharField(max_length=200)
    # The key of the file, sealed: its password is kept nowhere.
    key = models.BinaryField()
    # What the page tells of it, once it is read: counts, dates, who made it.
    seen = models.JSONField(default=dict)
    holder_label = models.CharField(max_length=220)
    created_at = models.DateTimeField(default=now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["school"], name="one_restoration_waits")]

    def __str__(self) -> str:
        return self.file_name

    @property
    def made_at(self) -> datetime.datetime:
        """When the backup was made; once it is read."""
        return datetime.datetime.fromisoformat(self.seen["made_at"])
