"""« Saisir les acquisitions »: the grid of an évaluation, its saves, its history."""

import json
import uuid
from dataclasses import replace
from functools import partial
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from evaluations.alphabet import alphabet_of
from evaluations.entry_colours import style_of, style_of_states
from evaluations.models import Evaluation, Level
from evaluations.queries import current_scale
from evaluations.queries.entry import EvaluationChoices, ItemLine, choices_of_entry, place_of_entry
from evaluations.queries.gone import why_gone
from evaluations.queries.items import chosen_items, items_of
from evaluations.queries.pupils import members_of, pupils_of_evaluation
from evaluations.queries.seating import mates_of_each
from evaluations.queries.states import standing_of
from evaluations.rights import EVALUATE, SEE_ALL, SEE_STATES
from evaluations.scale.codes import SPECIAL_CODES
from evaluations.scale.whole import Scale
from evaluations.services.habits import is_turned, turn_grids
from evaluations.subjects import GONE, label_of, subject_of, told_of_requests
from evaluations.views.opening import opened
from grids.forms import LiveQuestion, PupilsForm
from grids.queries import Grid, Place, draw_grid
from grids.subject import Subject
from grids.views import live, past, saves, screens
from grids.views.saves import SavesScreen
from grids.views.screens import GridScreen
from referentiels.models import Item
from sacoche.kit.access import may, requires
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
        return {
            "evaluation": evaluation,
            "scale": scale,
            "special_codes": SPECIAL_CODES,
            "items": {item.id: item for item in choices.items},
            "mates": mates_of_each(pk),
            "sees_states": may(request.user, SEE_STATES),
        }

    screen = _screen(evaluation, choices, scale, is_turned=is_turned(request.user))
    return screens.grid_page(request, screen, choices, more)


@requires(EVALUATE)
@require_safe
def entry_on(request: SchoolRequest, pk: int) -> HttpResponse:
    """The grid at the end of a day, to be read."""
    evaluation, _ = opened(request, pk, Level.SEE)
    choices = _choices(evaluation, with_gone=True)
    if not choices.is_complete:
        return redirect("evaluations:evaluation", pk)
    return past.past_page(request, _screen(evaluation, choices), choices)


@requires(SEE_STATES)
@require_safe
def standing(request: SchoolRequest, pk: int, pupil: int, item: int) -> HttpResponse:
    """The state of a pupil on an item, as it is and as it would be with `code` in this cell."""
    evaluation, _ = opened(request, pk, Level.ENTER)
    scale, code = current_scale(), request.GET.get("code", "")
    found = get_object_or_404(Item.objects.select_related("theme__domaine__referentiel"), pk=item)
    if item not in items_of(pk) or not _is_shown(evaluation, pupil):
        raise Http404
    if not alphabet_of(scale).has(code):
        raise Http404
    context = {"scale": scale, "standing": standing_of(evaluation, pupil_id=pupil, item=found, code=code, scale=scale)}
    return render(request, "evaluations/_standing.html", context)


def _is_shown(evaluation: Evaluation, pupil: int) -> bool:
    """Whether the grid has a column for him: he is evaluated, or has marks that are read there."""
    return members_of(evaluation).filter(pk=pupil).exists() or evaluation.marks.filter(pupil=pupil).exists()


@requires(SEE_ALL)
@require_safe
def any_entry(request: SchoolRequest, pk: int) -> HttpResponse:
    """The grid of any évaluation of the school at the end of a day, to be read."""
    shown = Evaluation.objects.live().select_related("school_class", "group", "school")
    evaluation = get_object_or_404(shown, pk=pk)
    choices = _choices(evaluation, with_gone=True)
    if not choices.is_complete:
        return redirect("evaluations:any", pk)
    screen = replace(
        _screen(evaluation, choices),
        path="Évaluations › Toutes les évaluations",
        grid_url="evaluations:any",
        past_url="evaluations:any_entry",
        right=SEE_ALL,
    )
    return past.past_page(request, screen, choices)


@requires(EVALUATE)
@require_POST
def turn(request: SchoolRequest, pk: int) -> HttpResponse:
    """« Tourner le tableau »: pupils in rows, or in columns again, in every grid from now on."""
    opened(request, pk, Level.SEE)
    turn_grids(account=request.user, is_turned=request.POST.get("tourne") == "oui")
    return redirect("evaluations:entry", pk)


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


@requires("accounts.own")
@require_safe
def entry_style(request: HttpRequest, version: int) -> HttpResponse:
    """The colours of the codes of the school, for its grids; a change of the scale gives it another address."""
    return _style_sheet(style_of(current_scale()))


@requires("accounts.own")
@require_safe
def state_style(request: HttpRequest, version: int) -> HttpResponse:
    """The same for its states, whoever reads figures that they ground."""
    return _style_sheet(style_of_states(current_scale()))


def _style_sheet(rules: str) -> HttpResponse:
    response = HttpResponse(rules, content_type="text/css; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="couleurs.css"'
    response["Cache-Control"] = "private, max-age=31536000, immutable"
    return response


def _choices(evaluation: Evaluation, *, with_gone: bool = False) -> EvaluationChoices:
    """Its items and its pupils; to be read, those who are gone and have marks among them."""
    items = chosen_items(items_of(evaluation.pk))
    found = pupils_of_evaluation(evaluation)
    if with_gone:
        return choices_of_entry(evaluation, items, [*found.present, *found.gone])
    return choices_of_entry(evaluation, items, found.present, found.gone)


def _screen(
    evaluation: Evaluation,
    choices: EvaluationChoices | None = None,
    scale: Scale | None = None,
    *,
    is_turned: bool = False,
) -> GridScreen:
    scale = scale or current_scale()
    subject = subject_of(evaluation, choices.items if choices else None, scale)
    if is_turned:
        subject = replace(subject, pupils_are_rows=True)
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
    )


def _draw(subject: Subject, chosen: EvaluationChoices) -> Grid:
    lines = [ItemLine(item.id, label_of(item)) for item in chosen.items]
    part = "Élèves" if subject.pupils_are_rows else "Items"
    return draw_grid(
        subject,
        title=chosen.evaluation.title,
        parts=[(part, lines)],
        pupils=[*chosen.chosen_pupils, *chosen.gone],
        apart={pupil.pk: why_gone(pupil) for pupil in chosen.gone},
    )


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
