"""Ask for work, put it away, give it up."""

import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from accounts.models import Account
from documents.jobs import queue
from documents.jobs.kinds import Asked, JobKind
from documents.models import UNFINISHED, Job, JobQuerySet, JobStatus, WorkerBeat
from sacoche.kit.clock import now
from sacoche.kit.parts.kept import keep
from sacoche.kit.tenancy import all_schools

# How many jobs of one person may wait: a button pressed a hundred times does not hold up the whole server.
AT_MOST = 10
# A worker says that it is there every ten seconds.
_SILENCE = datetime.timedelta(seconds=45)
_KEPT = datetime.timedelta(days=7)


class TooManyJobs(Exception):
    """This person has as many jobs waiting as anybody may; the message says so in French."""


def is_worked() -> bool:
    """Whether a worker is there: without one, a page does the work itself, as it always can."""
    return WorkerBeat.objects.filter(seen_at__gt=now() - _SILENCE).exists()


def ask(
    *, kind: JobKind, owner: Account, title: str, asked: Asked, subject: str = "", total: int = 0, address: str = ""
) -> Job:
    """Ask for work, in the open school; the job that does it already when there is one on this `subject`.

    `address`: where to go from its end, whatever that is. Raises TooManyJobs.
    """
    job = Job(owner=owner, kind=kind.code, version=kind.version, asked=dict(asked), subject=subject, address=address)
    job.title, job.total = title[:200], total
    try:
        with transaction.atomic():
            return under_way(kind, subject) or _put(job)
    except IntegrityError:
        # Somebody asked for the same at the same moment.
        same = under_way(kind, subject)
        if same is None:
            raise
        return same


def under_way(kind: JobKind, subject: str) -> Job | None:
    """The job of this kind on this subject that waits or is being done."""
    if not subject:
        return None
    found: Job | None = Job.objects.unfinished().filter(kind=kind.code, subject=subject).first()
    return found


def carries_on(kind: JobKind, subject: str) -> bool:
    """Whether a worker does this now: a page that shows how far it is need only look."""
    job = under_way(kind, subject)
    if job is None or job.status != JobStatus.RUNNING or job.beat_at is None:
        return False
    return bool(job.beat_at > now() - _SILENCE)


def _put(job: Job) -> Job:
    if Job.objects.unfinished().filter(owner=job.owner).count() >= AT_MOST:
        raise TooManyJobs(
            f"Vous avez déjà {AT_MOST} travaux en attente : attendez que l'un finisse, ou annulez-en un dans "
            "« Mes travaux »."
        )
    job.save()
    job.task = queue.put(job.pk)
    job.save(update_fields=["task"])
    return job


def cancel(*, owner: Account, uuid: UUID) -> None:
    """Give a job up: nothing more of it is written. Harmless when it is over."""
    _own(owner, uuid).filter(status__in=UNFINISHED).update(
        status=JobStatus.CANCELLED, ended_at=now(), seen_at=now(), sentence="Vous avez annulé ce travail."
    )


def put_away(*, owner: Account, uuid: UUID) -> None:
    """Take a job that is over out of the strip of the header."""
    _own(owner, uuid).exclude(status__in=UNFINISHED).update(seen_at=now())


def _own(owner: Account, uuid: UUID) -> JobQuerySet:
    jobs: JobQuerySet = Job.objects.filter(owner=owner, uuid=uuid)
    return jobs


def forget_old_jobs() -> int:
    """Delete, in every school, the jobs that ended a week ago, and their rows of the queue; return how many."""
    with all_schools():
        old = JOBS.due()
        queue.drop(list(old.exclude(task=None).values_list("task", flat=True)))
        WorkerBeat.objects.filter(seen_at__lt=now() - _KEPT).delete()
        return int(old.delete()[0])


JOBS = keep("documents.jobs", "travaux finis", Job, "ended_at", days=lambda: _KEPT.days, erase=forget_old_jobs)
