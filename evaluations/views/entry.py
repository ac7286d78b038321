"""« Saisir les acquisitions »: the grid of an évaluation, its saves, its history."""

import json
import uuid
from collections.abc import Sequence
from functools import partial
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.models import Account
from evaluations.entry_colours import style_of
from evaluations.models import PLANNED, Evaluation, Level
from evaluations.queries import current_scale
from evaluations.queries.entry import EvaluationChoices, ItemLine, choices_of_entry, place_of_entry
from evaluations.queries.items import chosen_items, items_of
from evaluations.queries.pupils import pupils_of_evaluation
from evaluations.rights import EVALUATE
from evaluations.scale.codes import SPECIAL_CODES
from evaluations.scale.whole import Scale
from evaluations.services.telling import tell_results
from evaluations.subjects import GONE, label_of, subject_of, told_of_requests
from evaluations.views.opening import opened
from grids.forms import LiveQuestion, PupilsForm
from grids.queries import Grid, Place, draw_grid
from grids.services import CellChange
from grids.subject import Subject
from grids.views import live, past, saves, screens
from grids.views.saves import SavesScreen
from grids.views.screens import GridScreen
from sacoche.kit.access import requires
from sacoche.kit.clock import today
from sacoche.kit.requests import SchoolRequest

_PATH = "Évaluations › Liste des évaluations"
_LABELS = {
    "save": "Enregistrer",
    "blank": "Case vide suivante",
    "one": "Un item",
    "states": "",
    "pasted": "Un sigle, la touche d'un code ou un code spécial ; vide : rien.",
}


@requires(EVALUATE)
@require_safe
def entry(request: SchoolRequest, pk: int) -> HttpResponse:
    """The grid, to be filled; who may only see the évaluation reads it as it is today."""
    evaluation, level = opened(request, pk, Level.SEE)
    if level < Level.ENTER:
        return redirect(reverse("evaluations:entry_on", args=[pk], query={"au": today().isoformat()}))
    choices = _choices(evaluation)
    if not choices.is_complete:
        return redirect("evaluations:evaluation", pk)
    scale = current_scale()

    def more(grid: Grid) -> dict[str, Any]:
        return {"evaluation": evaluation, "scale": scale, "special_codes": SPECIAL_CODES}

    return screens.grid_page(request, _screen(evaluation, choices, scale), choices, more)


@requires(EVALUATE)
@require_safe
def entry_on(request: SchoolRequest, pk: int) -> HttpResponse:
    """The grid at the end of a day, to be read."""
    evaluation, _ = opened(request, pk, Level.SEE)
    choices = _choices(evaluation)
    if not choices.is_complete:
        return redirect("evaluations:evaluation", pk)
    return past.past_page(request, _screen(evaluation, choices), choices)


@requires(EVALUATE)
@require_POST
def save(request: SchoolRequest, pk: int) -> JsonResponse:
    """Save the cells that were filled; whatever is refused is refused in words, and stays in the page."""
    try:
        evaluation, _ = opened(request, pk, Level.ENTER)
    except Http404:
        return JsonResponse({"error": GONE}, status=404)
    except PermissionDenied as refusal:
        return JsonResponse({"error": f"{refusal} Rien n'a été enregistré."}, status=403)
    screen = _screen(evaluation)
    return _with_requests(screens.save(request, screen), screen.subject)


def _with_requests(answer: JsonResponse, subject: Subject) -> JsonResponse:
    """The answer of a save, which says too what became of the requests of pupils whose « PA » was typed over."""
    said = told_of_requests(subject)
    if answer.status_code != 200 or not said:
        return answer
    data = json.loads(answer.content)
    return JsonResponse(data | {"message": f"{data['message']} {said}"})


@requires(EVALUATE)
@require_safe
def history(request: SchoolRequest, pk: int) -> HttpResponse:
    """What happened to a cell."""
    evaluation, _ = opened(request, pk, Level.SEE)
    return past.history(request, _screen(evaluation))


@requires(EVALUATE)
@require_http_methods(["GET", "HEAD", "POST"])
def presence(request: SchoolRequest, pk: int) -> HttpResponse:
    """Who else has the grid open, and what was saved meanwhile."""
    evaluation, _ = opened(request, pk, Level.ENTER)
    return live.presence(request, _screen(evaluation))


@requires(EVALUATE)
@require_safe
def entry_saves(request: SchoolRequest, pk: int) -> HttpResponse:
    """« Derniers enregistrements » of one évaluation."""
    evaluation, _ = opened(request, pk, Level.ENTER)
    return saves.saves(request, _saves_screen(evaluation))


@requires(EVALUATE)
@require_http_methods(["GET", "HEAD", "POST"])
def undo_save(request: SchoolRequest, pk: int, batch: uuid.UUID) -> HttpResponse:
    """What undoing a save would do; sent, does it."""
    evaluation, _ = opened(request, pk, Level.ENTER)
    return saves.undo(request, _saves_screen(evaluation), batch)


@requires(EVALUATE)
@require_safe
def entry_style(request: HttpRequest, version: int) -> HttpResponse:
    """The colours of the codes of the school, for its grids; a change of the scale gives it another address."""
    response = HttpResponse(style_of(current_scale()), content_type="text/css; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="couleurs.css"'
    response["Cache-Control"] = "private, max-age=31536000, immutable"
    return response


def _choices(evaluation: Evaluation) -> EvaluationChoices:
    items = chosen_items(items_of(evaluation.pk))
    return choices_of_entry(evaluation, items, pupils_of_evaluation(evaluation).present)


def _screen(evaluation: Evaluation, choices: EvaluationChoices | None = None, scale: Scale | None = None) -> GridScreen:
    scale = scale or current_scale()
    subject = subject_of(evaluation, choices.items if choices else None, scale)
    return GridScreen(
        title="Saisir les acquisitions",
        path=_PATH,
        lead="",
        act="la saisie",
        subject=subject,
        form=PupilsForm,
        right=EVALUATE,
        choices=lambda account, params, pupils: _choices(evaluation),
        draw=partial(_draw, subject),
        named=(evaluation.pk,),
        choice_url="evaluations:evaluation",
        grid_url="evaluations:entry",
        save_url="evaluations:save_marks",
        past_url="evaluations:entry_on",
        history_url="evaluations:mark_history",
        live_url="evaluations:presence",
        saves_url="evaluations:entry_saves",
        script="js/entry.js",
        style="css/entry.css",
        colours=reverse("evaluations:entry_style", args=[scale.version]),
        template="evaluations/entry.html",
        button="",
        labels=_LABELS,
        place_of=partial(_place, evaluation),
        after_save=partial(_tell, evaluation),
    )


def _draw(subject: Subject, chosen: EvaluationChoices) -> Grid:
    lines = [ItemLine(item.id, label_of(item)) for item in chosen.items]
    return draw_grid(subject, title=chosen.evaluation.title, parts=[("Items", lines)], pupils=chosen.chosen_pupils)


def _tell(evaluation: Evaluation, actor: Account, changes: Sequence[CellChange]) -> None:
    """Those who have got a code are told of it, in its time."""
    tell_results(evaluation, {each.pupil_id for each in changes if each.wanted not in ("", PLANNED)}, by=actor)


def _place(evaluation: Evaluation, request: SchoolRequest, question: LiveQuestion) -> Place:
    """That of the évaluation of the address, and of no other one."""
    if question.scope_id != evaluation.pk:
        raise Http404
    return place_of_entry(evaluation)


def _saves_screen(evaluation: Evaluation) -> SavesScreen:
    return SavesScreen(
        path=f"{_PATH} › {evaluation.title}",
        thing="Item",
        subjects=[subject_of(evaluation)],
        right=EVALUATE,
        list_url="evaluations:entry_saves",
        undo_url="evaluations:undo_save",
        named=(evaluation.pk,),
    )
