"""Writes about people that concern every profile."""

from typing import Any

from django.db import transaction

from accounts.models import Account, JournalEntry
from sacoche.kit.clock import now
from sacoche.kit.journal import record
from schools.models import School

# Raised when the text of the personal-data notice changes, so that everyone sees it again.
NOTICE_VERSION = 1


def store_journal_line(*, code: str, actor: Account | None, school: School | None, details: dict[str, Any]) -> None:
    """Add a line to the journal; plugged into sacoche.kit.journal."""
    label = f"{actor.full_name} ({actor.get_profile_display()})" if actor else "commande du serveur"
    entry = JournalEntry(school=school, actor=actor, actor_label=label, code=code, details=details)
    # Sign-in writes before any school is open: the line carries its school itself.
    JournalEntry._base_manager.bulk_create([entry])


@transaction.atomic
def activate_account(*, account: Account) -> None:
    """Note that the person has read the personal-data notice; from then on the menus are open."""
    account.activated_at = now()
    account.notice_version = NOTICE_VERSION
    account.save(update_fields=["activated_at", "notice_version", "sort_key"])
    record("accounts.activate", actor=account, school=account.school)
