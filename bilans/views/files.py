"""A document as a file: made at once or by a worker, kept an hour for the one who asked."""

from collections.abc import Callable

from django.contrib import messages
from django.http import FileResponse, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from bilans.makers import ReportFile, ReportFileForm
from bilans.reports.registry import Page, Report
from bilans.rights import SEE
from bilans.views.pages import asked_for
from documents.jobs.asking import TooManyJobs
from documents.makers import NothingToMake, makers
from documents.making import make_or_ask
from documents.models import GeneratedFile, Job
from documents.views.following import follow
from documents.views.giving import given, own_file
from sacoche.kit.access import requires
from sacoche.kit.requests import SchoolRequest
from sacoche.kit.stored import StorageFailed

View = Callable[[SchoolRequest], HttpResponse]


def make_of(report: Report, page: Page) -> View:
    """The view that makes the files of a document; `query` is what follows « ? » in the address of its page."""

    @requires(page.right)
    @require_POST
    def view(request: SchoolRequest) -> HttpResponse:
        return _make(request, report, page)

    return view


def _make(request: SchoolRequest, report: Report, page: Page) -> HttpResponse:
    asking = asked_for(request, report, page, QueryDict(request.POST.get("query", "")))
    sent = {
        "report": report.code,
        "query": asking.query,
        "format": request.POST.get("format", ""),
        "pupils": len(asking.chosen.pupils),
    }
    form = ReportFileForm(sent)
    back = f"{reverse(f'bilans:{report.code}')}?{asking.query}"
    if not form.is_valid():
        messages.error(request, " ".join(map(str, form.non_field_errors())) or "Choisissez un genre de fichier.")
        return redirect(back)
    maker = makers.get(ReportFile.code)
    try:
        made = make_or_ask(maker=maker, school=request.school, owner=request.user, asked=form.asked())
    except (NothingToMake, StorageFailed, TooManyJobs) as error:
        messages.error(request, str(error))
        return redirect(back)
    return follow(request, made) if isinstance(made, Job) else HttpResponseRedirect(maker.page(made))


@requires(SEE)
@require_safe
def file(request: SchoolRequest, token: str) -> HttpResponse:
    """What was made, with the link that gives it."""
    found = _file(request, token)
    return render(request, "bilans/file.html", {"file": found}, status=410 if found.is_expired else 200)


@requires(SEE)
@require_safe
def download(request: SchoolRequest, token: str) -> HttpResponse | FileResponse:
    """The file itself, for the person who made it."""
    found = _file(request, token)
    return given(found) or render(request, "bilans/file.html", {"file": found}, status=410)


def _file(request: SchoolRequest, token: str) -> GeneratedFile:
    return own_file(request, token, (ReportFile.code,))
