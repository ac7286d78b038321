"""Jobs whose worker died: given back to the queue, or ended in words when that happens again and again.

Any number of workers may do this at the same time: each row is changed from what was read, by one of them.
"""

import datetime

from django.db import transaction
from django.db.models import Q

from documents.jobs import queue
from documents.jobs.running import give_back, is_locked
from documents.models import Job, JobQuerySet, JobStatus
from sacoche.kit.clock import now
from sacoche.kit.tenancy import all_schools, school_scope

# A worker says every ten seconds that it is there; a transaction of a whole school may keep it silent for a while.
SILENCE = datetime.timedelta(seconds=90)
TRIES = 3
GIVEN_UP = (
    f"Le serveur s'est arrêté {TRIES} fois pendant ce travail : il n'est pas recommencé. Demandez-le à nouveau ; si "
    "cela se répète, prévenez la personne qui s'occupe de ce serveur."
)


def give_back_lost_jobs() -> int:
    """Give back the jobs of every school whose worker has been silent for too long; return how many changed."""
    with all_schools():
        silent = Q(status=JobStatus.RUNNING, beat_at__lt=now() - SILENCE)
        # Taken from the queue by a worker that died before it began.
        unbegun = Q(status=JobStatus.WAITING, created_at__lt=now() - SILENCE)
        lost = list(Job.objects.select_related("school").filter(silent | unbegun).order_by("pk"))
        in_queue = queue.waiting_in_queue([job.task for job in lost if job.task])
    return sum(_given_back(job) for job in lost if job.task not in in_queue)


def _given_back(job: Job) -> bool:
    with school_scope(job.school), transaction.atomic():
        if job.status == JobStatus.WAITING:
            is_ours = _put_again(job)
        elif job.tries >= TRIES:
            given_up = {"status": JobStatus.FAILED, "sentence": GIVEN_UP, "ended_at": now()}
            is_ours = bool(_as_read(job).update(**given_up))
        else:
            is_ours = is_locked(_as_read(job)) and give_back(job, is_counted=True)
        if is_ours and job.task:
            queue.give_up(job.task)
        return is_ours


def _put_again(job: Job) -> bool:
    """A job that waits and is in no queue; nobody else has put it there since it was read."""
    if not is_locked(_as_read(job)):
        return False
    _as_read(job).update(task=queue.put(job.pk))
    return True


def _as_read(job: Job) -> JobQuerySet:
    """The row, if nothing about who does it has changed since it was read."""
    read = {"status": job.status, "runner": job.runner, "task": job.task, "beat_at": job.beat_at}
    jobs: JobQuerySet = Job.objects.filter(pk=job.pk, **read)
    return jobs
