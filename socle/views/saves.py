"""« Derniers enregistrements »: what was saved, and « Annuler »."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from accounts.enums import Profile
from sacoche.kit.access import requires
from sacoche.kit.requests import SchoolRequest
from sacoche.kit.text import count
from socle.forms import read_author
from socle.queries import (
    UNDO_DAYS,
    Save,
    authors_in_sight,
    find_save,
    gesture_groups,
    gesture_key,
    lines_of,
    saves_in_sight,
    saves_shown,
    undo_plan,
)
from socle.services import UndoOutcome, undo_save

_SAVES_A_PAGE = 25
# A page of 5,800 cells reads no better than one of a thousand; the counts are those of all.
_CELLS_SHOWN = 1000


@requires("socle.review_saves")
@require_safe
def saves(request: SchoolRequest) -> HttpResponse:
    """His saves of the last weeks, those of the school for its head: the latest first, by pages."""
    sees_all = request.user.profile == Profile.DIR
    author = read_author(request.GET) if sees_all else None
    page = Paginator(saves_in_sight(request.user, author=author), _SAVES_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "saves": saves_shown(page.object_list),
        "days": UNDO_DAYS,
        "sees_all": sees_all,
        "authors": authors_in_sight(request.user) if sees_all else [],
        "author": author,
    }
    return render(request, "socle/saves.html", context)


@requires("socle.review_saves")
@require_http_methods(["GET", "HEAD", "POST"])
def undo(request: SchoolRequest, batch: UUID) -> HttpResponse:
    """What undoing a save, or one of its gestures, would do cell by cell; sent, does it and says what was left."""
    save = find_save(request.user, batch)
    if save is None:
        raise Http404
    if request.method == "POST":
        gesture = request.POST.get("geste", "")
        _tell(request, undo_save(actor=request.user, school=request.school, save=save, gesture=gesture))
        return redirect(_address(save, gesture))
    gesture = request.GET.get("geste", "")
    changes = lines_of(request.user, batch)
    groups = gesture_groups(changes)
    if gesture and gesture not in {group.key for group in groups}:
        raise Http404
    plan = undo_plan(request.user, [line for line in changes if gesture in ("", gesture_key(line))])
    context = {"save": save, "groups": groups, "gesture": gesture, "plan": plan, "shown": plan.cells[:_CELLS_SHOWN]}
    return render(request, "socle/undo.html", context)


def _address(save: Save, gesture: str) -> str:
    query = {"geste": gesture} if gesture else None
    return reverse("socle:undo", args=[save.batch], query=query)


def _tell(request: SchoolRequest, outcome: UndoOutcome) -> None:
    if not outcome.restored:
        messages.info(request, "Il n'y avait rien à remettre : rien n'a été changé.")
        return
    sentence = f"{count(outcome.restored, 'case remise', 'cases remises')} comme avant."
    if outcome.left:
        sentence += f" {count(outcome.left, 'case laissée telle quelle', 'cases laissées telles quelles')}."
    messages.success(request, sentence)
