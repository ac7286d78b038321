"""The jobs that pages show: each person's own."""

from typing import Any
from uuid import UUID

from accounts.models import Account
from documents.models import Job, JobQuerySet


def strip_of(account: Account) -> dict[str, Any]:
    """What the strip of the header shows: the jobs under way, or over and not read yet."""
    jobs = list(_jobs_of(account).shown())
    return {"shown_jobs": jobs, "has_unfinished": any(not job.is_finished for job in jobs)}


def jobs_of(account: Account) -> list[Job]:
    """All that are still known, the last one first."""
    return list(_jobs_of(account).select_related("document").order_by("-created_at", "-pk"))


def job_of(account: Account, uuid: UUID) -> Job | None:
    """A job of this account, None for that of somebody else."""
    found: Job | None = _jobs_of(account).filter(uuid=uuid).select_related("document").first()
    return found


def _jobs_of(account: Account) -> JobQuerySet:
    """Without what was asked: the answers to a review are long, and no page shows them."""
    jobs: JobQuerySet = Job.objects.filter(owner=account).defer("asked")
    return jobs
