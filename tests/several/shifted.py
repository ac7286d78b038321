"""The product on a machine whose clock is wrong by CLOCK_AHEAD seconds: its server serves this application."""

import datetime
import os

import time_machine

_ahead = datetime.timedelta(seconds=int(os.environ["CLOCK_AHEAD"]))
time_machine.travel(datetime.datetime.now(datetime.UTC) + _ahead, tick=True).start()

from sacoche.wsgi import application  # noqa: E402

__all__ = ["application"]
