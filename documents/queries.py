"""The jobs that pages show: each person's own."""

from typing import Any
from uuid import UUID

from accounts.models import Account
from documents.models import Job


def strip_of(account: Account) -> dict[str, Any]:
    """What the strip of the header shows: the jobs under way, or over and not read yet."""
    jobs = list(Job.objects.filter(owner=account).shown())
    return {"shown_jobs": jobs, "has_unfinished": any(not job.is_finished for job in jobs)}


def jobs_of(account: Account) -> list[Job]:
    """All that are still known, the last one first."""
    return list(Job.objects.filter(owner=account).select_related("document").order_by("-created_at", "-pk"))


def job_of(account: Account, uuid: UUID) -> Job | None:
    """A job of this account, None for that of somebody else."""
    found: Job | None = Job.objects.filter(owner=account, uuid=uuid).select_related("document").first()
    return found
