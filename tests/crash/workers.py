"""The worker is killed while it makes the passwords of a school, or writes an import: each job ends once, whole."""

import datetime
import os
import random
import signal
import subprocess
import sys
import time
from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, Any, ClassVar

from tests.e2e.backstage import ROOT
from tests.e2e.server import Server

if TYPE_CHECKING:
    from tests.crash.drill import Tally

_END_SECONDS = 180


class Work(ABC):
    """A school, and a job asked for in it. `seconds`: so that a kill falls anywhere in it, and the end still comes."""

    title: ClassVar[str]
    seconds: ClassVar[float]

    def __init__(self) -> None:
        from entrance.spaces.creation import open_school
        from sacoche.kit.tenancy import school_scope

        self.school, self.admin = open_school(name="École des Coupures", password_hash="!")
        with school_scope(self.school):
            self.job = self.ask()

    @abstractmethod
    def ask(self) -> Any:
        """Ask for the job, in the open school."""

    @abstractmethod
    def fault(self) -> str:
        """What is not as it should be once the job is done, in the open school; empty when all is."""


class Passwords(Work):
    """New passwords for two hundred people: slices, each in a transaction."""

    title, seconds = "mots de passe par un worker", 6.0
    people = 200

    def ask(self) -> Any:
        from accounts.models import Account
        from documents.jobs.asking import ask
        from imports.identities import issue
        from imports.identities.issue_job import WRITE_PASSWORDS
        from sacoche.kit.bulk import bulk_insert

        names = range(self.people)
        rows = ({"last_name": f"NOM{rank}", "sort_key": f"nom{rank}", "login": f"eleve.{rank}"} for rank in names)
        bulk_insert(Account, rows, common={"profile": "ELV", "first_name": "Zoé", "password": "!"})
        pupils = Account.objects.pupils().values_list("pk", flat=True)
        given = [issue.Given(pk, is_new_login=False, password=f"un-mot-{pk}") for pk in pupils]
        issue.start(owner=self.admin, given=given)
        subject, total = f"account {self.admin.pk}", self.people
        return ask(kind=WRITE_PASSWORDS, owner=self.admin, title=self.title, asked={}, subject=subject, total=total)

    def fault(self) -> str:
        from accounts.models import Account
        from imports.identities import issue

        slips = {slip.login: slip.password for slip in issue.slips(self.admin)}
        people = list(Account.objects.pupils())
        wrong = [person.login for person in people[::20] if not person.check_password(slips.get(person.login))]
        waiting = [person.login for person in people if person.password == "!"]
        if len(slips) != self.people or wrong or waiting:
            return f"{len(slips)} labels, {len(wrong)} that are wrong, {len(waiting)} accounts without a password"
        return ""


class LongImport(Work):
    """The accounts of more people than a page writes by itself: one transaction."""

    title, seconds = "import de plus de 2 000 lignes par un worker", 1.5
    people = 3_000

    def ask(self) -> Any:
        from documents.jobs.beating import say_that_it_ends, say_that_it_works
        from imports import services
        from imports.sources import sources
        from imports.steps import steps
        from imports.steps.base import ReviewStep
        from imports.steps.by_worker import leave_answer_to_worker
        from schools.models import Niveau, SchoolNiveau

        SchoolNiveau.objects.create(niveau=Niveau.objects.get(reference="CP"))
        source, rows = sources.get("base_eleves_eleves"), "".join(f"NOM{n};Zoé;CP;CP A\n" for n in range(self.people))
        data = f"Nom Elève;Prénom Elève;Niveau;Classe\n{rows}".encode()
        run = services.stage_upload(
            school=self.school,
            actor=self.admin,
            source_code=source.code,
            source_label=source.heading(),
            file_name="fichier",
            data=data,
            steps=source.steps,
            audience=source.audience,
        )
        services.stage_extraction(run=run, extraction=source.read(data))
        run.refresh_from_db()
        classes, users = steps.get("classes"), steps.get("utilisateurs")
        assert isinstance(classes, ReviewStep)
        assert isinstance(users, ReviewStep)
        classes.accept(run, self.admin)
        run.refresh_from_db()
        say_that_it_works("crash")
        try:
            return leave_answer_to_worker(run=run, step=users, actor=self.admin, answer=users.proposed(run))
        finally:
            say_that_it_ends("crash")

    def fault(self) -> str:
        from accounts.models import Account, JournalEntry

        made = Account.objects.pupils().count()
        told = JournalEntry.objects.filter(code="imports.apply_users").count()
        return "" if (made, told) == (self.people, 1) else f"{made} accounts, told {told} times in the journal"


class PutBack(Work):
    """A backup put back over its school: one transaction, access shut meanwhile."""

    title, seconds = "restauration d'une sauvegarde par un worker", 1.5
    people = 3_000

    def ask(self) -> Any:
        import io

        from accounts.models import Account
        from documents.jobs.asking import ask
        from operation.backups import jobs, putting_back
        from operation.backups.cipher import new_key
        from operation.backups.writing import write_backup
        from sacoche.kit.bulk import bulk_insert

        names = range(self.people)
        rows = ({"last_name": f"NOM{rank}", "sort_key": f"nom{rank}", "login": f"eleve.{rank}"} for rank in names)
        bulk_insert(Account, rows, common={"profile": "ELV", "first_name": "Zoé", "password": "!"})
        stream, word = io.BytesIO(), "quatre mots sans rapport"
        told = {"by": "", "progress": lambda done, total: None}
        write_backup(school=self.school, stream=stream, key=new_key(word), **told)  # type: ignore[arg-type]
        stream.seek(0)
        Account.objects.pupils().update(first_name="Autre")
        sent = putting_back.receive(
            school=self.school, actor=self.admin, file_name="a.sacoche", content=stream, password=word
        )
        putting_back.read(sent, school=self.school)
        asked, subject = {"restoration": str(sent.uuid)}, jobs.subject_of(sent)
        return ask(kind=jobs.PUT_BACK, owner=self.admin, title=self.title, asked=asked, subject=subject, total=100)

    def fault(self) -> str:
        from accounts.models import Account, JournalEntry
        from schools.models import School

        back = Account.objects.pupils().filter(first_name="Zoé").count()
        told = JournalEntry.objects.filter(code="operation.restore").count()
        shut = School.objects.get(pk=self.school.pk).access.get("closings")
        return "" if (back, told, shut) == (self.people, 1, None) else f"{back} accounts, told {told} times, {shut}"


WORKS = (Passwords, LongImport, PutBack)


def kill_workers(server: Server, tally: "Tally", chance: random.Random, kills: int, only: str = "") -> None:
    """Kill a worker `kills` times in the middle of each work with `only` in its title, and let another one end it."""
    from documents.jobs.reaper import SILENCE
    from documents.models import Job
    from sacoche.kit.clock import now
    from sacoche.kit.tenancy import all_schools

    wanted = [work for work in WORKS if only in work.title]
    for rank in range(len(wanted) * kills):
        work = wanted[rank % len(wanted)]()
        worker = _start(server)
        _wait(lambda work=work: _is_begun(work.job))  # type: ignore[misc]
        time.sleep(chance.uniform(0, work.seconds))
        is_late = _is_over(work.job)
        os.kill(worker.pid, signal.SIGKILL)
        worker.wait()
        if is_late:
            tally.late += 1
        else:
            tally.kills += 1
        with all_schools():
            # What a minute and a half later would be: nobody has said anything since.
            silent_since = now() - SILENCE - datetime.timedelta(seconds=1)
            Job.objects.filter(pk=work.job.pk, status="running").update(beat_at=silent_since)
        _end(server, tally, work, is_late=is_late)


def _end(server: Server, tally: "Tally", work: Work, *, is_late: bool) -> None:
    """Another worker ends what was begun; what came out is noted."""
    worker = _start(server)
    is_ended = _wait(lambda: _is_over(work.job))
    worker.terminate()
    worker.wait()
    fault = _fault(work) if is_ended else "the job never ended"
    if fault:
        tally.faults.append(f"{work.title}: {fault}")
    if not is_late:
        tally.outcomes[work.title, "between" if fault else "after"] += 1
        tally.resumed += not fault


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


def _fault(work: Work) -> str:
    """What is not as it should be once the work has ended; empty when all is."""
    from sacoche.kit.tenancy import school_scope

    if _status(work.job) != "done":
        return f"it ended as {_status(work.job)}"
    with school_scope(work.school):
        return work.fault()
