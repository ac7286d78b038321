"""What views of other rooms do with the work that they ask for."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from documents.models import Job

# In the session: its pages show the strip of jobs. Without it they ask the database nothing.
HAS_JOBS = "has_jobs"


def show_jobs(request: HttpRequest) -> None:
    """From now on the pages of this session show the jobs of its account."""
    request.session[HAS_JOBS] = True


def follow(request: HttpRequest, job: Job) -> HttpResponse:
    """To the page that follows a job; it may be left."""
    show_jobs(request)
    return HttpResponseRedirect(reverse("documents:job", args=[job.uuid]))
