"""What a worker does of a job: take it, check that it may still be done, do it, say how it ended. Each time once."""

import logging
import time
import uuid
from typing import Any

from django.db import transaction
from django.db.models import F

from accounts.access.decided import BY_SERVER, closing_for
from accounts.models import Account
from documents.jobs import queue
from documents.jobs.kinds import Asked, JobKind, JobRefused, JobStopped, Outcome, kinds
from documents.models import Job, JobStatus
from sacoche.kit.access import may
from sacoche.kit.clock import now
from sacoche.kit.registry import UnknownCode
from sacoche.kit.stored import StorageFailed
from sacoche.kit.tenancy import all_schools, school_scope
from schools.models import School

OTHER_VERSION = "SACoche a été mis à jour depuis que vous avez demandé ce travail : demandez-le à nouveau."
OWNER_LEFT = "Le compte qui a demandé ce travail est fermé."
NO_RIGHT = "Vous n'avez plus le droit de faire ce travail : voyez avec un administrateur de l'établissement."
FAULT = "Une erreur du serveur a arrêté ce travail, sans rien écrire à moitié. Demandez-le à nouveau ; si cela se "
FAULT += "répète, prévenez la personne qui s'occupe de ce serveur."
_SECONDS_BETWEEN_WRITES = 0.5
_log = logging.getLogger(__name__)


class _Stopping(Exception):
    """This process must end: the job goes back to the queue."""


class _Work:
    """A job in the hands of this process (documents.jobs.kinds.Work)."""

    def __init__(self, job: Job) -> None:
        self.job = job
        self.school: School = job.school
        self.owner: Account = job.owner
        self.asked: Asked = job.asked
        self.is_concluded = False
        self._written_at = 0.0

    def progress(self, done: int, total: int) -> None:
        """Say how far it is. Raises JobStopped, and _Stopping when the worker is told to end."""
        if queue.stopping.is_set():
            raise _Stopping
        if time.monotonic() - self._written_at < _SECONDS_BETWEEN_WRITES and done < total:
            return
        self._written_at = time.monotonic()
        if not _held(self.job).update(done=done, total=total, beat_at=now()):
            raise JobStopped

    def hold(self) -> None:
        """Keep the job until the end of the transaction. Raises JobStopped."""
        if not is_locked(_held(self.job)):
            raise JobStopped

    def conclude(self, outcome: Outcome) -> None:
        """Write its end in the transaction of the work. Raises JobStopped."""
        _end(self.job, **_success(outcome))
        self.is_concluded = True

    def beat(self) -> None:
        """Say that this process still does it."""
        _held(self.job).update(beat_at=now())


# Those that this process does now: one at most, but in tests.
_under_way: dict[str, _Work] = {}


def run(pk: int) -> None:
    """Do the job of this number, unless somebody else does, or did; it is gone with its owner or its school."""
    with all_schools():
        job = Job.objects.select_related("school", "owner__school").filter(pk=pk).first()
    if job is None:
        return
    with school_scope(job.school):
        if not _claim(job):
            return
        work = _under_way[job.runner] = _Work(job)
        try:
            columns = _ended(work)
            if not work.is_concluded:
                _end(job, **columns)
        except JobStopped:
            _log.info("job %s was cancelled or given to somebody else", job.pk)
        except _Stopping:
            give_back(job)
        finally:
            del _under_way[job.runner]


def _claim(job: Job) -> bool:
    """Whether this process is the one that does the job from now on."""
    job.runner = uuid.uuid4().hex
    waiting = Job.objects.filter(pk=job.pk, status=JobStatus.WAITING)
    claim = {"status": JobStatus.RUNNING, "runner": job.runner, "started_at": now(), "beat_at": now()}
    return bool(waiting.update(tries=F("tries") + 1, **claim))


def _ended(work: _Work) -> dict[str, Any]:
    """Do it, and say how it ended, as columns of its row. Raises JobStopped, _Stopping."""
    try:
        outcome = _allowed_kind(work).run(work)
    except (JobRefused, StorageFailed) as refusal:
        return {"status": JobStatus.FAILED, "sentence": str(refusal)[:500]}
    except (JobStopped, _Stopping):
        raise
    except Exception:
        _log.exception("job %s (%s) failed", work.job.pk, work.job.kind)
        return {"status": JobStatus.FAILED, "sentence": FAULT}
    return _success(outcome)


def _success(outcome: Outcome) -> dict[str, Any]:
    said = {"sentence": outcome.sentence[:500], "address": outcome.address, "document": outcome.document}
    return {"status": JobStatus.DONE, "done": F("total"), **said}


def _allowed_kind(work: _Work) -> JobKind:
    """What is to be done, if its owner may still have it done. Raises JobRefused."""
    try:
        kind = kinds.get(work.job.kind)
    except UnknownCode:
        raise JobRefused(OTHER_VERSION) from None
    if kind.version != work.job.version:
        raise JobRefused(OTHER_VERSION)
    if not work.owner.is_active:
        raise JobRefused(OWNER_LEFT)
    closing = closing_for(work.owner)
    if closing and not (kind.shuts_school and closing.kind == BY_SERVER):
        raise JobRefused(closing.sentence)
    if not may(work.owner, kind.right):
        raise JobRefused(NO_RIGHT)
    return kind


def _end(job: Job, **columns: Any) -> None:
    """Write how a job ended, unless it is no longer ours. Raises JobStopped."""
    if not _held(job).update(ended_at=now(), **columns):
        raise JobStopped


def give_back(job: Job, *, is_counted: bool = False) -> bool:
    """Put a job that its runner no longer does in the queue again; whether it was still his.

    What was tried and did not end is counted, unless the worker was asked to stop.
    """
    waiting = {"status": JobStatus.WAITING, "runner": "", "beat_at": now()}
    if not is_counted:
        waiting["tries"] = F("tries") - 1
    with transaction.atomic():
        if not is_locked(_held(job)):
            return False
        _held(job).update(task=queue.put(job.pk), **waiting)
    return True


def is_locked(jobs: Any) -> bool:
    """Whether the one job of this queryset is there; nobody else then changes it until the end of the transaction."""
    return jobs.select_for_update().values_list("pk", flat=True).first() is not None


def _held(job: Job) -> Any:
    return Job.objects.filter(pk=job.pk, runner=job.runner, status=JobStatus.RUNNING)


def beat() -> None:
    """Say of each job under way here that it is."""
    for work in list(_under_way.values()):
        with school_scope(work.school):
            work.beat()
