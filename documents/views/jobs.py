"""« Mes travaux »: the strip of the header, the page of one job, its end."""

from uuid import UUID

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from documents.jobs.asking import cancel as give_up
from documents.jobs.asking import put_away
from documents.listed import JOBS
from documents.models import Job, JobStatus
from documents.queries import job_of, jobs_of, strip_of
from sacoche.kit.access import requires
from sacoche.kit.listed_views import render_listed
from sacoche.kit.requests import SchoolRequest

RIGHT = "documents.follow_jobs"


@requires(RIGHT)
@require_safe
def jobs(request: SchoolRequest) -> HttpResponse:
    """All the jobs of the person, the last one first."""
    jobs = jobs_of(request.user)
    return render_listed(request, "documents/jobs.html", {"jobs": jobs}, JOBS.of(jobs))


@requires(RIGHT)
@require_safe
def strip(request: SchoolRequest) -> HttpResponse:
    """The strip of the header, asked for again by itself while a job goes on."""
    return render(request, "documents/strip.html", strip_of(request.user))


@requires(RIGHT)
@require_safe
def job(request: SchoolRequest, uuid: UUID) -> HttpResponse:
    """The page of a job: where it is, then what came out of it."""
    return _job(request, uuid)


@requires(RIGHT)
@require_safe
def job_state(request: SchoolRequest, uuid: UUID) -> HttpResponse:
    """The part of the page of a job that it asks for again until the job is over."""
    return _job(request, uuid, fragment="#state")


# Of the notice that tells an end.
_TONES = {JobStatus.DONE: "ok", JobStatus.FAILED: "no"}


def _job(request: SchoolRequest, uuid: UUID, fragment: str = "") -> HttpResponse:
    job = _own(request, uuid)
    context = {"job": job, "tone": _TONES.get(JobStatus(job.status), "info")}
    return render(request, f"documents/job.html{fragment}", context)


@requires(RIGHT)
@require_POST
def cancel(request: SchoolRequest, uuid: UUID) -> HttpResponse:
    """Give a job up."""
    _own(request, uuid)
    give_up(owner=request.user, uuid=uuid)
    return HttpResponseRedirect(reverse("documents:job", args=[uuid]))


@requires(RIGHT)
@require_POST
def read(request: SchoolRequest, uuid: UUID) -> HttpResponse:
    """The end of a job was read: on to the page that it leads to, or back to the list."""
    job = _own(request, uuid)
    put_away(owner=request.user, uuid=uuid)
    return HttpResponseRedirect(job.address or reverse("documents:jobs"))


def _own(request: SchoolRequest, uuid: UUID) -> Job:
    job = job_of(request.user, uuid)
    if job is None:
        raise Http404
    return job
