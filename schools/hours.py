"""When notices leave: at the school's hour, never in the evening nor at week-ends. Pure, on the clock of the school."""

import datetime

USUAL_HOUR = datetime.time(17, 30)
# Between which hours a school may choose its own.
EARLIEST, LATEST = datetime.time(7, 0), datetime.time(19, 0)
# For how long after its hour a mail may still leave: a server that was off waits for the next day.
WINDOW = datetime.timedelta(hours=1)
# The day of the weekly digest.
FRIDAY = 4
_SATURDAY = 5
_DAY = datetime.timedelta(days=1)


def next_delivery(moment: datetime.datetime, hour: datetime.time) -> datetime.datetime:
    """The first delivery at or after a local moment: at `hour`, from Monday to Friday."""
    found = datetime.datetime.combine(moment.date(), hour, tzinfo=moment.tzinfo)
    while found < moment or found.weekday() >= _SATURDAY:
        found = datetime.datetime.combine(found.date() + _DAY, hour, tzinfo=moment.tzinfo)
    return found


def delivery_after(delivery: datetime.datetime, hour: datetime.time) -> datetime.datetime:
    """The delivery of a day later: guardians are told after their child."""
    return next_delivery(delivery + _DAY, hour)


def is_delivering(moment: datetime.datetime, hour: datetime.time) -> bool:
    """Whether mails leave at this local moment."""
    begun = datetime.datetime.combine(moment.date(), hour, tzinfo=moment.tzinfo)
    return moment.weekday() < _SATURDAY and begun <= moment < begun + WINDOW
