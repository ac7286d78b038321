"""The first sign-in, and the reading of a new notice: what they leave."""

from django.db import transaction

from accounts.models import Account
from sacoche.kit.clock import now
from sacoche.kit.journal import record


@transaction.atomic
def activate_account(*, account: Account, last_name: str = "", first_name: str = "") -> None:
    """Note that the person has read the personal-data notice; from then on the menus are open. The names, cleaned, are
    those of whoever was given an account without one.

    The day of the activation stays that of the first notice.
    """
    verb = "accounts.read_notice" if account.activated_at else "accounts.activate"
    account.activated_at = account.activated_at or now()
    account.notice_version, account.notice_read_at = account.own_notice_version, now()
    account.last_name, account.first_name = last_name or account.last_name, first_name or account.first_name
    read = ["activated_at", "notice_version", "notice_read_at"]
    account.save(update_fields=[*read, "last_name", "first_name", "sort_key"])
    record(verb, actor=account, school=account.school)
