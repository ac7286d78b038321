"""The only module that knows django-tasks and its queue in the database: both change before their version 1."""

import os
import signal
import threading
import uuid
from collections.abc import Callable, Collection
from typing import Any

from django.db import OperationalError, close_old_connections, connection
from django_tasks import task
from django_tasks_db.management.commands.db_worker import Worker as LibraryWorker
from django_tasks_db.models import DBTaskResult as QueueRow
from django_tasks_db.utils import exclusive_transaction, is_locked_database_exception

from sacoche.kit.clock import now

_SECONDS_BETWEEN_LOOKS = 1.0
# Set when this process is asked to end: what it does is given back at its next step.
stopping = threading.Event()


@task()
def carry_out(job: int) -> None:
    """What stands in the queue for a job: its number. The path of this function is in the database: it stays."""
    from documents.jobs.running import run

    run(job)


def put(job: int) -> uuid.UUID:
    """Put a job in the queue, in the transaction of what asks for it; the number of its row there."""
    return uuid.UUID(str(carry_out.enqueue(job).id))


def waiting_in_queue(rows: Collection[uuid.UUID]) -> set[uuid.UUID]:
    """Those of these rows of the queue that a worker may still take."""
    return set(QueueRow.objects.filter(pk__in=rows, status="READY").values_list("pk", flat=True))


def give_up(row: uuid.UUID) -> None:
    """Nobody does this row of the queue any more; a worker that was only slow can still say how it ended."""
    QueueRow.objects.filter(pk=row, status="RUNNING").update(status="FAILED", finished_at=now())


def drop(rows: Collection[uuid.UUID]) -> None:
    """Take rows out of the queue, whatever has become of them."""
    QueueRow.objects.filter(pk__in=rows).delete()


class Worker:
    """Takes jobs one by one until it is told to stop; `parent` is a process that it does not outlive (0: none)."""

    def __init__(self, *, parent: int = 0) -> None:
        self.name = uuid.uuid4().hex
        self._parent = parent
        self._library = LibraryWorker(
            queue_names=["default"],
            interval=_SECONDS_BETWEEN_LOOKS,
            batch=False,
            backend_name="default",
            startup_delay=False,
            max_tasks=None,
            worker_id=self.name,
            excluded_queue_names=[],
        )

    def run(self) -> None:
        """Work until a signal says to stop, or the parent is gone."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stopping.set())
        while not stopping.is_set() and self._has_parent():
            close_old_connections()
            if not self._work_once():
                stopping.wait(_SECONDS_BETWEEN_LOOKS)

    def work_off(self) -> int:
        """Do all that waits, then return how many jobs that was."""
        done = 0
        while self._work_once():
            done += 1
        return done

    def _work_once(self) -> bool:
        row = _take(self.name)
        if row is None:
            return False
        self._library.run_task(row)
        return True

    def _has_parent(self) -> bool:
        if not self._parent:
            return True
        try:
            os.kill(self._parent, 0)
        except ProcessLookupError:
            return False
        return True


def _take(worker: str) -> Any:
    """The next row of the queue, now this worker's; None when there is none, or somebody else is writing.

    The library would open a writing transaction every second: on SQLite, that of a whole school would wait for it.
    """
    ready = QueueRow.objects.ready()
    if not ready.exists():
        return None
    try:
        with exclusive_transaction(ready.db):
            row = ready.get_locked()
            if row is not None:
                row.claim(worker)
            return row
    except OperationalError as error:
        if is_locked_database_exception(error):
            return None
        raise


def in_thread(work: Callable[[], None], *, name: str, seconds: float) -> None:
    """Do something again and again beside the jobs, for as long as this process lives."""

    def keep_on() -> None:
        while not stopping.wait(seconds):
            work()
            # Of this thread; the next time opens its own.
            connection.close()

    threading.Thread(target=keep_on, name=name, daemon=True).start()
