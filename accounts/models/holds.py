"""Who is kept whatever the time that went by: a court, an inquiry, a complaint asks for it."""

from django.db import models

from accounts.models.people import Account
from sacoche.kit.clock import now
from sacoche.kit.tenancy import SchoolOwned


class LegalHold(SchoolOwned):
    """An account that nobody deletes nor erases until the hold is lifted."""

    account = models.OneToOneField(Account, on_delete=models.CASCADE, related_name="hold")
    reason = models.CharField("motif", max_length=200)
    # Who asked for it, as he was called.
    by = models.CharField(max_length=220)
    since = models.DateTimeField(default=now)

    class Meta:
        constraints = [models.CheckConstraint(condition=~models.Q(reason=""), name="legal_hold_has_a_reason")]

    def __str__(self) -> str:
        return self.reason
