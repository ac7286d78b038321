"""Whether the school was saved lately enough for something that only a backup takes back."""

import datetime

from accounts.models import JournalEntry
from sacoche.kit.clock import now
from schools.models import School

RECENT = datetime.timedelta(hours=24)
# How long after a passage its backup is the way back: later, too much has been written since.
WAY_BACK = datetime.timedelta(days=7)


def last_saved(school: School) -> datetime.datetime | None:
    """When this school was last saved whole, by its administrator or by the server; None: never."""
    lines = JournalEntry.objects.filter(school=school, code="operation.back_up")
    found: datetime.datetime | None = lines.order_by("-at").values_list("at", flat=True).first()
    return found


def recently_saved(school: School) -> datetime.datetime | None:
    """When, if that is less than twenty-four hours ago."""
    moment = last_saved(school)
    return moment if moment and moment > now() - RECENT else None
