"""The screens of an import, step after step."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import wraps
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from documents.views.following import show_jobs
from imports import services
from imports.brought.extraction import UnreadableFile
from imports.models import ImportRun
from imports.queries import audience_of, without_password
from imports.review.answers import IncompleteForms, Question, StalePlan
from imports.services import RunGone
from imports.sources import sources
from imports.steps import steps
from imports.steps.base import Step
from imports.steps.by_worker import leave_to_worker, worker_at
from sacoche.kit.access import ask_who_is_there, requires
from sacoche.kit.requests import SchoolRequest

RunView = Callable[..., HttpResponse]


def held_run(view: RunView) -> RunView:
    """Fetch the run of the address (404 outside the school); a page in words when it is over or somebody else's."""

    @wraps(view)
    def wrapper(request: SchoolRequest, uuid: UUID, **kwargs: Any) -> HttpResponse:
        run: ImportRun = get_object_or_404(ImportRun.objects.all(), uuid=uuid)
        run.school = request.school
        if not run.is_open and not run.is_finished:
            return gone_page(request, run)
        if run.is_open and run.holder_id != request.user.pk:
            return held_page(request, run)
        try:
            return view(request, run, **kwargs)
        except RunGone:
            return gone_page(request, run)

    return wrapper


def held_page(request: SchoolRequest, run: ImportRun) -> HttpResponse:
    """Somebody else holds the import: says who, and offers to take it over (409)."""
    return render(request, "imports/held.html", frame(run) | {"run": run}, status=409)


def gone_page(request: SchoolRequest, run: ImportRun) -> HttpResponse:
    """The import is over: finished, its file refused, given up, or left alone too long (410); the page says which."""
    run.refresh_from_db()
    end = run.summary.get("end", {})
    if "reason" in end:
        # Asked again, the page of the refusal is the same.
        return _refusal_page(request, run, end["reason"], status=410)
    context = frame(run) | {"run": run, "ended_by": end.get("by", "")}
    return render(request, "imports/gone.html", context, status=410)


def _refusal_page(request: SchoolRequest, run: ImportRun, reason: str, status: int) -> HttpResponse:
    context = frame(run, steps.get("extraction")) | {"reason": reason}
    return render(request, "imports/refused.html", context, status=status)


@requires("imports.run")
@require_http_methods(["GET", "HEAD", "POST"])
@held_run
def step(request: SchoolRequest, run: ImportRun, step_code: str) -> HttpResponse:
    """A screen of the wizard; its form is sent to the same address."""
    if step_code not in run.steps:
        return to_step(run, current_step(run).code)
    step = steps.get(step_code)
    if request.method == "POST" and step.may_submit(run):
        if step.asks_who_is_there and (question := ask_who_is_there(request)):
            return question
        return _submit(request, run, step)
    if request.method == "POST" or not step.is_open(run) or (run.is_finished and step_code != run.steps[-1]):
        return to_step(run, current_step(run).code)
    if job := worker_at(run=run, step=step, actor=request.user):
        return render(request, "imports/steps/at_work.html", frame(run, step) | {"run": run, "job": job})
    return _step_page(request, run, step, _context(request, run, step))


def _context(request: SchoolRequest, run: ImportRun, step: Step) -> dict[str, Any]:
    """What the step shows; `?vue=` asks for everything, or for the differences alone."""
    return step.context(run, is_full=_asked_view(request, run))


def _asked_view(request: SchoolRequest, run: ImportRun) -> bool:
    asked = request.GET.get("vue", "")
    return asked == "complete" if asked in ("complete", "differences") else run.is_full


def _submit(request: SchoolRequest, run: ImportRun, step: Step) -> HttpResponse:
    # The view that was on screen is that of the steps which follow.
    services.choose_view(run=run, is_full=_asked_view(request, run))
    try:
        if leave_to_worker(run=run, step=step, actor=request.user, data=request.POST):
            show_jobs(request)
        else:
            step.submit(run, request.user, request.POST)
    except Question as question:
        context = frame(run, step) | {"run": run, "cause": question.cause, "reason": str(question)}
        return render(request, f"imports/ask_{question.topic}.html", context, status=422)
    except UnreadableFile as error:
        return _refusal_page(request, run, str(error), status=422)
    except StalePlan:
        run.refresh_from_db()
        if not step.is_open(run):
            return to_step(run, current_step(run).code)
        return _step_page(request, run, step, _context(request, run, step) | {"is_stale": True}, status=409)
    except IncompleteForms as refusal:
        return _step_page(request, run, step, step.refused_context(run, request.POST, refusal.errors), status=422)
    return to_step(run, step.code)


def _step_page(
    request: SchoolRequest, run: ImportRun, step: Step, context: dict[str, Any], status: int = 200
) -> HttpResponse:
    return render(request, step.template(run), frame(run, step) | {"run": run} | context, status=status)


def frame(run: ImportRun, step: Step | None = None) -> dict[str, Any]:
    """What every page of the wizard shows around its content."""
    source = sources.get(run.source_code)
    current = step.code if step else None
    titles = step_titles(run.steps)
    return {
        "source": source,
        "step_titles": titles,
        "step_title": dict(titles).get(current or "", ""),
        "current": current,
        "done": run.steps[: run.steps.index(current)] if current else [],
        "following": _following(run, current),
        "last_number": len(run.steps),
        "waiting": without_password_of(run),
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


def without_password_of(run: ImportRun) -> int:
    """How many people the import would leave without a password if it ended now; none before the users' step."""
    return without_password(audience_of(run)).count() if run.is_open and run.has_done("utilisateurs") else 0


def step_titles(codes: Sequence[str]) -> list[tuple[str, str]]:
    """« Étape 1 - Récupération du fichier »… by code."""
    return [(code, f"Étape {number} - {steps.get(code).title}") for number, code in enumerate(codes, start=1)]


def current_step(run: ImportRun) -> Step:
    """Where to go on from: the last step that the run can open."""
    return [step for step in map(steps.get, run.steps) if step.is_open(run)][-1]


def to_step(run: ImportRun, step_code: str) -> HttpResponseRedirect:
    """To the screen of a step."""
    return redirect("imports:step", uuid=run.uuid, step_code=step_code)


@requires("imports.run")
@require_POST
def take_over(request: SchoolRequest, uuid: UUID) -> HttpResponse:
    """Go on with the import that a colleague began."""
    run: ImportRun = get_object_or_404(ImportRun.objects.all(), uuid=uuid)
    try:
        services.take_over(run=run, actor=request.user)
    except RunGone:
        return gone_page(request, run)
    run.refresh_from_db()
    return to_step(run, current_step(run).code)


@requires("imports.run")
@require_POST
def cancel(request: SchoolRequest, uuid: UUID) -> HttpResponse:
    """« Annuler / Retour »: nothing more is written, and what the run holds is deleted.

    Passwords that a colleague has not handed out yet would go with it: it is first taken over, knowingly.
    """
    run: ImportRun = get_object_or_404(ImportRun.objects.all(), uuid=uuid)
    if run.is_open and run.holder_id != request.user.pk:
        return held_page(request, run)
    was_open = run.is_open
    services.cancel(run=run, actor=request.user)
    # A worker may have written a step meanwhile: what stays is what there is.
    run.refresh_from_db()
    if was_open:
        messages.success(request, f"Import annulé : {_what_stays(run)}")
    else:
        messages.info(request, "Cet import était déjà terminé : il n'y avait rien à annuler.")
    return redirect("imports:start")


def _what_stays(run: ImportRun) -> str:
    wrote = [steps.get(code).title.partition(" (")[0] for code in run.steps[2 : run.done]]
    if not wrote:
        return f"« {run.file_name} » est effacé du serveur, et rien n'a été écrit."
    return f"« {run.file_name} » est effacé du serveur ; reste ce qui avait été validé ({', '.join(wrote).lower()})."
