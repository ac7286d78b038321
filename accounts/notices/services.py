"""Tell people, and note what they have read."""

import datetime
from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction
from django.db.models import F

from accounts.models import Account, Notice
from accounts.notices.kinds import CHANNEL, CHANNEL_OF_KIND, CHANNELS, PREFERENCE, notice_kinds
from accounts.notices.queries import notices_of
from accounts.own.services import set_preference
from sacoche.kit import sentences
from sacoche.kit.clock import now
from sacoche.kit.parts.kept import keep
from sacoche.kit.tenancy import all_schools


@transaction.atomic
def notify(
    code: str,
    to: Iterable[Account],
    *,
    by: Account | None,
    target: int = 0,
    shown_from: datetime.datetime | None = None,
    **details: Any,
) -> int:
    """Tell accounts of the open school something that just happened; return how many are told.

    Who did it (`by`), who has left and who does not want this kind are not. What somebody has not read yet is told once
    more, with these details. `details` must be JSON values; nothing is shown before `shown_from`.
    Raises UnknownCode for a kind nobody declared, and KeyError when its sentence misses a detail.
    """
    kind = notice_kinds.get(code)
    sentences.check(kind.sentence, details)
    told = {each.pk for each in to if each != by and each.is_active and kind.is_wanted_by(each)}
    moment = now()
    unread = Notice.objects.filter(account__in=told, code=code, target=target, read_at=None)
    again = dict(unread.order_by("pk").select_for_update().values_list("account_id", "pk"))
    shown = shown_from or moment
    repeated = Notice.objects.filter(pk__in=again.values())
    # What people have already been shown is not hidden again.
    repeated.filter(shown_from__gt=moment).update(shown_from=shown)
    repeated.update(times=F("times") + 1, last_at=moment, details=details)
    Notice.objects.bulk_create(
        (
            Notice(account_id=key, code=code, target=target, details=details, last_at=moment, shown_from=shown)
            for key in sorted(told - again.keys())
        ),
        # Somebody else tells them the same at this very moment.
        ignore_conflicts=True,
    )
    return len(told)


def withdraw(code: str, *, target: int) -> None:
    """Take back what nobody needs to read any more: what it was about is gone, or was put off."""
    Notice.objects.filter(code=code, target=target, read_at=None).delete()


def mark_read(account: Account, *, notice: Notice | None = None) -> int:
    """Note that an account has read one of its notices, or all that it is shown; return how many."""
    unread = notices_of(account).filter(read_at=None)
    return int((unread.filter(pk=notice.pk) if notice else unread).update(read_at=now()))


def choose_channel(account: Account, *, channel: str) -> None:
    """Keep how somebody is told of every kind: at home alone, by e-mail too, once a week. Raises ValueError."""
    if channel not in CHANNELS:
        raise ValueError(channel)
    set_preference(account=account, name=CHANNEL_OF_KIND, value={})
    set_preference(account=account, name=CHANNEL, value=channel)


def choose_channels(account: Account, *, channels: Mapping[str, str]) -> None:
    """Keep how somebody is told of these kinds, by their codes; the others stay. Raises ValueError."""
    if not set(channels.values()) <= set(CHANNELS):
        raise ValueError(channels)
    known = account.preferences.get(CHANNEL_OF_KIND, {})
    set_preference(account=account, name=CHANNEL_OF_KIND, value=known | channels)


def choose_notices(account: Account, *, wanted: Iterable[str]) -> None:
    """Keep which kinds somebody wants to be told of; those that cannot be refused stay."""
    codes = set(wanted)
    kinds = [kind for kind in notice_kinds if account.profile in kind.profiles and not kind.is_compulsory]
    chosen = account.preferences.get(PREFERENCE, {})
    set_preference(account=account, name=PREFERENCE, value=chosen | {kind.code: kind.code in codes for kind in kinds})


def forget_old_notices() -> int:
    """Delete, in every school, the notices read a month ago, and those of a year ago that nobody read. For the
    operator.
    """
    return _forget_read() + _forget_unread()


def _forget_read() -> int:
    with all_schools():
        return int(READ.due().delete()[0])


def _forget_unread() -> int:
    with all_schools():
        return int(UNREAD.due().delete()[0])


READ = keep("accounts.read", "notifications lues", Notice, "read_at", days=lambda: 30, erase=_forget_read)
UNREAD = keep(
    "accounts.unread",
    "notifications, lues ou non",
    Notice,
    "shown_from",
    days=lambda: 365,
    erase=_forget_unread,
)
