"""The school's clock: one place to ask for the time, so that tests can move it."""

import datetime

from django.utils import timezone


def now() -> datetime.datetime:
    """The present moment, aware, in UTC."""
    return timezone.now()


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
    return timezone.localdate()
