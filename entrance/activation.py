"""The first sign-in, and the reading of a new notice: what they leave."""

from django.db import transaction

from accounts.models import NOTICE_VERSION, Account
from sacoche.kit.clock import now
from sacoche.kit.journal import record


@transaction.atomic
def activate_account(*, account: Account) -> None:
    """Note that the person has read the personal-data notice; from then on the menus are open.

    The day of the activation stays that of the first notice.
    """
    verb = "accounts.read_notice" if account.activated_at else "accounts.activate"
    account.activated_at = account.activated_at or now()
    account.notice_version = NOTICE_VERSION
    account.save(update_fields=["activated_at", "notice_version", "sort_key"])
    record(verb, actor=account, school=account.school)
