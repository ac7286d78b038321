"""What is asked of the backups of a school."""

import datetime

from operation.models import Backup
from sacoche.kit.clock import now

DAY = datetime.timedelta(hours=24)


def last_backup() -> Backup | None:
    """The last backup of the open school, whole, whoever made it (a person or the night); None when there is none."""
    found: Backup | None = Backup.objects.order_by("-made_at", "-pk").first()
    return found


def was_saved_lately(*, within: datetime.timedelta = DAY) -> bool:
    """Whether the open school was saved, whole, within 24 hours: what erases much asks it first."""
    return bool(Backup.objects.filter(made_at__gt=now() - within).exists())
