"""Families are told that a document is there: at the school's hour, without a mark nor a name."""

from collections.abc import Collection

from accounts.access.decided import notices_hour
from accounts.models import Account, Notice
from accounts.notices.services import notify
from bilans.officiels.kinds import OfficialKind
from bilans.officiels.shapes import Edition
from bilans.printing.queries import told_of
from sacoche.kit.clock import local, now
from schools.hours import next_delivery


def notice_code(kind: OfficialKind) -> str:
    """The code of the notices of a kind of document."""
    return f"bilans.{kind.code}_printed"


def tell(found: Edition, pupils: Collection[int], *, by: Account) -> None:
    """Tell those of the families who may read the archives; the mail is for who has an address and did not refuse any.

    Where the configuration of the class says so, guardians have no mail of it: it is on their page all the same. Who
    was mailed of a first version, and has not read it yet, is mailed of the next one.
    """
    school = found.school_class.school
    told = told_of(school, found.kind, pupils)
    code, period = notice_code(found.kind), found.dates.period
    unread = Notice.objects.filter(code=code, target=period.pk, read_at=None)
    waiting = set(unread.filter(account__in=told.guardians).values_list("account_id", flat=True))
    at = next_delivery(local(now()), notices_hour(school))
    notify(code, told.everybody, by=by, target=period.pk, shown_from=at, period=period.name)
    if found.settings.tells_guardians:
        unread.filter(account__in=told.everybody).update(mailed_at=None)
    else:
        # Of a child in another class they may be waiting for a mail: that one still leaves.
        newly = [guardian.pk for guardian in told.guardians if guardian.pk not in waiting]
        unread.filter(account__in=newly).update(mailed_at=now())
