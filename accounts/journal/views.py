"""« Log des actions sensibles »."""

from typing import Any

from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from accounts.journal.forms import JournalFilterForm
from accounts.journal.queries import entries_matching, lines
from accounts.journal.services import journal_file
from sacoche.kit.access import requires
from sacoche.kit.files.tables import formats
from sacoche.kit.installation import journal_days, sign_in_days
from sacoche.kit.requests import SchoolRequest

_LINES_A_PAGE = 100


@requires("accounts.read_journal")
@require_safe
def journal(request: SchoolRequest) -> HttpResponse:
    """Who did what, when and from where: the latest first, by pages."""
    form = JournalFilterForm(request.GET)
    if not form.is_valid():
        return _page(request, form, status=422)
    page = Paginator(entries_matching(**form.criteria()), _LINES_A_PAGE).get_page(request.GET.get("page"))
    is_filtered = any(form.cleaned_data.values())
    return _page(request, form, page=page, lines=list(lines(page.object_list)), is_filtered=is_filtered)


@requires("accounts.read_journal")
@require_POST
def download_journal(request: SchoolRequest) -> HttpResponse | FileResponse:
    """The lines that the page shows, all its pages, for a spreadsheet; that they were taken is itself a line."""
    form = JournalFilterForm(request.POST)
    if not form.is_valid():
        return _page(request, form, status=422)
    code = request.POST.get("format", "csv")
    if code not in formats:
        raise Http404
    entries = entries_matching(**form.criteria())
    file = journal_file(school=request.school, actor=request.user, entries=entries, table_format=formats.get(code))
    return FileResponse(file.stream, as_attachment=True, filename=file.name, content_type=file.content_type)


def _page(request: SchoolRequest, form: JournalFilterForm, *, status: int = 200, **found: Any) -> HttpResponse:
    context = {"form": form, "days": journal_days(), "sign_in_days": sign_in_days(), **found}
    return render(request, "accounts/journal.html", context, status=status)
