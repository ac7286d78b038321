"""What keeps a school safe: its journal, open sessions, locks of sign-in."""

import datetime
from typing import Any, ClassVar, NoReturn

from django.db import models

from accounts.models.people import Account
from sacoche.kit.tenancy import SchoolOwned, SchoolOwnedQuerySet, school_manager
from schools.models import School


class AppendOnly(Exception):
    """A line of the journal was about to be changed or deleted."""


class JournalQuerySet(SchoolOwnedQuerySet):
    """Lines are added and read. Only `forget_before` deletes any: the oldest, all together; and only `forget_names`
    changes one: that of a person who is erased.
    """

    def forget_before(self, moment: datetime.datetime) -> int:
        """Delete the lines older than `moment`; return how many."""
        return super(JournalQuerySet, self.filter(at__lt=moment)).delete()[0]

    def forget_names(self, pk: int, **columns: Any) -> None:
        """Write a line again without the name of somebody who is erased."""
        super(JournalQuerySet, self.filter(pk=pk)).update(**columns)

    def _refuse(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise AppendOnly("lines of the journal are only ever added")

    update = bulk_update = update_or_create = delete = _refuse


class JournalEntry(SchoolOwned):
    """One sensitive action. Lines are only ever added; the author's name stays when the account goes."""

    school = models.ForeignKey(School, on_delete=models.CASCADE, null=True, related_name="+", db_index=False)  # type: ignore[assignment]
    at = models.DateTimeField(auto_now_add=True)
    actor = models.ForeignKey(Account, on_delete=models.SET_NULL, null=True, related_name="+")
    actor_label = models.CharField(max_length=220)
    code = models.CharField(max_length=60)
    details = models.JSONField(default=dict)
    # From where: the network address of the request, empty for a command.
    address = models.CharField(max_length=45, blank=True)
    # Who and what, in words without accents or case, for the search.
    search_text = models.TextField()

    objects: ClassVar[Any] = school_manager(JournalQuerySet)

    class Meta:
        indexes = [models.Index(fields=["school", "at"], name="journal_by_date")]

    def __str__(self) -> str:
        return f"{self.at} {self.code}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk:
            raise AppendOnly("lines of the journal are only ever added")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise AppendOnly("lines of the journal are only ever added")


class SignInLock(models.Model):
    """Failures of sign-in under one key, (school, login) or (school, login, address); not a row of a school."""

    key = models.CharField(max_length=200, unique=True)
    failures = models.PositiveIntegerField(default=0)
    first_failure_at = models.DateTimeField()
    locked_until = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.key


class OpenSession(SchoolOwned):
    """A session that somebody has open. The row of the session itself may be gone: its key tells."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="open_sessions")
    session_key = models.CharField(max_length=40, unique=True)
    opened_at = models.DateTimeField(auto_now_add=True)
    address = models.CharField(max_length=45, blank=True)
    user_agent = models.CharField(max_length=200, blank=True)
    # What remains of the ticket that opened it (its digest), when it was opened through an ENT: the ENT closes by it.
    ticket_digest = models.CharField(max_length=64, blank=True)
    # By which browser, when a password was typed there: closed from afar, it is no longer known either.
    browser = models.ForeignKey("accounts.KnownBrowser", on_delete=models.SET_NULL, null=True, related_name="sessions")

    class Meta:
        # The ENT names a ticket alone: at an address of any school.
        indexes = [models.Index(fields=["ticket_digest"], name="open_session_ticket")]

    def __str__(self) -> str:
        return f"{self.account_id} {self.opened_at}"


class Connector(models.Model):
    """The CAS server of an ENT, for every school of this server. One that the operator has neither confirmed nor
    suspended is used by the schools that have tried it themselves; one that he suspended, by nobody.

    `host` may begin with `{etab}.`: each school then gives its own sub-domain. Without a port, each gives its own.
    """

    code = models.CharField(max_length=40, unique=True)
    # Three-digit prefixes of UAI would miss Corsica: departments as people write them, « 2A » too, between spaces.
    departments = models.CharField("départements", max_length=200, blank=True)
    label = models.CharField("ENT", max_length=100)
    host = models.CharField("hôte", max_length=200)
    port = models.PositiveIntegerField(null=True)
    path = models.CharField("chemin", max_length=200, blank=True)
    login_url = models.CharField(max_length=300, blank=True)
    logout_url = models.CharField(max_length=300, blank=True)
    validate_url = models.CharField(max_length=300, blank=True)
    # The site of the ENT, when it is not that of its sign-in server: what may show our links in a frame.
    portal = models.CharField("portail", max_length=300, blank=True)
    version = models.PositiveSmallIntegerField(default=2)
    # Which attribute identifies people; empty, the user itself.
    attribute = models.CharField("attribut", max_length=60, blank=True)
    # How the ENT writes its files of identifiers: a code of imports.identities.layouts.
    layout = models.CharField("format", max_length=40, blank=True)
    confirmed_at = models.DateTimeField(null=True)
    suspended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["departments", "label"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(confirmed_at=None) | models.Q(suspended_at=None), name="connector_has_one_state"
            )
        ]

    def __str__(self) -> str:
        return f"{self.departments.replace(' ', ', ')} | {self.label}" if self.departments else self.label


class ServerKey(models.Model):
    """The one row that says, by its fingerprint, with which secret key the servers of this database must run."""

    fingerprint = models.CharField(max_length=32)
    noted_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.fingerprint
