"""« Initialisation annuelle »: what would happen, then it is done room by room, then what is left to do."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from documents.views.following import show_jobs
from operation.models import year_label
from operation.queries import last_backup, was_saved_lately
from operation.years import job, services
from operation.years.forms import ConfirmForm
from operation.years.preview import done_lines, preview_of
from sacoche.kit.access import asks_who_is_there, requires
from sacoche.kit.requests import SchoolRequest
from schools.models import School

_RIGHT = "operation.open_year"


@requires(_RIGHT)
@asks_who_is_there()
@require_http_methods(["GET", "HEAD", "POST"])
def open_year(request: SchoolRequest) -> HttpResponse:
    """What is kept, emptied, proposed; then, confirmed, it begins."""
    if services.under_way():
        return redirect("operation:year_progress")
    form = ConfirmForm(request.POST or None, words=_words(request.school))
    if request.method == "POST" and form.is_valid() and _start(request, form):
        return redirect("operation:year_progress")
    return render(request, "operation/year.html", _preview(request.school, form), status=422 if form.errors else 200)


def _words(school: School) -> str:
    """What is copied: « année 2027-2028 »."""
    closing = services.passage_now(school).closing
    return f"année {year_label(closing.opens, switch_month=closing.before.month)}"


def _preview(school: School, form: ConfirmForm) -> dict[str, Any]:
    passage = services.passage_now(school)
    return {
        "form": form,
        "year": year_label(passage.closing.opens, switch_month=passage.closing.before.month),
        "passage": passage,
        "preview": preview_of(school, passage.closing),
        "backup": last_backup(),
        "is_saved": was_saved_lately(),
        "last": services.last_done(),
    }


def _start(request: SchoolRequest, form: ConfirmForm) -> bool:
    data = form.cleaned_data
    try:
        services.start(actor=request.user, school=request.school, seen=data["seen"], is_sure=data["sure"])
    except services.CannotOpen as refusal:
        form.add_error(None, str(refusal))
        return False
    return True


@requires(_RIGHT)
@require_http_methods(["GET", "HEAD", "POST"])
def progress(request: SchoolRequest) -> HttpResponse:
    """How far it is; each POST does a room, unless a worker does them."""
    if services.under_way() is None:
        return redirect("operation:year_done" if services.last_done() else "operation:year")
    is_carried = False
    if request.method == "POST":
        is_carried = job.go_on(owner=request.user)
        if is_carried:
            show_jobs(request)
        if not request.htmx:
            return redirect("operation:year_progress")
    change = services.under_way()
    if change is None:
        answer = HttpResponse(status=204)
        answer["HX-Redirect"] = redirect("operation:year_done")["Location"]
        return answer
    total = len(services.rooms())
    done = sum(room[0].code in change.counts for room in services.rooms())
    context = {"change": change, "done": done, "total": total, "is_carried": is_carried}
    template = "operation/year_progress.html"
    return render(request, f"{template}#state" if request.htmx else template, context)


@requires(_RIGHT)
@require_safe
def done(request: SchoolRequest) -> HttpResponse:
    """What the last passage did, what is left to do, and until when it can be taken back."""
    change = services.last_done()
    if change is None:
        messages.info(request, "Aucune initialisation annuelle n'a encore été faite.")
        return redirect("operation:year")
    context = {"change": change, "lines": done_lines(change.counts), "way_back": change.ended_at + services.WAY_BACK}  # type: ignore[operator]
    return render(request, "operation/year_done.html", context)
