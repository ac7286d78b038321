"""What one person is told of the work of others, until he has read it."""

from django.db import models

from accounts.models.people import Account
from sacoche.kit.clock import now
from sacoche.kit.tenancy import SchoolOwned


class Notice(SchoolOwned):
    """A notice of one account: what happened (`code`, with the details of its sentence), about which page (`target`).

    The same thing happening again to what was not read yet adds to `times` rather than a line.
    """

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="notices")
    code = models.CharField(max_length=60)
    # The key of what the page of this kind of notices shows; 0 when it has none.
    target = models.BigIntegerField(default=0)
    details = models.JSONField(default=dict)
    times = models.PositiveIntegerField(default=1)
    last_at = models.DateTimeField(default=now)
    # Nothing of it is shown before.
    shown_from = models.DateTimeField(default=now)
    read_at = models.DateTimeField(null=True)
    # When it left in an e-mail.
    mailed_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["account", "-last_at"], name="notices_of_account")]
        constraints = [
            models.UniqueConstraint(
                fields=["school", "account", "code", "target"],
                condition=models.Q(read_at=None),
                name="notice_unread_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.account_id}: {self.code} {self.target}"
