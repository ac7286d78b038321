"""Notices by e-mail: one mail of what waits, at the school's hour; or one a week, on Friday. Neither names anybody."""

from collections import Counter
from collections.abc import Sequence
from functools import reduce
from operator import or_

from django.core import signing
from django.db import transaction
from django.db.models import Q, QuerySet
from django.urls import reverse

from accounts.access.decided import notices_hour
from accounts.enums import Profile
from accounts.mail import queue_mail
from accounts.models import Account, Notice
from accounts.notices.kinds import (
    AT_HOME,
    BY_MAIL,
    CHANNEL,
    CHANNEL_OF_KIND,
    WEEKLY,
    NoticeKind,
    notice_kinds,
)
from accounts.present import present
from sacoche.kit.addresses import absolute_url
from sacoche.kit.clock import local, now
from sacoche.kit.tenancy import all_schools, school_scope
from sacoche.kit.text import count
from schools.hours import FRIDAY, is_delivering
from schools.models import School

_SALT = "accounts.notices.stop"


def queue_notice_mails() -> int:
    """Queue, in every school whose hour it is, the mails of notices that nobody mailed yet; how many. For the operator.

    What was read meanwhile is mailed to nobody, and nothing to announce makes no mail.
    """
    with all_schools():
        schools = list(School.objects.filter(pk__in=_waiting().order_by().values("school")))
    return sum(_queue_of(school) for school in schools if is_delivering(local(now()), notices_hour(school)))


def _waiting() -> QuerySet[Notice]:
    channels = [BY_MAIL, WEEKLY] if local(now()).weekday() == FRIDAY else [BY_MAIL]
    wanted = reduce(or_, (_leaving(kind, channels) for kind in notice_kinds))
    found: QuerySet[Notice] = Notice.objects.filter(
        wanted, present("account"), mailed_at=None, read_at=None, shown_from__lte=now()
    )
    return found.exclude(account__email="")


def _leaving(kind: NoticeKind, channels: Sequence[str]) -> Q:
    """The notices of this kind that leave by one of these channels: `NoticeKind.channel_for`, asked of the database."""
    of_kind, general = f"account__preferences__{CHANNEL_OF_KIND}__{kind.code}", f"account__preferences__{CHANNEL}"
    otherwise = Q(**{f"{general}__in": channels})
    if kind.is_mailed:
        otherwise |= Q(**{f"{general}__isnull": True})
    chosen = Q(**{f"{of_kind}__in": channels}) | Q(**{f"{of_kind}__isnull": True}) & otherwise
    return Q(code=kind.code) & chosen


def _queue_of(school: School) -> int:
    with school_scope(school), transaction.atomic():
        rows = _waiting().select_related("account").select_for_update(of=("self",))
        held: dict[Account, list[Notice]] = {}
        for notice in rows.order_by("account__sort_key", "account", "last_at", "pk"):
            held.setdefault(notice.account, []).append(notice)
        for account, notices in held.items():
            _queue(school, account, notices)
        Notice.objects.filter(pk__in=[each.pk for found in held.values() for each in found]).update(mailed_at=now())
    return len(held)


def _queue(school: School, account: Account, notices: Sequence[Notice]) -> None:
    weekly = [each for each in notices if notice_kinds.get(each.code).channel_for(account) == WEEKLY]
    daily = [each for each in notices if each not in weekly]
    lines = [*_told(daily), *_digest(account, weekly)]
    number = count(len(notices), "notification", "notifications")
    subject = f"SACoche : {number} {'à lire' if daily else 'cette semaine'}"
    body = "\n".join(
        [
            "Bonjour,",
            "",
            f"{school} :",
            *(f"- {line}" for line in lines),
            "",
            f"À lire sur place : {absolute_url(reverse('accounts:notices'))}",
            "",
            f"Ne plus recevoir ces courriels, en un clic : {absolute_url(stop_path(account))}",
        ]
    )
    queue_mail(school=school, recipient=account.email, subject=subject, body=body)


def _told(notices: Sequence[Notice]) -> list[str]:
    return [notice_kinds.get(each.code).told(each.details) for each in notices]


def _digest(account: Account, notices: Sequence[Notice]) -> list[str]:
    """« Rose : 3 nouveautés » for each child of a guardian, when the kind says whom it is about; else by kind."""
    counted: Counter[str] = Counter()
    for code in dict.fromkeys(each.code for each in notices):
        kind = notice_kinds.get(code)
        targets = [each.target for each in notices if each.code == code]
        if kind.children is None or account.profile != Profile.TUT:
            counted[kind.label[:1].upper() + kind.label[1:]] += len(targets)
            continue
        for names in kind.children(account, targets).values():
            counted.update(names)
    return [f"{name} : {count(number, 'nouveauté', 'nouveautés')}" for name, number in counted.items()]


def has_mails(account: Account) -> bool:
    """Whether some kind of notices would leave for this account by e-mail."""
    kinds = [kind for kind in notice_kinds if kind.is_wanted_by(account)]
    return any(kind.channel_for(account) != AT_HOME for kind in kinds)


def stop_path(account: Account) -> str:
    """The address that stops the mails of an account, for whoever holds the mail."""
    token = signing.dumps([account.school_id, account.pk], salt=_SALT)
    return reverse("accounts:stop_notice_mails", args=[token])


def account_of(token: str) -> Account | None:
    """Whose mails such an address stops; None when it is not one of ours, or when the account is gone."""
    try:
        school, account = signing.loads(token, salt=_SALT)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    with all_schools():
        found: Account | None = Account.objects.filter(school=school, pk=account).select_related("school").first()
    return found
