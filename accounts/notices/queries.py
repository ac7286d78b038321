"""The notices that an account is shown, as its pages tell them."""

import datetime
from dataclasses import dataclass

from django.db.models import QuerySet

from accounts.models import Account, Notice
from accounts.notices.kinds import NoticeKind, notice_kinds
from sacoche.kit.clock import now

# How many the home page shows; the others are on the page of notices.
AT_HOME = 5


@dataclass(frozen=True)
class ToldNotice:
    """A notice in words. `url` is empty when it leads nowhere."""

    pk: int
    sentence: str
    url: str
    at: datetime.datetime
    times: int
    is_read: bool


@dataclass(frozen=True)
class Unread:
    """What a home page shows: how many are not read, and the last ones."""

    count: int
    last: list[ToldNotice]


@dataclass(frozen=True)
class KindChoice:
    """A kind of notices that somebody may choose to be told of."""

    kind: NoticeKind
    is_wanted: bool
    # How it is told of, wanted or not.
    channel: str


def notices_of(account: Account) -> QuerySet[Notice]:
    """The notices whose time has come, the last ones first; those of kinds that no longer exist are left out."""
    notices: QuerySet[Notice] = Notice.objects.filter(
        account=account, shown_from__lte=now(), code__in=[kind.code for kind in notice_kinds]
    )
    return notices.order_by("-last_at", "-pk")


def unread_of(account: Account) -> Unread:
    """What is not read yet: counted by one query, which the last ones come with."""
    unread = list(notices_of(account).filter(read_at=None))
    return Unread(len(unread), [told(notice) for notice in unread[:AT_HOME]])


def told(notice: Notice) -> ToldNotice:
    """One notice in words."""
    kind = notice_kinds.get(notice.code)
    return ToldNotice(
        pk=notice.pk,
        sentence=kind.told(notice.details),
        url=kind.address(notice.target),
        at=notice.last_at,
        times=notice.times,
        is_read=notice.read_at is not None,
    )


def choices_of(account: Account) -> list[KindChoice]:
    """The kinds that the profile of an account may be told of, with what it chose."""
    return [
        KindChoice(kind, kind.is_wanted_by(account), kind.channel_for(account))
        for kind in notice_kinds
        if account.profile in kind.profiles
    ]
