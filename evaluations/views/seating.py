"""Plans de classe, and the teams of an évaluation."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from accounts.photos.queries import photos_shown_to
from evaluations.forms.seating import PlanForm, TeamsForm
from evaluations.models import Level
from evaluations.queries.pupils import pupils_of_evaluation
from evaluations.queries.seating import plan_of, room_of, team_of_each
from evaluations.rights import EVALUATE
from evaluations.services.seating import save_plan, save_teams
from evaluations.views.opening import opened
from grids.queries.places import Place, places_open_to
from sacoche.kit.access import requires
from sacoche.kit.requests import SchoolRequest
from schools.models import Group, SchoolClass

_METHODS = ["GET", "HEAD", "POST"]


@requires(EVALUATE)
@require_safe
def plans(request: SchoolRequest) -> HttpResponse:
    """The classes and groups of the reader, each with its plan or without."""
    rows = [(place, plan_of(request.user, place.place)) for place in places_open_to(request.user, EVALUATE)]
    return render(request, "evaluations/plans.html", {"rows": rows})


@requires(EVALUATE)
@require_http_methods(_METHODS)
def class_plan(request: SchoolRequest, pk: int) -> HttpResponse:
    """Where the pupils of a class sit."""
    return _plan(request, str(pk), SchoolClass.objects.filter(pk=pk).exists())


@requires(EVALUATE)
@require_http_methods(_METHODS)
def group_plan(request: SchoolRequest, pk: int) -> HttpResponse:
    """Where the pupils of a group sit."""
    return _plan(request, f"g{pk}", Group.objects.filter(pk=pk).exists())


def _plan(request: SchoolRequest, code: str, is_known: bool) -> HttpResponse:
    place = _open_place(request, code, is_known)
    size, seats = room_of(plan_of(request.user, place.place))
    data = request.POST if request.method == "POST" else None
    form = PlanForm(list(place.pupils), size, seats, data)
    if form.is_bound and form.is_valid() and "redessiner" not in request.POST:
        rows, columns = form.size
        save_plan(owner=request.user, place=place.place, rows=rows, columns=columns, seats=form.seats)
        messages.success(request, f"Plan de « {place.label} » enregistré.")
        return redirect("evaluations:plans")
    photos = photos_shown_to(request.user, list(form.pupils.values()))
    context = {
        "form": form,
        "place": place,
        "names": [(pk, each.full_name, photos.get(pk)) for pk, each in form.pupils.items()],
        "drawn": [[(row, column, pupil, photos.get(pupil)) for row, column, pupil in line] for line in form.drawn],
        "has_photos": bool(photos),
    }
    return render(request, "evaluations/plan.html", context, status=422 if form.errors else 200)


def _open_place(request: SchoolRequest, code: str, is_known: bool) -> Place:
    """404 for a class or a group that the school does not have, 403 in words for one that is not the reader's."""
    found = next((each for each in places_open_to(request.user, EVALUATE) if each.code == code), None)
    if found is None and is_known:
        raise PermissionDenied("Cette classe ou ce groupe n'est pas un des vôtres : choisissez dans la liste.")
    if found is None:
        raise Http404
    return found


@requires(EVALUATE)
@require_http_methods(_METHODS)
def teams(request: SchoolRequest, pk: int) -> HttpResponse:
    """Who works with whom in an évaluation: a code given to one is given to all."""
    evaluation, _level = opened(request, pk, Level.CHANGE)
    pupils = pupils_of_evaluation(evaluation).present
    form = TeamsForm(pupils, team_of_each(pk), request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        save_teams(pk=pk, teams=form.teams())
        messages.success(request, "Équipes enregistrées : dans la grille, un code donné à l'un est donné à tous.")
        return redirect("evaluations:evaluation", pk)
    context = {"evaluation": evaluation, "form": form}
    return render(request, "evaluations/teams.html", context, status=422 if form.errors else 200)
