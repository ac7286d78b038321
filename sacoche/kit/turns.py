"""What one process does at a time: on this machine by a locked file, on all the servers of a database by the database.

Both locks go with the process that holds them, whatever ends it.
"""

import fcntl
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper

# Any number, the same on every server: « saco », as bytes.
_MIGRATING = 0x7361636F
# Seconds between two questions of who waits.
_AGAIN = 0.5
_WAITING = "Une autre préparation est en cours : celle-ci attend qu'elle finisse."


@contextmanager
def alone_here(what: str) -> Iterator[None]:
    """Only one process of this data folder goes through `what` at a time; the others wait, and say so."""
    with (Path(settings.DATA_DIR) / f"{what}.lock").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            _say_that_it_waits()
            fcntl.flock(file, fcntl.LOCK_EX)
        yield


@contextmanager
def alone_on_the_database() -> Iterator[None]:
    """Only one process of all the servers of this database goes on at a time; the others wait, and say so.

    PostgreSQL holds an advisory lock for a connection of its own: through PgBouncer in transaction mode it would belong
    to nobody, so that this is for a DATABASE_URL that leads to PostgreSQL itself. SQLite is of one machine.

    Who waits asks again and again: a question that stays open would hold up an index built concurrently by who goes on,
    and that one the lock, for ever.
    """
    if connection.vendor != "postgresql":
        with alone_here("migrate"):
            yield
        return
    holder = connection.copy()
    try:
        if not _is_taken_by(holder):
            _say_that_it_waits()
            while not _is_taken_by(holder):
                time.sleep(_AGAIN)
        yield
    finally:
        holder.close()


def _is_taken_by(holder: BaseDatabaseWrapper) -> bool:
    with holder.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [_MIGRATING])
        return bool(cursor.fetchone()[0])


def _say_that_it_waits() -> None:
    print(_WAITING, file=sys.stderr, flush=True)
