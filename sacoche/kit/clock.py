"""The school's clock: one place to ask for the time, so that tests can move it."""

import datetime

from django.utils import timezone


def now() -> datetime.datetime:
    """The present moment, aware, in UTC."""
    return timezone.now()


def today() -> datetime.date:
    """The school's local day (TIME_ZONE, Europe/Paris)."""
    return timezone.localdate()
