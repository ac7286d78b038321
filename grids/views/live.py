"""What an open grid asks in the background: who else has it open, what was saved meanwhile."""

from functools import partial
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, HttpResponseNotModified, JsonResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_http_methods

from accounts.queries import classes_open_to, groups_open_to
from grids.forms import LiveQuestion, read_live_question
from grids.live import SharedGrid, fingerprint, live_news, names_of_others, same_grids
from grids.presence import OpenPage, forget, note, open_elsewhere
from grids.queries import Place, grid_place
from grids.subject import Subject
from grids.views.screens import GridScreen
from sacoche.kit.requests import SchoolRequest
from schools.models import Group, SchoolClass


@require_http_methods(["GET", "HEAD", "POST"])
def presence(request: SchoolRequest, screen: GridScreen) -> HttpResponse:
    """An open grid, live: POST says that the page is there (or closed), GET only asks."""
    subject = screen.subject
    question = read_live_question(request.POST if request.method == "POST" else request.GET)
    if question is None:
        return JsonResponse({"error": "Demande incomprise : rechargez la page."}, status=400)
    ask = screen.place_of or partial(_place_open_to, subject)
    grid = SharedGrid(subject, question.scope_id, ask(request, question))
    opened = OpenPage(grid.code, request.user.pk, question.page)
    if request.method == "POST":
        if question.is_closing:
            forget(request.school.pk, opened)
            return HttpResponse(status=204)
        return _answer(request, grid, note(request.school.pk, opened), question.after)
    return _answer(request, grid, open_elsewhere(request.school.pk, opened), question.after)


def _place_open_to(subject: Subject, request: SchoolRequest, question: LiveQuestion) -> Place:
    """404 for what this school does not have, 403 in words for a class or a group not open to him."""
    kind: Any = Group if question.is_group else SchoolClass
    place = get_object_or_404(kind, pk=question.place_id)
    their = groups_open_to if question.is_group else classes_open_to
    if not their(request.user, subject.right).filter(pk=place.pk).exists():
        said = "Ce groupe n'est pas un des vôtres." if question.is_group else "Cette classe n'est pas une des vôtres."
        raise PermissionDenied(said)
    return grid_place(place)


def _answer(request: SchoolRequest, grid: SharedGrid, elsewhere: list[OpenPage], after: int) -> HttpResponse:
    grids = same_grids(grid, {page.grid for page in elsewhere})
    present = {page.account_id for page in elsewhere if page.grid in grids}
    news = live_news(grid, request.user, after=after)
    answer = {
        "others": names_of_others(present, request.user),
        "is_open_twice": request.user.pk in present,
        "changes": news.changes,
    }
    tag = fingerprint(answer)
    if request.method != "POST" and request.headers.get("If-None-Match") == tag:
        return HttpResponseNotModified(headers={"ETag": tag})
    # The cursor goes on by itself: it makes no answer new.
    return JsonResponse(answer | {"cursor": news.cursor}, headers={"ETag": tag})
