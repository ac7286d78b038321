"""Long reads asked of a standby of the database (REPLICA_URL), when it has all that was written so far (docs/adr/0076).

Reports and files read thousands of rows and write none. Nobody reads there something older than what was answered: the
standby must first have replayed all that the primary had written when the read begins, else the primary is asked.
"""

import logging
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, ParamSpec, TypeVar

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, DatabaseError, InterfaceError, OperationalError, connection, connections

REPLICA = "replica"
# Seconds: what a standby that follows takes to replay the last save; how long one that is away is left alone.
_PATIENCE, _REST = 0.2, 10.0
_is_open: ContextVar[bool] = ContextVar("reads_from_replica", default=False)
_log = logging.getLogger(__name__)
Given = ParamSpec("Given")
Found = TypeVar("Found")


class _Silence:
    """Until when this process does not ask a standby that did not answer."""

    until = 0.0


class LongReads:
    """Django's router: the standby inside `read_aside`, and the primary for everything else."""

    def db_for_read(self, model: Any, **hints: Any) -> str:
        return REPLICA if _is_open.get() else DEFAULT_DB_ALIAS

    def db_for_write(self, model: Any, **hints: Any) -> str:
        # Whoever writes reads what he wrote.
        _is_open.set(False)
        return DEFAULT_DB_ALIAS

    def allow_relation(self, one: Any, other: Any, **hints: Any) -> bool:
        return True

    def allow_migrate(self, db: str, app_label: str, **hints: Any) -> bool:
        return db == DEFAULT_DB_ALIAS


def read_aside(read: Callable[[], Found]) -> Found:
    """What `read` returns, asked of the standby when it is up to date; of the primary when it is not, or breaks off.

    `read` may be called twice.
    """
    if _is_open.get() or not is_caught_up():
        return read()
    try:
        with _opened(True):
            return read()
    except (OperationalError, InterfaceError) as error:
        _leave_alone(error)
    return read()


def beside(function: Callable[Given, Found]) -> Callable[Given, Found]:
    """The same function, which asks the primary even when it is called in the middle of a long read."""

    def asked(*args: Given.args, **kwargs: Given.kwargs) -> Found:
        with _opened(False):
            return function(*args, **kwargs)

    return asked


def is_caught_up() -> bool:
    """Whether there is a standby that has all that the primary has written by now; it is waited for a moment."""
    if REPLICA not in settings.DATABASES or connection.in_atomic_block or time.monotonic() < _Silence.until:
        return False
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_current_wal_flush_lsn()")
        written = cursor.fetchone()[0]
    try:
        return _waits_for(written)
    except DatabaseError as error:
        _leave_alone(error)
        return False


def bytes_behind() -> int | None:
    """How much of what was written the standby has not replayed; None when there is none, or it does not answer."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_current_wal_flush_lsn()")
        written = cursor.fetchone()[0]
    try:
        with connections[REPLICA].cursor() as cursor:
            cursor.execute("SELECT GREATEST(0, %s::pg_lsn - pg_last_wal_replay_lsn())", [written])
            behind = cursor.fetchone()[0]
    except DatabaseError:
        return None
    return None if behind is None else int(behind)


def _waits_for(written: str) -> bool:
    deadline = time.monotonic() + _PATIENCE
    while True:
        with connections[REPLICA].cursor() as cursor:
            # One that has become the primary of others, or a database that is no standby, never has it.
            cursor.execute("SELECT pg_is_in_recovery() AND pg_last_wal_replay_lsn() >= %s::pg_lsn", [written])
            if cursor.fetchone()[0]:
                return True
        if time.monotonic() >= deadline:
            return False
        time.sleep(0.01)


def _leave_alone(error: Exception) -> None:
    _Silence.until = time.monotonic() + _REST
    connections[REPLICA].close()
    _log.warning("the replica does not answer, the primary is asked: %s", next(iter(str(error).splitlines()), ""))


@contextmanager
def _opened(is_open: bool) -> Iterator[None]:
    token = _is_open.set(is_open)
    try:
        yield
    finally:
        _is_open.reset(token)
