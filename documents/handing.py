"""Identifiers on their way to people: what each is given, and whether their sheet was taken."""

from accounts.credentials import Slip
from accounts.models import Account
from schools.labels import short_label


def slip_of(account: Account, *, heading: str, password: str) -> Slip:
    """What one person is given; `heading` is his class, or his profile."""
    return Slip(
        heading=heading,
        file_heading=short_label(account.school_class) if account.school_class else "",
        last_name=account.last_name,
        first_name=account.first_name,
        login=account.login,
        password=password,
        sconet_id=str(account.sconet_id or ""),
        elenoet=account.elenoet,
        reference=account.reference,
    )
