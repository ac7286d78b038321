"""What the operation of a school remembers: its backups, the one that waits to be put back, its new years."""

import datetime
import uuid
from typing import Any, ClassVar

from django.db import models

from accounts.models import Account
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


class YearChange(SchoolOwned):
    """An « Initialisation annuelle »: under way until `ended_at`, then what it did, kept."""

    # The year that it opens (2027 for 2027-2028), and the day before which everything ends.
    opens = models.PositiveSmallIntegerField()
    before = models.DateField()
    actor = models.ForeignKey(Account, on_delete=models.SET_NULL, null=True, related_name="+")
    actor_label = models.CharField(max_length=201)
    saved_at = models.DateTimeField()
    started_at = models.DateTimeField(default=now)
    ended_at = models.DateTimeField(null=True)
    # How many rows of each table have ended, by what declares it; a table that is there is done.
    counts: Any = models.JSONField(default=dict)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["school"], condition=models.Q(ended_at=None), name="year_change_one_at_a_time"
            )
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """« 2027-2028 », or « 2027 » where the year is that of the calendar."""
        return year_label(self.opens, switch_month=self.before.month)


def year_label(first: int, *, switch_month: int) -> str:
    """The name of the school year that begins in a calendar year."""
    return str(first) if switch_month == 1 else f"{first}-{first + 1}"


class Erasure(SchoolOwned):
    """A person was erased: the receipt, which says when and what, not who. Her account stays without a name."""

    account = models.ForeignKey(Account, on_delete=models.SET_NULL, null=True, related_name="+")
    profile = models.CharField(max_length=40)
    actor_label = models.CharField(max_length=201)
    erased_at = models.DateTimeField(default=now)
    # How many rows of each category, by what it is called.
    counts: Any = models.JSONField(default=dict)

    class Meta:
        ordering: ClassVar[list[str]] = ["-pk"]

    def __str__(self) -> str:
        return f"{self.erased_at:%d/%m/%Y} {self.profile}"


class Controller(models.TextChoices):
    """Who answers for the processing, by kind of school."""

    HEAD = "head", "chef d'établissement (collège, lycée)"
    DASEN = "dasen", "DASEN (école publique)"
    PRIVATE = "private", "chef d'établissement (école ou établissement privé)"


class RegisterSettings(SchoolOwned):
    """What only the school knows of its sheet of the register; one row a school."""

    controller = models.CharField("responsable du traitement", max_length=7, choices=Controller, blank=True)
    controller_name = models.CharField("son nom et son adresse", max_length=200, blank=True)
    dpo_name = models.CharField("délégué à la protection des données", max_length=200, blank=True)
    dpo_contact = models.CharField("comment le joindre", max_length=200, blank=True)
    host = models.CharField("hébergeur du serveur", max_length=200, blank=True)
    transfers = models.CharField("transferts hors de l'Union européenne", max_length=200, blank=True)
    measures = models.CharField("mesures de l'établissement", max_length=1000, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["school"], name="register_settings_once")]

    def __str__(self) -> str:
        return self.get_controller_display()
