"""The school's clock: one place to ask for the time, so that tests can move it and servers of one database agree.

Servers whose clocks are apart would lock, show who is there and say what has just changed each by its own: once one
serves pages, it reads the clock of the database (`follow_database`).
"""

import datetime
import logging
from typing import Any

from django.db import DEFAULT_DB_ALIAS
from django.db.backends.signals import connection_created
from django.utils import timezone

# Less is the time that the question takes, or what clocks set by the network differ by.
_NOTICED = datetime.timedelta(seconds=1)
_TOLD = datetime.timedelta(seconds=5)
_log = logging.getLogger(__name__)


class _Clock:
    """How far the clock of this machine is ahead of that of the database."""

    ahead = datetime.timedelta()


def now() -> datetime.datetime:
    """The present moment, aware, in UTC."""
    return timezone.now() - _Clock.ahead


def seconds() -> float:
    """The same in seconds since 1970, as sessions keep it."""
    return now().timestamp()


def local(moment: datetime.datetime) -> datetime.datetime:
    """The same moment on the clock of the school's wall: what a page, a sentence or the name of a file says."""
    return timezone.localtime(moment)


def stamp() -> str:
    """The present moment in the name of a file, on the clock of the school: « 2026-09-01_08-30-00 »."""
    return f"{local(now()):%Y-%m-%d_%H-%M-%S}"


def years_before(day: datetime.date, years: int) -> datetime.date:
    """The same day, `years` earlier; 28 February for the 29th of a year that has none."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)


def today() -> datetime.date:
    """The school's local day (TIME_ZONE, Europe/Paris)."""
    return timezone.localdate(now())


def ahead_of_database() -> datetime.timedelta:
    """How far the clock of this machine is ahead of that of its database, as it was last compared."""
    return _Clock.ahead


def follow_database() -> None:
    """From now on this process reads the clock of its database, compared anew with each connection.

    An embedded database has no clock but that of its only server.
    """
    connection_created.connect(_compare, dispatch_uid="sacoche.kit.clock")


def _compare(connection: Any, **kwargs: Any) -> None:
    if connection.vendor != "postgresql" or connection.alias != DEFAULT_DB_ALIAS:
        return
    before = timezone.now()
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        told = cursor.fetchone()[0]
    ahead = before + (timezone.now() - before) / 2 - told
    was_told, is_noticed = abs(_Clock.ahead) >= _TOLD, abs(ahead) >= _NOTICED
    _Clock.ahead = ahead if is_noticed else datetime.timedelta()
    if abs(ahead) >= _TOLD and not was_told:
        apart = f"{abs(ahead).total_seconds():.0f} s {'in advance of' if ahead.total_seconds() > 0 else 'behind'}"
        _log.warning("the clock of this server is %s that of the database, which is followed: set it (NTP)", apart)
