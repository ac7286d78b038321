"""The pages of an import: its start, its steps, the identifiers it gives, its help."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import wraps
from typing import Any
from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import credentials
from accounts.credentials import Slip
from imports import identifiers, services
from imports.answers import IncompleteForms, Question, StalePlan
from imports.enums import Audience
from imports.extraction import UnreadableFile
from imports.forms import UploadForm
from imports.identifiers import NotTheMaker
from imports.models import ImportRun, Status
from imports.queries import audience_of, open_run, shows_everything, without_password
from imports.services import ImportUnderWay, RunGone
from imports.sources import sources
from imports.sources.base import Source
from imports.steps import steps
from imports.steps.base import Step
from sacoche.kit.access import public, requires
from sacoche.kit.clock import now
from sacoche.kit.requests import SchoolRequest
from schools.queries import class_niveaux

RunView = Callable[..., HttpResponse]

# --- The start --------------------------------------------------------------------------------------------------------


@requires("imports.run")
@require_http_methods(["GET", "HEAD", "POST"])
def start(request: SchoolRequest) -> HttpResponse:
    """The choice of a category and of its file; sending the file opens the run."""
    if request.method == "POST":
        return _receive(request)
    return _start_page(request, UploadForm())


def _receive(request: SchoolRequest) -> HttpResponse:
    form = UploadForm(request.POST, request.FILES)
    if not class_niveaux(request.school).exists() or not form.is_valid():
        return _start_page(request, form, status=422)
    source: Source = form.cleaned_data["categorie"]
    if _lacks_uai(source, request):
        return _start_page(request, form, status=422)
    try:
        run = services.stage_upload(
            school=request.school,
            actor=request.user,
            source_code=source.code,
            source_label=source.heading(),
            file_name=form.cleaned_data["fichier"].name,
            data=form.cleaned_data["data"],
            steps=source.steps,
            audience=source.audience,
            is_full=form.cleaned_data["vue"] != "differences",
        )
    except ImportUnderWay:
        return _start_page(request, form, status=409)
    return _to_step(run, source.steps[0])


def _lacks_uai(source: Source, request: SchoolRequest) -> bool:
    """Whether nothing would say that the file is that of the school (spec §1.1)."""
    return source.needs_uai and not request.school.uai


def _start_page(request: SchoolRequest, form: UploadForm, status: int = 200) -> HttpResponse:
    code = request.POST.get("categorie") or request.GET.get("categorie", "")
    source = sources.get(code) if code in sources else next(iter(sources))
    run = open_run()
    is_full = shows_everything(source.audience, request.school)
    context = {
        "form": form,
        "groups": _groups(),
        "source": source,
        "step_titles": _titles(source.steps),
        "current": source.steps[0],
        "run": run,
        "run_step": _current_step(run) if run else None,
        "lacks_uai": _lacks_uai(source, request),
        "has_niveaux": class_niveaux(request.school).exists(),
        "is_full": form["vue"].value() != "differences" if form["vue"].value() else is_full,
        "is_full_by_default": is_full,
    }
    return render(request, "imports/start.html", context, status=status)


def _groups() -> list[tuple[str, list[Source]]]:
    """The sources of the list « Catégorie », under the headings of their groups."""
    groups: dict[str, list[Source]] = {}
    for source in sources:
        groups.setdefault(f"{source.group} ({source.group_advice})", []).append(source)
    return [(group, sorted(found, key=lambda each: _LISTED.index(each.audience))) for group, found in groups.items()]


# The order of the options under each heading.
_LISTED = (Audience.STAFF, Audience.PUPILS, Audience.GUARDIANS, Audience.NOBODY)


# --- The steps --------------------------------------------------------------------------------------------------------


def held_run(view: RunView) -> RunView:
    """Fetch the run of the address (404 outside the school); a page in words when it is over or somebody else's."""

    @wraps(view)
    def wrapper(request: SchoolRequest, uuid: UUID, **kwargs: Any) -> HttpResponse:
        run: ImportRun = get_object_or_404(
            ImportRun.objects.select_related("school", "holder", "credentials_by"), uuid=uuid
        )
        if not run.is_open and not run.is_finished:
            return _gone_page(request, run)
        if run.is_open and run.holder_id != request.user.pk:
            return render(request, "imports/held.html", _frame(run) | {"run": run}, status=409)
        try:
            return view(request, run, **kwargs)
        except RunGone:
            return _gone_page(request, run)

    return wrapper


def _gone_page(request: SchoolRequest, run: ImportRun) -> HttpResponse:
    run.refresh_from_db()
    context = _frame(run) | {"run": run, "is_overdue": run.status != Status.CANCELLED}
    return render(request, "imports/gone.html", context, status=410)


@requires("imports.run")
@require_http_methods(["GET", "HEAD", "POST"])
@held_run
def step(request: SchoolRequest, run: ImportRun, step_code: str) -> HttpResponse:
    """A screen of the wizard; its form is sent to the same address."""
    if step_code not in run.steps:
        return _to_step(run, _current_step(run).code)
    step = steps.get(step_code)
    if request.method == "POST" and step.may_submit(run):
        return _submit(request, run, step)
    if request.method == "POST" or not step.is_open(run) or (run.is_finished and step_code != run.steps[-1]):
        return _to_step(run, _current_step(run).code)
    return _step_page(request, run, step, _context(request, run, step))


def _context(request: SchoolRequest, run: ImportRun, step: Step) -> dict[str, Any]:
    """What the step shows; `?vue=` asks for everything, or for the differences alone."""
    asked = request.GET.get("vue", "")
    is_full = asked == "complete" if asked in ("complete", "differences") else run.is_full
    return step.context(run, is_full=is_full)


def _submit(request: SchoolRequest, run: ImportRun, step: Step) -> HttpResponse:
    try:
        step.submit(run, request.user, request.POST)
    except Question as question:
        context = _frame(run, step) | {"run": run, "cause": question.cause, "reason": str(question)}
        return render(request, f"imports/ask_{question.topic}.html", context, status=422)
    except UnreadableFile as error:
        return render(request, "imports/refused.html", _frame(run, step) | {"reason": str(error)}, status=422)
    except StalePlan:
        run.refresh_from_db()
        if not step.is_open(run):
            return _to_step(run, _current_step(run).code)
        return _step_page(request, run, step, _context(request, run, step) | {"is_stale": True}, status=409)
    except IncompleteForms as refusal:
        return _step_page(request, run, step, step.refused_context(run, request.POST, refusal.errors), status=422)
    return _to_step(run, step.code)


def _step_page(
    request: SchoolRequest, run: ImportRun, step: Step, context: dict[str, Any], status: int = 200
) -> HttpResponse:
    return render(request, step.template(run), _frame(run, step) | {"run": run} | context, status=status)


def _frame(run: ImportRun, step: Step | None = None) -> dict[str, Any]:
    """What every page of the wizard shows around its content."""
    source = sources.get(run.source_code)
    current = step.code if step else None
    return {
        "source": source,
        "step_titles": _titles(run.steps),
        "current": current,
        "done": run.steps[: run.steps.index(current)] if current else [],
        "following": _following(run, current),
        "last_number": len(run.steps),
        "waiting": _without_password(run),
    }


@dataclass(frozen=True)
class Following:
    """The step after the one on screen. It is opened by a link, or by a form that does it."""

    code: str
    number: int
    is_review: bool


def _following(run: ImportRun, current: str | None) -> Following | None:
    if current is None or current == run.steps[-1]:
        return None
    number = run.number_of(current) + 1
    code = run.steps[number - 1]
    return Following(code, number, steps.get(code).is_review)


def _without_password(run: ImportRun) -> int:
    """How many people the import would leave without a password if it ended now; none before the users' step."""
    return without_password(audience_of(run)).count() if run.is_open and run.has_done("utilisateurs") else 0


def _titles(codes: Sequence[str]) -> list[tuple[str, str]]:
    return [(code, f"Étape {number} - {steps.get(code).title}") for number, code in enumerate(codes, start=1)]


def _current_step(run: ImportRun) -> Step:
    """Where to go on from: the last step that the run can open."""
    return [step for step in map(steps.get, run.steps) if step.is_open(run)][-1]


def _to_step(run: ImportRun, step_code: str) -> HttpResponseRedirect:
    return redirect("imports:step", uuid=run.uuid, step_code=step_code)


@requires("imports.run")
@require_POST
def take_over(request: SchoolRequest, uuid: UUID) -> HttpResponse:
    """Go on with the import that a colleague began."""
    run: ImportRun = get_object_or_404(ImportRun.objects.all(), uuid=uuid)
    try:
        services.take_over(run=run, actor=request.user)
    except RunGone:
        return _gone_page(request, run)
    run.refresh_from_db()
    return _to_step(run, _current_step(run).code)


@requires("imports.run")
@require_POST
def cancel(request: SchoolRequest, uuid: UUID) -> HttpResponse:
    """« Annuler / Retour »: nothing more is written, and what the run holds is deleted."""
    run: ImportRun = get_object_or_404(ImportRun.objects.all(), uuid=uuid)
    services.cancel(run=run, actor=request.user)
    return redirect("imports:start")


# --- The identifiers --------------------------------------------------------------------------------------------------


@requires("imports.run")
@require_safe
@held_run
def new_identifiers(request: SchoolRequest, run: ImportRun) -> HttpResponse:
    """The logins and passwords of the new accounts: asked for, being made, ready."""
    if not run.has_done("utilisateurs") or run.is_finished:
        return _to_step(run, _current_step(run).code)
    return _identifiers_page(request, run)


def _identifiers_page(request: SchoolRequest, run: ImportRun, status: int = 200) -> HttpResponse:
    context = _identifiers_context(request, run)
    return render(request, "imports/identifiers.html", context, status=status)


def _identifiers_context(request: SchoolRequest, run: ImportRun) -> dict[str, Any]:
    maker = run.credentials_by
    is_maker = maker is not None and maker.pk == request.user.pk
    progress = identifiers.progress(run)
    slips = _own_slips(request, run) if progress.is_complete else []
    return _frame(run, steps.get("utilisateurs")) | {
        "run": run,
        "progress": progress,
        "maker": maker,
        "is_maker": is_maker,
        "slips": slips,
        "csv_notice": credentials.csv_notice(slips),
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
    """Make passwords for under a second; htmx calls again until there are none left to make."""
    try:
        identifiers.make_slice(run=run, actor=request.user)
    except NotTheMaker:
        return _identifiers_page(request, run, status=409)
    if not request.htmx:
        return redirect("imports:identifiers", uuid=run.uuid)
    run.refresh_from_db()
    context = _identifiers_context(request, run)
    return HttpResponse(render_to_string("imports/identifiers_state.html", context, request))


@requires("imports.run")
@require_safe
@held_run
def labels(request: SchoolRequest, run: ImportRun) -> HttpResponse:
    """The sheet of labels of the new pupils."""
    return _download(request, run, credentials.labels_pdf, "pdf", "application/pdf")


@requires("imports.run")
@require_safe
@held_run
def identifiers_csv(request: SchoolRequest, run: ImportRun) -> HttpResponse:
    """The same for a spreadsheet."""
    return _download(request, run, credentials.slips_csv, "csv", "text/csv; charset=windows-1252")


# The word of the file's name.
_SPOKEN = {Audience.PUPILS: "eleves", Audience.STAFF: "personnels", Audience.GUARDIANS: "responsables"}


def _download(
    request: SchoolRequest, run: ImportRun, write: Callable[..., bytes], extension: str, mime: str
) -> HttpResponse:
    if not run.is_open:
        return _gone_page(request, run)
    try:
        slips = identifiers.slips(run=run, actor=request.user)
    except NotTheMaker:
        return _identifiers_page(request, run, status=409)
    if not slips:
        return redirect("imports:identifiers", uuid=run.uuid)
    name = f"identifiants_{request.school.number}_{_SPOKEN[audience_of(run)]}_{now():%Y-%m-%d_%H-%M-%S}.{extension}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return HttpResponse(write(slips), content_type=mime, headers=headers)


# --- The help ---------------------------------------------------------------------------------------------------------


@public
@require_safe
def help_base_eleves(request: SchoolRequest) -> HttpResponse:
    """The procedure for Base Élèves, step by step."""
    return render(request, "help/base_eleves.html", {"step_titles": _titles(sources.get("base_eleves_eleves").steps)})
