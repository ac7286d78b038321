"""« Mes évaluations »: what a pupil and his guardians read of each, from its day on."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from accounts.enums import Profile
from accounts.models import Account
from evaluations.forms.families import OwnListForm
from evaluations.models import Evaluation, PupilComment
from evaluations.queries import current_scale
from evaluations.queries.families import (
    documents_seen,
    evaluations_seen,
    own_lines,
    own_sheet,
    periods_of,
    pupils_read_by,
)
from evaluations.rights import ASK_ABOUT, REQUEST, SEE_OWN, SEE_STATES
from evaluations.views.serving import served
from sacoche.kit.access import may, requires
from sacoche.kit.clock import today
from sacoche.kit.requests import SchoolRequest
from schools.period_queries import school_year

_A_PAGE = 30


@requires(SEE_OWN)
@require_safe
def own_evaluations(request: SchoolRequest) -> HttpResponse:
    """Those of the pupil, or of the child that is chosen: the first one when none is."""
    children = pupils_read_by(request.user)
    asked = request.GET.get("enfant", "")
    pupil = next((each for each in children if str(each.pk) == asked), None)
    if asked and pupil is None:
        raise Http404
    return _list(request, pupil or next(iter(children), None), children)


def _list(request: SchoolRequest, pupil: Account | None, children: list[Account]) -> HttpResponse:
    context: dict[str, Any] = {"pupil": pupil, "children": children, "is_own": _is_own(request)}
    if pupil is not None:
        context |= _lines(request, pupil)
    return render(request, "evaluations/own_list.html", context)


def _lines(request: SchoolRequest, pupil: Account) -> dict[str, Any]:
    on, year = today(), school_year(request.school)
    seen = evaluations_seen(pupil, on)
    teachers = _teachers(seen.filter(given_on__range=(year.first, year.last)))
    form = OwnListForm(request.GET, periods=periods_of(pupil), teachers=teachers)
    days = form.days(year)
    found = seen.filter(given_on__range=(days.first, days.last)).select_related("school_class", "group")
    if form.teacher:
        found = found.filter(owner=form.teacher)
    page = Paginator(found.latest_first(), _A_PAGE).get_page(request.GET.get("page"))
    return {
        "form": form,
        "page": page,
        "lines": own_lines(list(page.object_list), pupil, on),
        "is_filtered": bool(request.GET.get("periode") or request.GET.get("prof")),
        "scale": current_scale(),
    }


def _teachers(evaluations: Any) -> list[tuple[str, str]]:
    """Who gave these évaluations, by name."""
    rows = evaluations.exclude(owner=None).order_by("owner_label").values_list("owner", "owner_label").distinct()
    return [(str(pk), label) for pk, label in dict(rows).items()]


@requires(SEE_OWN)
@require_safe
def own_evaluation(request: SchoolRequest, pupil: int, pk: int) -> HttpResponse:
    """One évaluation: the code of each item in words, the comments, the documents."""
    child, evaluation = seen_by(request, pupil, pk)
    scale = current_scale()
    shows_states = may(request.user, SEE_STATES)
    context = {
        "pupil": child,
        "is_own": _is_own(request),
        "has_several": len(pupils_read_by(request.user)) > 1,
        "scale": scale,
        "shows_states": shows_states,
        "sheet": own_sheet(evaluation, child, today(), scale=scale, shows_states=shows_states),
        "evaluation": evaluation,
        "may_request": may(request.user, REQUEST),
        "may_ask": may(request.user, ASK_ABOUT),
    }
    return render(request, "evaluations/own_evaluation.html", context)


@requires(SEE_OWN)
@require_safe
def own_of(request: SchoolRequest, pk: int) -> HttpResponse:
    """The évaluation of a notice, of the first child whose it is."""
    for child in pupils_read_by(request.user):
        if evaluations_seen(child, today()).filter(pk=pk).exists():
            return redirect("evaluations:own", child.pk, pk)
    raise Http404


@requires(SEE_OWN)
@require_safe
def own_document(request: SchoolRequest, pupil: int, pk: int, document: int) -> HttpResponseBase:
    """A subject or an answer, once it is to be read; elsewhere when it is a link."""
    child, evaluation = seen_by(request, pupil, pk)
    found = next((each for each in documents_seen([evaluation.pk], child, today()) if each.pk == document), None)
    if found is None:
        raise Http404
    return served(request, found.file) if found.file else redirect(found.link)


@requires(SEE_OWN)
@require_safe
def own_voice(request: SchoolRequest, pupil: int, pk: int) -> HttpResponseBase:
    """What the teacher said, to be listened to."""
    child, evaluation = seen_by(request, pupil, pk)
    comments = PupilComment.objects.filter(evaluation=evaluation, pupil=child).exclude(voice=None)
    return served(request, get_object_or_404(comments.select_related("voice")).voice)


def seen_by(request: SchoolRequest, pupil: int, pk: int) -> tuple[Account, Evaluation]:
    """The pupil and the évaluation of an address: 404 for somebody else's, and before its day."""
    child = next((each for each in pupils_read_by(request.user) if each.pk == pupil), None)
    if child is None:
        raise Http404
    shown = evaluations_seen(child, today()).select_related("school_class", "group", "school")
    evaluation: Evaluation = get_object_or_404(shown, pk=pk)
    return child, evaluation


def own_only(request: SchoolRequest, pk: int) -> Evaluation:
    """The évaluation of the pupil who reads; 404 before its day, or when it is not his."""
    if request.user.profile != Profile.ELV:
        raise PermissionDenied("Cette page est celle de l'élève : un responsable légal la lit, et n'y écrit pas.")
    return seen_by(request, request.user.pk, pk)[1]


def _is_own(request: SchoolRequest) -> bool:
    return bool(request.user.profile == Profile.ELV)
