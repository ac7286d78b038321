"""The logins and passwords that an import gives: made, then handed out as labels or as a file."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.views.decorators.http import require_POST, require_safe
from django_htmx.http import HttpResponseClientRefresh

from accounts.credentials import Slip
from documents.views.following import show_jobs
from imports import handed_out_views as handed_out
from imports.enums import Audience
from imports.models import ImportRun
from imports.queries import audience_of
from imports.services import identifiers
from imports.services.identifiers import NotTheMaker
from imports.services.password_jobs import go_on
from imports.steps import steps
from imports.views.wizard import current_step, frame, gone_page, held_run, to_step
from sacoche.kit.access import asks_who_is_there, requires
from sacoche.kit.clock import stamp
from sacoche.kit.requests import SchoolRequest


@requires("imports.run")
@asks_who_is_there("GET", "HEAD", "POST")
@require_safe
@held_run
def new_identifiers(request: SchoolRequest, run: ImportRun) -> HttpResponse:
    """The logins and passwords of the new accounts: asked for, being made, ready."""
    if not run.has_done("utilisateurs") or run.is_finished:
        return to_step(run, current_step(run).code)
    return _identifiers_page(request, run)


def _identifiers_page(request: SchoolRequest, run: ImportRun, status: int = 200) -> HttpResponse:
    context = _identifiers_context(request, run)
    return render(request, "imports/identifiers.html", context, status=status)


def _identifiers_context(request: SchoolRequest, run: ImportRun, *, starts_download: bool = False) -> dict[str, Any]:
    maker = run.credentials_by
    is_maker = maker is not None and maker.pk == request.user.pk
    progress = identifiers.progress(run)
    slips = _own_slips(request, run) if progress.is_complete else []
    return frame(run, steps.get("utilisateurs")) | {
        "run": run,
        "progress": progress,
        "maker": maker,
        "is_maker": is_maker,
        "slips": slips,
        "starts_download": starts_download and bool(slips),
        "is_unhanded": bool(slips) and identifiers.unhanded(run) > 0,
    }


def _own_slips(request: SchoolRequest, run: ImportRun) -> list[Slip]:
    try:
        return identifiers.slips(run=run, actor=request.user)
    except NotTheMaker:
        return []


@requires("imports.run")
@require_POST
@held_run
def make_identifiers(request: SchoolRequest, run: ImportRun) -> HttpResponse:
    """Make passwords for under a second; htmx calls again until there are none left, then the labels download.

    A worker goes on with many of them: the page then only shows how far it is, and may be closed.
    """
    try:
        is_carried = go_on(run=run, actor=request.user)
    except NotTheMaker:
        return HttpResponseClientRefresh() if request.htmx else _identifiers_page(request, run, status=409)
    if is_carried:
        show_jobs(request)
    if not request.htmx:
        return redirect("imports:identifiers", uuid=run.uuid)
    run.refresh_from_db()
    context = _identifiers_context(request, run, starts_download=True) | {"is_carried": is_carried}
    return HttpResponse(render_to_string("imports/identifiers_state.html", context, request))


@requires("imports.run")
@asks_who_is_there("GET", "HEAD", "POST")
@require_safe
@held_run
def labels(request: SchoolRequest, run: ImportRun) -> HttpResponse:
    """The sheets of labels of the new pupils: 24 a sheet, or 16 with the address of the school."""
    return _download(request, run, handed_out.asked_labels(request))


@requires("imports.run")
@asks_who_is_there("GET", "HEAD", "POST")
@require_safe
@held_run
def identifiers_csv(request: SchoolRequest, run: ImportRun) -> HttpResponse:
    """The same for a spreadsheet: a CSV in a ZIP, or a workbook."""
    return _download(request, run, handed_out.asked_table(request))


# The word of the file's name.
_SPOKEN = {Audience.PUPILS: "eleves", Audience.STAFF: "personnels", Audience.GUARDIANS: "responsables"}


def _download(request: SchoolRequest, run: ImportRun, shape: handed_out.Shape) -> HttpResponse:
    if not run.is_open:
        return gone_page(request, run)
    try:
        slips = identifiers.slips(run=run, actor=request.user)
    except NotTheMaker:
        return _identifiers_page(request, run, status=409)
    if not slips:
        return redirect("imports:identifiers", uuid=run.uuid)
    if request.method == "GET":
        identifiers.note_handed(run=run, actor=request.user)
    return shape.answer(slips, name=f"identifiants_{request.school.number}_{_SPOKEN[audience_of(run)]}_{stamp()}")
