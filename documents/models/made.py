"""What is made and kept: files for an hour, lists of codes, work that goes on without a page."""

import uuid
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q

from accounts.models import Account
from sacoche.kit.clock import now
from sacoche.kit.tenancy import SchoolOwned, SchoolOwnedQuerySet, school_manager

# The kind of its file in the private storage, and the name of the file.
FILES, CONTENT = "exports", "content"


class GeneratedFile(SchoolOwned):
    """A file made for one person, who fetches it at an address that cannot be guessed (128 bits)."""

    token = models.CharField(max_length=32, unique=True)
    owner = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    # Which maker made it (documents.makers).
    maker = models.CharField(max_length=40)
    name = models.CharField(max_length=120)
    size = models.PositiveBigIntegerField()
    # What its page says of it: counts, by name.
    told: Any = models.JSONField(default=dict)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    # Its bytes are gone; the row stays a while, so that a late address gets a page in words.
    is_thrown = models.BooleanField(default=False)

    class Meta:
        indexes = [models.Index(fields=["expires_at"], name="generated_by_expiry")]

    def __str__(self) -> str:
        return self.name

    @property
    def is_expired(self) -> bool:
        return self.expires_at <= now()


class KeptFile(SchoolOwned):
    """A list of codes of the ministry, as it was received, for the exports that need it: the last of each source."""

    source_code = models.CharField(max_length=40)
    file_name = models.CharField(max_length=200)
    uai = models.CharField(max_length=20, blank=True)
    year = models.PositiveSmallIntegerField(null=True)
    # The bytes, compressed by zlib.
    content = models.BinaryField()
    kept_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["school", "source_code"], name="list_of_codes_once")]

    def __str__(self) -> str:
        return f"{self.source_code} {self.file_name}"


class JobStatus(models.TextChoices):
    """Where a job is; the last three are ends."""

    WAITING = "waiting", "en attente"
    RUNNING = "running", "en cours"
    DONE = "done", "terminé"
    FAILED = "failed", "échoué"
    CANCELLED = "cancelled", "annulé"


UNFINISHED = (JobStatus.WAITING, JobStatus.RUNNING)


class JobQuerySet(SchoolOwnedQuerySet):
    def unfinished(self) -> "JobQuerySet":
        """Those that wait or are under way."""
        return self.filter(status__in=UNFINISHED)

    def shown(self) -> "JobQuerySet":
        """Those of the strip of the header, in the order in which they were asked for."""
        return self.filter(Q(status__in=UNFINISHED) | Q(seen_at=None)).order_by("created_at", "pk")


class Job(SchoolOwned):
    """Work that somebody asked for and that a worker does: see documents.jobs."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    owner = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    # What is to be done (documents.jobs.kinds), as it was written when it was asked for.
    kind = models.CharField(max_length=40)
    version = models.PositiveSmallIntegerField()
    asked: Any = models.JSONField(default=dict)
    # Two jobs of one kind on the same thing would do it twice: the second one is the first.
    subject = models.CharField(max_length=80, blank=True)
    title = models.CharField(max_length=200)
    status = models.CharField(max_length=9, choices=JobStatus.choices, default=JobStatus.WAITING)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    # What came out of it: a sentence, and where to go next.
    sentence = models.CharField(max_length=500, blank=True)
    address = models.CharField(max_length=200, blank=True)
    document = models.ForeignKey(GeneratedFile, on_delete=models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    started_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    # Its end was read, or put away.
    seen_at = models.DateTimeField(null=True)
    # Who does it now, how many times it was begun, and when he last said that he was alive.
    runner = models.CharField(max_length=32, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    beat_at = models.DateTimeField(null=True)
    # Its row of the queue.
    task = models.UUIDField(null=True)

    objects: ClassVar[Any] = school_manager(JobQuerySet)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["school", "kind", "subject"],
                condition=Q(status__in=("waiting", "running")) & ~Q(subject=""),
                name="job_once_at_a_time",
            ),
        ]
        indexes = [
            models.Index(fields=["school", "owner", "created_at"], name="job_by_owner"),
            models.Index(fields=["beat_at"], condition=Q(status__in=("waiting", "running")), name="job_to_give_back"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_finished(self) -> bool:
        return self.status not in UNFINISHED

    @property
    def percent(self) -> int:
        """How far it is, 0 to 100."""
        return min(100, 100 * self.done // self.total) if self.total else 0


class WorkerBeat(models.Model):
    """A worker of this installation, and when it last said that it was there. Not a row of a school."""

    name = models.CharField(max_length=64, unique=True)
    seen_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return self.name


class SealedNote(SchoolOwned):
    """What its owner alone may read, for a day at most: sealed by the key of the servers (documents.notes)."""

    owner = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    # What it holds, and of what it is a part: an import.
    kind = models.CharField(max_length=20)
    subject = models.CharField(max_length=32, blank=True)
    content = models.BinaryField()
    kept_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["school", "kind", "subject", "owner"], name="sealed_note_once"),
        ]
        indexes = [models.Index(fields=["kept_at"], name="sealed_note_by_age")]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject}"


class StorageSeat(models.Model):
    """Where the servers of this database keep their private files: one place for all of them (documents.seat)."""

    place = models.CharField(max_length=200)
    taken_at = models.DateTimeField(auto_now=True)

    def __str__(self) -> str:
        return self.place
