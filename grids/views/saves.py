"""« Derniers enregistrements »: what was saved, and « Annuler »."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from accounts.enums import Profile
from grids.forms import read_author
from grids.queries import (
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
from grids.services import UndoOutcome, undo_save
from grids.subject import Subject
from sacoche.kit.requests import SchoolRequest
from sacoche.kit.text import count

_SAVES_A_PAGE = 25
# A page of 5,800 cells reads no better than one of a thousand; the counts are those of all.
_CELLS_SHOWN = 1000


@dataclass(frozen=True, kw_only=True)
class SavesScreen:
    """The saves of some subjects; `thing` heads the column of what was decided on, the addresses are URL names."""

    path: str
    thing: str
    subjects: Sequence[Subject]
    right: str
    list_url: str
    undo_url: str
    # What the addresses name besides.
    named: tuple[Any, ...] = ()

    @property
    def list_address(self) -> str:
        return reverse(self.list_url, args=self.named)


@require_safe
def saves(request: SchoolRequest, screen: SavesScreen) -> HttpResponse:
    """His saves of the last weeks, those of the school for its head: the latest first, by pages."""
    sees_all = request.user.profile == Profile.DIR
    author = read_author(request.GET) if sees_all else None
    found = saves_in_sight(request.user, screen.subjects, author=author)
    page = Paginator(found, _SAVES_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "screen": screen,
        "page": page,
        "saves": saves_shown(page.object_list, screen.subjects),
        "days": UNDO_DAYS,
        "sees_all": sees_all,
        "authors": authors_in_sight(request.user, screen.subjects) if sees_all else [],
        "author": author,
    }
    return render(request, "grids/saves.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def undo(request: SchoolRequest, screen: SavesScreen, batch: UUID) -> HttpResponse:
    """What undoing a save, or one of its gestures, would do cell by cell; sent, does it and says what was left."""
    save = find_save(request.user, screen.subjects, batch)
    if save is None:
        raise Http404
    if request.method == "POST":
        gesture = request.POST.get("geste", "")
        _tell(request, undo_save(actor=request.user, school=request.school, save=save, gesture=gesture))
        return redirect(_address(screen, save, gesture))
    return _preview(request, screen, save, request.GET.get("geste", ""))


def _preview(request: SchoolRequest, screen: SavesScreen, save: Save, gesture: str) -> HttpResponse:
    subject = save.subject
    changes = lines_of(request.user, subject, save.batch)
    groups = gesture_groups(subject, changes)
    if gesture and gesture not in {group.key for group in groups}:
        raise Http404
    plan = undo_plan(request.user, subject, [line for line in changes if gesture in ("", gesture_key(subject, line))])
    context = {
        "screen": screen,
        "save": save,
        "groups": groups,
        "gesture": gesture,
        "plan": plan,
        "shown": plan.cells[:_CELLS_SHOWN],
    }
    return render(request, "grids/undo.html", context)


def _address(screen: SavesScreen, save: Save, gesture: str) -> str:
    query = {"geste": gesture} if gesture else None
    return reverse(screen.undo_url, args=[*screen.named, save.batch], query=query)


def _tell(request: SchoolRequest, outcome: UndoOutcome) -> None:
    if not outcome.restored:
        messages.info(request, "Il n'y avait rien à remettre : rien n'a été changé.")
        return
    sentence = f"{count(outcome.restored, 'case remise', 'cases remises')} comme avant."
    if outcome.left:
        sentence += f" {count(outcome.left, 'case laissée telle quelle', 'cases laissées telles quelles')}."
    messages.success(request, sentence)
