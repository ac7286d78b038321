"""Whether a school was saved lately: what erases much asks it first."""

import datetime

from operation.models import Backup, Origin
from operation.queries import last_backup, was_saved_lately
from sacoche.kit.clock import now
from sacoche.kit.tenancy import school_scope

HOUR = datetime.timedelta(hours=1)


def saved(hours: float) -> Backup:
    told = {"name": "a.sacoche", "size": 9, "row_count": 1, "file_count": 0, "origin": Origin.NIGHTLY}
    made: Backup = Backup.objects.create(made_at=now() - hours * HOUR, **told)
    return made


def test_school_that_was_never_saved_was_not_saved_lately(school):
    assert (last_backup(), was_saved_lately()) == (None, False)


def test_backup_of_yesterday_morning_is_too_old(school):
    old = saved(hours=25)

    assert (last_backup(), was_saved_lately()) == (old, False)


def test_backup_of_the_night_is_enough_and_is_that_of_one_school(school, other_school):
    last = saved(hours=8)

    assert (last_backup(), was_saved_lately()) == (last, True)
    with school_scope(other_school):
        assert (last_backup(), was_saved_lately()) == (None, False)
