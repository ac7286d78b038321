"""The first sign-in: what it leaves."""

from django.db import transaction

from accounts.models import Account
from sacoche.kit.clock import now
from sacoche.kit.journal import record

# Raised when the text of the personal-data notice changes, so that everyone sees it again.
NOTICE_VERSION = 1


@transaction.atomic
def activate_account(*, account: Account) -> None:
    """Note that the person has read the personal-data notice; from then on the menus are open."""
    account.activated_at = now()
    account.notice_version = NOTICE_VERSION
    account.save(update_fields=["activated_at", "notice_version", "sort_key"])
    record("accounts.activate", actor=account, school=account.school)
