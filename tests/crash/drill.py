"""One database: a server is killed at random moments of what it writes; each school must be as before or as after."""

import http.client
import os
import random
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from tests.crash.browser import UnexpectedAnswer
from tests.crash.workers import kill_workers
from tests.e2e.server import Server, temporary_folder

if TYPE_CHECKING:
    from tests.crash.jobs import Job

# A kill that comes after the answer proves little: it is not counted, and another one is drawn, so many times at most.
DRAWS = 20
# A part of the titles of the jobs and works that are wanted; all of them without it.
ONLY = os.environ.get("ONLY", "")
# Of as many kills of the server, one more of a worker in each of its works: it is slower to start.
KILLS_FOR_A_WORKER = 5


@dataclass
class Tally:
    """What came out of the kills on one database. `faults` is empty when all is well."""

    database: str
    kills: int = 0
    # Those that came once the server had answered, besides.
    late: int = 0
    outcomes: Counter[tuple[str, str]] = field(default_factory=Counter)
    resumed: int = 0
    faults: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Usual:
    """What an act gives when nothing disturbs it."""

    before: object
    after: object
    end: object
    seconds: float


def drill(database: str, database_url: str, kills: int, seed: int) -> Tally:
    """Kill the server `kills` times on this database, empty until now. To be run in a process of its own."""
    with temporary_folder() as folder:
        server = Server(Path(folder), database_url)
        server.prepare()
        server.serve()
        os.environ.update(server.environment | {"DJANGO_SETTINGS_MODULE": "sacoche.settings"})
        import django

        django.setup()
        try:
            chance = random.Random(seed)
            tally = _Drill(server, Tally(database), chance).go(kills)
            kill_workers(server, tally, chance, max(1, kills // KILLS_FOR_A_WORKER), ONLY)
            return tally
        finally:
            server.stop()


class _Drill:
    def __init__(self, server: Server, tally: Tally, chance: random.Random) -> None:
        # Models can be imported from here on only.
        from tests.crash.jobs import JOBS
        from tests.crash.new_year import NewYear
        from tests.crash.putting_back import PutBack

        self.server, self.tally, self.chance = server, tally, chance
        self.jobs = [job for job in (*JOBS, PutBack, NewYear) if ONLY in job.title]

    def go(self, kills: int) -> Tally:
        usual = [self._undisturbed(job) for job in self.jobs]
        for rank in range(kills if self.jobs else 0):
            turn = rank % len(self.jobs)
            is_in_time = any(self._disturbed(self.jobs[turn], usual[turn]) for _ in range(DRAWS))
            self._check(self.jobs[turn].title, "always answers before the kill", is_in_time)
            self._progress()
        return self.tally

    def _undisturbed(self, job_class: "type[Job]") -> Usual:
        """Do the act on a server that has just started, as those that are going to be killed."""
        self.server.kill()
        self.server.serve()
        job = job_class(self.server.port)
        job.load()
        before, began = job.state(), time.monotonic()
        job.act()
        seconds, after = time.monotonic() - began, job.state()
        job.resume()
        return Usual(before, after, job.state(), seconds)

    def _disturbed(self, job_class: "type[Job]", usual: Usual) -> bool:
        """Kill the server during the act; whether that came before its answer."""
        job = job_class(self.server.port)
        job.load()
        delay = self.chance.uniform(0, usual.seconds)
        self._check(job.title, "the school is not as it was made", job.state() == usual.before)
        is_answered = self._kill_during(job, delay)
        found = {usual.before: "before", usual.after: "after"}.get(job.state(), "between")
        self.server.serve()
        if is_answered:
            self.tally.late += 1
            self._check(job.title, "answered, and not all written", found == "after")
            return False
        self.tally.kills += 1
        self.tally.outcomes[job.title, found] += 1
        self._check(job.title, f"between, killed after {delay:.3f} s of {usual.seconds:.3f}", found != "between")
        self._resume(job, usual)
        return True

    def _kill_during(self, job: "Job", delay: float) -> bool:
        """Send, kill the server after this delay; whether the answer had come whole."""
        answered = threading.Event()
        sender = threading.Thread(target=self._act, args=[job, answered])
        sender.start()
        time.sleep(delay)
        self.server.kill()
        sender.join()
        _wait_until_alone()
        return answered.is_set()

    def _act(self, job: "Job", answered: threading.Event) -> None:
        """Send; that the server dies before it has answered is what we want, that it refuses is not."""
        try:
            job.act()
            answered.set()
        except (OSError, http.client.HTTPException):
            pass
        except UnexpectedAnswer as answer:
            self.tally.faults.append(f"{job.title}: {answer}")

    def _resume(self, job: "Job", usual: Usual) -> None:
        try:
            job.resume()
        except (OSError, AssertionError, UnexpectedAnswer) as error:
            self.tally.faults.append(f"{job.title}: cannot be gone on with: {error!r}")
            return
        is_whole = job.state() == usual.end and not job.leftovers()
        self._check(job.title, "the end is not the usual one", is_whole)
        self.tally.resumed += is_whole

    def _check(self, title: str, fault: str, is_well: bool) -> None:
        if not is_well:
            self.tally.faults.append(f"{title}: {fault}")

    def _progress(self) -> None:
        print(f"{self.tally.database}: {self.tally.kills} kills, {len(self.tally.faults)} faults", flush=True)


def _wait_until_alone() -> None:
    """PostgreSQL notices that its client is dead when it has finished what it was asked: wait for that."""
    from django.db import connection

    if connection.vendor != "postgresql":
        return
    others = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
    while True:
        with connection.cursor() as cursor:
            cursor.execute(others)
            if cursor.fetchone() == (0,):
                return
        time.sleep(0.02)
