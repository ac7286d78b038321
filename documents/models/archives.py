"""Documents that were printed once for all, as they were that day, and the links by which another school gets them."""

import uuid
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q

from accounts.models import Account
from sacoche.kit.clock import now
from sacoche.kit.tenancy import ByteOrderField, SchoolOwned, SchoolOwnedQuerySet, school_manager

# What may change of an archive: who had it in his hands, and, once two accounts are merged, whose it is.
_MOVING = frozenset({"about", "author", "version", "read_by_person_at", "read_by_guardian_at"})


class FrozenArchive(Exception):
    """Something would have changed an archive: it says what was printed, and nothing else, for ever."""


class ArchiveQuerySet(SchoolOwnedQuerySet):
    def update(self, **kwargs: Any) -> int:
        if set(kwargs) - _MOVING:
            raise FrozenArchive(", ".join(sorted(set(kwargs) - _MOVING)))
        return super().update(**kwargs)

    def bulk_update(self, objs: Any, *args: Any, **kwargs: Any) -> int:
        raise FrozenArchive("bulk_update")

    def last_versions(self) -> "ArchiveQuerySet":
        """Of each document, what was printed the last time."""
        later = Archive.objects.filter(
            about=models.OuterRef("about"),
            kind=models.OuterRef("kind"),
            uai=models.OuterRef("uai"),
            year=models.OuterRef("year"),
            period=models.OuterRef("period"),
            version__gt=models.OuterRef("version"),
        )
        return self.filter(~models.Exists(later))

    def in_order(self) -> "ArchiveQuerySet":
        """The last year first, then period after period, by name."""
        return self.order_by("-year", "period_order", "period", "kind", "class_name", "sort_key", "-version", "pk")


class Archive(SchoolOwned):
    """A document as it was printed: its bytes and what was in it, under `key`, sealed by its own `secret`.

    Names, class, period and school are those of that day, written in words: what is renamed afterwards changes nothing
    here. Printed again, a document is another version; the first one stays.
    """

    key = models.UUIDField(default=uuid.uuid4, editable=False)
    about = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="archives")
    # Which document it is: the code of a kind that a room above declares.
    kind = models.CharField(max_length=40)
    title = models.CharField(max_length=120)
    # The school year, as its first one: 2026 for « 2026-2027 ».
    year = models.PositiveSmallIntegerField()
    period = models.CharField(max_length=40)
    period_order = models.PositiveSmallIntegerField(default=0)
    school_name = models.CharField(max_length=210)
    uai = models.CharField(max_length=20, blank=True)
    class_name = ByteOrderField(max_length=130)
    person_name = models.CharField(max_length=210)
    sort_key = ByteOrderField(max_length=210)
    version = models.PositiveSmallIntegerField(default=1)
    made_at = models.DateTimeField()
    author = models.ForeignKey(Account, on_delete=models.SET_NULL, null=True, related_name="+")
    author_label = models.CharField(max_length=25)
    software = models.CharField(max_length=20)
    # Of the bytes of the PDF, in hexadecimal.
    sha256 = models.CharField(max_length=64)
    # Of the file that the private storage holds under its key, in bytes.
    size = models.PositiveIntegerField()
    pages = models.PositiveSmallIntegerField()
    # Opens what the private storage holds: a copy of the storage alone tells nothing.
    secret = models.BinaryField()
    # When the person, then one of his guardians, opened it for the first time.
    read_by_person_at = models.DateTimeField(null=True)
    read_by_guardian_at = models.DateTimeField(null=True)

    objects: ClassVar[Any] = school_manager(ArchiveQuerySet)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["school", "key"], name="archive_key_unique"),
            models.UniqueConstraint(
                fields=["school", "about", "kind", "uai", "year", "period", "version"], name="archive_version_once"
            ),
            models.CheckConstraint(condition=Q(version__gte=1), name="archive_version_from_one"),
        ]
        indexes = [models.Index(fields=["school", "year", "class_name"], name="archive_by_year")]

    def __str__(self) -> str:
        return f"{self.title} – {self.person_name}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise FrozenArchive("save")
        super().save(*args, **kwargs)

    @property
    def name(self) -> str:
        """What whoever checks the files of a school calls it."""
        return str(self)

    @property
    def school_year(self) -> str:
        """« 2026-2027 »."""
        return f"{self.year}-{self.year + 1}"


class ArchiveLink(SchoolOwned):
    """An address that gives some archives to whoever holds it, for a week: another school, which has no account.

    Only its digest is kept: nobody finds the address in the database, nor in a backup.
    """

    digest = models.CharField(max_length=64, unique=True)
    owner = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    # The keys of the archives that it gives.
    keys: Any = models.JSONField(default=list)
    recipient = models.EmailField(max_length=100)
    created_at = models.DateTimeField(default=now)
    expires_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)
    # How many times the file left.
    times = models.PositiveIntegerField(default=0)
    last_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["school", "-created_at"], name="archive_links_by_age")]

    def __str__(self) -> str:
        return f"{self.recipient} ({self.created_at:%d/%m/%Y})"

    @property
    def is_expired(self) -> bool:
        return self.expires_at <= now()
