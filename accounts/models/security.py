"""What keeps a school safe: its journal, open sessions, locks of sign-in."""

from django.db import models

from accounts.models.people import Account
from sacoche.kit.tenancy import SchoolOwned
from schools.models import School


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

    class Meta:
        indexes = [models.Index(fields=["school", "at"], name="journal_by_date")]


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

    def __str__(self) -> str:
        return f"{self.account_id} {self.opened_at}"
