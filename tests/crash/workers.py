"""The worker is killed while it makes the passwords of a school: its job ends once, each account has its label."""

import datetime
import os
import random
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING

from tests.e2e.backstage import ROOT
from tests.e2e.server import Server

if TYPE_CHECKING:
    from tests.crash.drill import Tally

TITLE = "mots de passe par un worker"
PEOPLE = 200
# So that a kill falls anywhere in the work, and the end still comes.
_SECONDS_OF_WORK = 6.0
_END_SECONDS = 180


def kill_workers(server: Server, tally: "Tally", chance: random.Random, kills: int) -> None:
    """Kill a worker `kills` times in the middle of as many schools' passwords, and let another one end the work."""
    from documents.jobs.reaper import SILENCE
    from documents.models import Job
    from sacoche.kit.clock import now
    from sacoche.kit.tenancy import all_schools

    for _ in range(kills):
        job, owner = _ask()
        worker = _start(server)
        _wait(lambda job=job: _is_begun(job))  # type: ignore[misc]
        time.sleep(chance.uniform(0, _SECONDS_OF_WORK))
        os.kill(worker.pid, signal.SIGKILL)
        worker.wait()
        tally.kills += 1
        with all_schools():
            # What a minute and a half later would be: nobody has said anything since.
            Job.objects.filter(pk=job.pk, status="running").update(
                beat_at=now() - SILENCE - datetime.timedelta(seconds=1)
            )
        worker = _start(server)
        is_ended = _wait(lambda job=job: _is_over(job))  # type: ignore[misc]
        worker.terminate()
        worker.wait()
        fault = _fault(job, owner) if is_ended else "the job never ended"
        tally.outcomes[TITLE, "after" if not fault else "between"] += 1
        tally.resumed += not fault
        if fault:
            tally.faults.append(f"{TITLE}: {fault}")


def _ask():  # type: ignore[no-untyped-def]
    from accounts.models import Account
    from documents.jobs.asking import ask
    from entrance.spaces.creation import open_school
    from imports.identities import issue
    from imports.identities.issue_job import WRITE_PASSWORDS
    from sacoche.kit.bulk import bulk_insert
    from sacoche.kit.tenancy import school_scope

    school, admin = open_school(name="École des Coupures", password_hash="!")
    with school_scope(school):
        rows = (
            {"last_name": f"NOM{rank}", "sort_key": f"nom{rank}", "login": f"eleve.{rank}"} for rank in range(PEOPLE)
        )
        bulk_insert(Account, rows, common={"profile": "ELV", "first_name": "Zoé", "password": "!"})
        pupils = Account.objects.pupils().values_list("pk", flat=True)
        issue.start(owner=admin, given=[issue.Given(pk, is_new_login=False, password=f"un-mot-{pk}") for pk in pupils])
        subject = f"account {admin.pk}"
        return ask(kind=WRITE_PASSWORDS, owner=admin, title=TITLE, asked={}, subject=subject, total=PEOPLE), admin


def _start(server: Server) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "manage.py", "worker"],
        cwd=ROOT,
        env=server.environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def _status(job) -> str:  # type: ignore[no-untyped-def]
    from documents.models import Job
    from sacoche.kit.tenancy import all_schools

    with all_schools():
        return str(Job.objects.values_list("status", flat=True).get(pk=job.pk))


def _is_begun(job) -> bool:  # type: ignore[no-untyped-def]
    return _status(job) != "waiting"


def _is_over(job) -> bool:  # type: ignore[no-untyped-def]
    return _status(job) not in ("waiting", "running")


def _wait(is_done) -> bool:  # type: ignore[no-untyped-def]
    deadline = time.monotonic() + _END_SECONDS
    while time.monotonic() < deadline:
        if is_done():
            return True
        time.sleep(0.05)
    return False


def _fault(job, owner) -> str:  # type: ignore[no-untyped-def]
    """What is not as it should be once the work has ended; empty when all is."""
    from accounts.models import Account
    from imports.identities import issue
    from sacoche.kit.tenancy import school_scope

    if _status(job) != "done":
        return f"it ended as {_status(job)}"
    with school_scope(owner.school):
        slips = {slip.login: slip.password for slip in issue.slips(owner)}
        people = list(Account.objects.pupils())
        wrong = [person.login for person in people[::20] if not person.check_password(slips.get(person.login))]
        waiting = [person.login for person in people if person.password == "!"]
    if len(slips) != PEOPLE or wrong or waiting:
        return f"{len(slips)} labels, {len(wrong)} that are wrong, {len(waiting)} accounts without a password"
    return ""
