"""The imports that are over: what they did, and « Annuler cet import »."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from imports import services
from imports.listed import IMPORTS
from imports.models import ImportRun, Status
from imports.queries import past_imports, undoable_run
from imports.review.wording import summary_sentences
from imports.services import NotUndoable
from imports.sources import sources
from sacoche.kit.access import requires
from sacoche.kit.listed_views import render_listed
from sacoche.kit.requests import SchoolRequest


@requires("imports.run")
@require_safe
def past(request: SchoolRequest) -> HttpResponse:
    """The imports that are over, the last one first."""
    rows = [
        {"past": one, "heading": _heading(one.run), "sentences": summary_sentences(one.run.summary)}
        for one in past_imports()
    ]
    return render_listed(request, "imports/history.html", {"rows": rows}, IMPORTS.of(rows))


@requires("imports.run")
@require_http_methods(["GET", "HEAD", "POST"])
def undo(request: SchoolRequest, uuid: UUID) -> HttpResponse:
    """What an import did, whether it can be undone; sent, undoes it. Then what was left as it is, and why."""
    run: ImportRun = get_object_or_404(ImportRun.objects.exclude(status=Status.OPEN), uuid=uuid)
    if request.method == "POST":
        try:
            services.undo(run=run, actor=request.user)
        except NotUndoable:
            return _undo_page(request, run, status=409)
        return redirect("imports:undo", uuid=run.uuid)
    return _undo_page(request, run)


def _undo_page(request: SchoolRequest, run: ImportRun, status: int = 200) -> HttpResponse:
    context = {
        "run": run,
        "heading": _heading(run),
        "sentences": summary_sentences(run.summary),
        "is_undoable": undoable_run() == run,
        "is_refused": status == 409,
        "report": run.summary.get("undo"),
    }
    return render(request, "imports/undo.html", context, status=status)


def _heading(run: ImportRun) -> str:
    """What the pages of the import were called; its code when the source is no more."""
    return sources.get(run.source_code).heading() if run.source_code in sources else run.source_code
