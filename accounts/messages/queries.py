"""The messages of staff that home pages show, and those that somebody may change."""

import datetime

from django.db.models import BigIntegerField, DateField, QuerySet

from accounts.enums import Profile
from accounts.models import Account, Message
from sacoche.kit.prepared import Given, Prepared


def messages_for(account: Account, *, on: datetime.date) -> list[Message]:
    """The messages that this account reads on that day, the last ones first."""
    # A school has a handful at a time, and the two databases do not both know how to look inside a list.
    return [message for message in _current(school=account.school_id, day=on) if account.profile in message.profiles]


def _on_a_day() -> QuerySet[Message]:
    day = Given("day", DateField())
    messages: QuerySet[Message] = Message.objects.filter(school=Given("school", BigIntegerField()))
    return messages.filter(starts_on__lte=day, ends_on__gte=day).order_by("-starts_on", "-pk")


_current = Prepared(_on_a_day)


def messages_kept_by(account: Account) -> QuerySet[Message]:
    """The messages that this account may change or remove: his own, or all of them for an administrator."""
    messages: QuerySet[Message] = Message.objects.order_by("-ends_on", "-pk")
    return messages if account.profile == Profile.ADM else messages.filter(author=account)
