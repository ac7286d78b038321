"""« Liste des évaluations »: one's own and those shared; all of them for who may see them."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from evaluations.forms.lists import EvaluationListForm, KeptDaysForm
from evaluations.listed import DELETED, EVALUATIONS
from evaluations.models import Evaluation, EvaluationQuerySet, Level
from evaluations.queries.access import evaluations_of
from evaluations.queries.items import chosen_items, items_of
from evaluations.queries.lists import Line, asked_for, deleted_lately, lines_of, target_of
from evaluations.queries.periods import periods_offered
from evaluations.queries.pupils import pupils_of_evaluation
from evaluations.queries.sorting import heads_of, in_order
from evaluations.rights import EVALUATE, SEE_ALL
from evaluations.services.evaluations import RESTORED_WITHIN
from evaluations.services.habits import forget_days, keep_listed_days, kept_days
from evaluations.views.opening import opened
from grids.forms import read_pupil_wishes
from grids.queries.places import Place, are_of_this_school, grid_place, places_open_to
from sacoche.kit.access import requires
from sacoche.kit.clock import now
from sacoche.kit.listed_views import render_listed
from sacoche.kit.requests import SchoolRequest
from schools.models import Group, SchoolClass

_A_PAGE = 50
# What a list narrows to, by the word of its address.
_STATES = {"a_saisir": "À saisir", "partagees": "Partagées", "terminees": "Terminées"}


@requires(EVALUATE)
@require_safe
def evaluations(request: SchoolRequest) -> HttpResponse:
    """Those of the reader, and those that colleagues share with him."""
    places = places_open_to(request.user, EVALUATE)
    context = {"is_mine": True, "has_deleted": _deleted(request).exists()}
    return _list(request, evaluations_of(request.user), places, context)


@requires(SEE_ALL)
@require_safe
def all_evaluations(request: SchoolRequest) -> HttpResponse:
    """Those of the whole school, to be read."""
    everywhere = [*SchoolClass.objects.in_level_order(), *Group.objects.in_level_order()]
    return _list(request, Evaluation.objects.live(), [grid_place(each) for each in everywhere], {"is_mine": False})


@requires(EVALUATE)
@require_safe
def evaluation(request: SchoolRequest, pk: int) -> HttpResponse:
    """One évaluation: what it is about, who has it, what can be done with it."""
    found, level = opened(request, pk, Level.SEE)
    return _sheet(request, found, level)


@requires(SEE_ALL)
@require_safe
def any_evaluation(request: SchoolRequest, pk: int) -> HttpResponse:
    """One évaluation of the school, to be read."""
    shown = Evaluation.objects.live().select_related("school_class", "group")
    return _sheet(request, get_object_or_404(shown, pk=pk), None)


@requires(EVALUATE)
@require_safe
def deleted(request: SchoolRequest) -> HttpResponse:
    """The évaluations that the reader deleted these last thirty days."""
    rows = [(each, target_of(each)) for each in _deleted(request)]
    context = {"rows": rows, "days": RESTORED_WITHIN.days}
    return render_listed(request, "evaluations/deleted.html", context, DELETED.of(rows))


@requires(EVALUATE)
@require_POST
def keep_days(request: SchoolRequest) -> HttpResponse:
    """« Garder ces dates »: the list opens on them from now on; without dates, on the usual ones again."""
    form = KeptDaysForm(request.POST)
    if not form.is_valid():
        messages.error(request, "Ces dates ne sont pas lisibles : rien n'est gardé.")
    elif (days := form.days()) is None:
        forget_days(account=request.user)
        messages.success(request, "La liste s'ouvre de nouveau sur deux mois avant aujourd'hui et un après.")
    else:
        keep_listed_days(account=request.user, days=days)
        messages.success(request, f"La liste s'ouvrira du {days.first:%d/%m/%Y} au {days.last:%d/%m/%Y}.")
    return redirect("evaluations:list")


def _deleted(request: SchoolRequest) -> EvaluationQuerySet:
    return deleted_lately(request.user, since=now() - RESTORED_WITHIN)


def _list(
    request: SchoolRequest, found: EvaluationQuerySet, places: Sequence[Place], context: dict[str, Any]
) -> HttpResponse:
    if not are_of_this_school(read_pupil_wishes(request.GET)):
        raise Http404
    kept = kept_days(request.user)
    form = EvaluationListForm(
        request.GET, places=places, is_mine=context["is_mine"], kept=kept, periods=periods_offered()
    )
    order = request.GET.get("tri", "")
    lines = in_order(lines_of(asked_for(found, form.asked(), request.user), request.user), order)
    state = request.GET.get("etat", "")
    shown = _narrowed(lines, state)
    page = Paginator(shown, _A_PAGE).get_page(request.GET.get("page"))
    context |= {
        "form": form,
        "heads": heads_of(order),
        "has_kept": kept is not None,
        "page": page,
        "total": len(lines),
        "waiting": sum(line.rate.total - line.rate.done for line in lines if line.rate.is_waiting),
        "counts": [(code, label, len(_narrowed(lines, code))) for code, label in [("", "Toutes"), *_STATES.items()]],
        "state": state if state in _STATES else "",
        "is_filtered": any(request.GET.get(name) for name in ("q", "classe", "periode", "du", "au", "a_qui", "etat")),
    }
    return render_listed(request, "evaluations/list.html", context, EVALUATIONS.of(shown))


def _narrowed(lines: Sequence[Line], state: str) -> Sequence[Line]:
    kept = {
        "a_saisir": [line for line in lines if line.rate.is_waiting],
        "partagees": [line for line in lines if line.sharing],
        "terminees": [line for line in lines if not line.rate.is_waiting],
    }
    return kept.get(state, lines)


def _sheet(request: SchoolRequest, found: Evaluation, level: Level | None) -> HttpResponse:
    [line] = lines_of([found], request.user)
    pupils = pupils_of_evaluation(found)
    context = {
        "evaluation": found,
        "line": line,
        "level": level,
        "may_change": level is not None and level >= Level.CHANGE,
        "may_enter": level is not None and level >= Level.ENTER,
        "is_owner": level is Level.OWNER,
        "items": chosen_items(items_of(found.pk)),
        "pupils": pupils,
    }
    return render(request, "evaluations/evaluation.html", context)
