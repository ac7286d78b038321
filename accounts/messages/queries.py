"""The messages of staff that home pages show, and those that somebody may change."""

import datetime

from django.db.models import QuerySet

from accounts.enums import Profile
from accounts.models import Account, Message


def messages_for(account: Account, *, on: datetime.date) -> list[Message]:
    """The messages that this account reads on that day, the last ones first."""
    current = Message.objects.filter(starts_on__lte=on, ends_on__gte=on).order_by("-starts_on", "-pk")
    # A school has a handful at a time, and the two databases do not both know how to look inside a list.
    return [message for message in current if account.profile in message.profiles]


def messages_kept_by(account: Account) -> QuerySet[Message]:
    """The messages that this account may change or remove: his own, or all of them for an administrator."""
    messages: QuerySet[Message] = Message.objects.order_by("-ends_on", "-pk")
    return messages if account.profile == Profile.ADM else messages.filter(author=account)
