"""Requests at the same moment, each with its own connection to the database."""

import time
from collections.abc import Callable
from threading import Barrier, Thread

from django.db import connection

from sacoche.kit.tenancy import school_scope
from schools.models import School


def at_once(school: School, *acts: Callable[[], object]) -> list[object]:
    """Do these together; what each raised, or None.

    SQLite lets one writer in at a time and the others wait; its database of tests, in memory, refuses instead of
    waiting: there they go one after the other.
    """
    is_together = connection.vendor != "sqlite"
    barrier = Barrier(len(acts) if is_together else 1)
    outcomes: list[object] = []

    def play(act: Callable[[], object]) -> None:
        with school_scope(school):
            barrier.wait()
            try:
                act()
                outcomes.append(None)
            except Exception as error:  # told to the test
                outcomes.append(type(error))

    def play_apart(act: Callable[[], object]) -> None:
        play(act)
        connection.close()

    if not is_together:
        for act in acts:
            play(act)
        return outcomes
    threads = [Thread(target=play_apart, args=[act]) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcomes


def wait_until_somebody_waits() -> None:
    """Until the database makes another transaction wait, ten seconds at most; SQLite never does here."""
    for _ in range(100 if connection.vendor == "postgresql" else 0):
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
            if cursor.fetchone()[0]:
                return
        time.sleep(0.1)
