"""What a worker says of itself, and does for the others, beside its jobs."""

import logging

from django.db import DatabaseError

from documents.jobs.reaper import give_back_lost_jobs
from documents.jobs.running import beat
from documents.models import WorkerBeat
from sacoche.kit.clock import now

SECONDS = 10
_log = logging.getLogger(__name__)


def say_that_it_works(name: str) -> None:
    """This worker is there, its job too; jobs of those that are not go back to the queue.

    A database out of reach for a while is told in the log: the next time may find it.
    """
    try:
        WorkerBeat.objects.update_or_create(name=name, defaults={"seen_at": now()})
        beat()
        give_back_lost_jobs()
    except DatabaseError:
        _log.exception("the jobs could not be read")


def say_that_it_ends(name: str) -> None:
    """Nobody waits any more for this worker."""
    WorkerBeat.objects.filter(name=name).delete()
