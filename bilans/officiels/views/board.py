"""« Relevé d'évaluations », « Bulletin scolaire »: where each class stands, and setting it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from bilans.models import Appreciation, DocumentStatus, Status
from bilans.officiels.forms import StatusForm
from bilans.officiels.kinds import OfficialKind, official_kinds
from bilans.officiels.queries.board import board
from bilans.officiels.queries.editions import classes_seen, editions_of
from bilans.officiels.rights import CONFIGURE, ENTER
from bilans.officiels.services.statuses import StatusesSet, set_statuses
from bilans.officiels.shapes import Edition
from bilans.officiels.views.opening import kind_of, must, opened
from sacoche.kit.access import may, requires
from sacoche.kit.requests import SchoolRequest
from sacoche.kit.text import count
from schools.models import SchoolClass

SIGNS = {
    Status.UNDEFINED: "·",
    Status.EMPTY: "○",
    Status.TEACHERS: "✎",
    Status.MIXED: "⇄",
    Status.SYNTHESIS: "≡",
    Status.COMPLETE: "✓",
}


@requires(ENTER)
@require_safe
def index(request: SchoolRequest) -> HttpResponse:
    """The kinds of documents, for whom a link or a memory brings here."""
    context = {"kinds": list(official_kinds), "may_configure": may(request.user, CONFIGURE)}
    return render(request, "bilans/officiels/index.html", context)


@requires(ENTER)
@require_safe
def show(request: SchoolRequest, kind: str) -> HttpResponse:
    """The board of the classes that the reader opens."""
    return _page(request, kind_of(kind), StatusForm(kind_of(kind)))


def _page(request: SchoolRequest, kind: OfficialKind, form: StatusForm, *, status: int = 200) -> HttpResponse:
    context = {
        "kind": kind,
        "board": board(kind, classes_seen(request.user)),
        "form": form,
        "ticked": set(request.POST.getlist("case")),
        "signs": {str(code): sign for code, sign in SIGNS.items()},
        "statuses": kind.statuses,
        "may_set": may(request.user, kind.to_set_status),
        "may_configure": may(request.user, CONFIGURE),
    }
    return render(request, "bilans/officiels/board.html", context, status=status)


@requires(ENTER)
@require_http_methods(["POST"])
def set_them(request: SchoolRequest, kind: str) -> HttpResponse:
    """Put the ticked documents in a status; one that is complete is asked about before it is opened again."""
    found = kind_of(kind)
    must(request, found.to_set_status)
    form = StatusForm(found, request.POST)
    if not form.is_valid():
        for error in [each for errors in form.errors.values() for each in errors]:
            messages.error(request, str(error))
        return _page(request, found, form, status=422)
    wanted = form.cleaned_data
    reopened = _reopened(found, wanted["case"], wanted["etat"])
    if reopened and not wanted["confirme"]:
        context = {"kind": found, "reopened": reopened, "wanted": wanted, "status": Status(wanted["etat"])}
        return render(request, "bilans/officiels/reopen.html", context | {"cells": request.POST.getlist("case")})
    outcome = set_statuses(
        actor=request.user,
        kind=found,
        places=wanted["case"],
        status=Status(wanted["etat"]),
        is_discreet=wanted["discret"],
        is_recomputed=wanted["recalcule"],
    )
    messages.success(request, _said(outcome, Status(wanted["etat"])))
    return redirect("bilans:official_board", found.code)


def _reopened(kind: OfficialKind, places: set[tuple[int, int]], wanted: str) -> list[Edition]:
    """Those of these places that are complete, and would not be any more."""
    if wanted == Status.COMPLETE:
        return []
    classes = SchoolClass.objects.in_level_order().filter(pk__in={school_class for school_class, _period in places})
    complete = (each for each in editions_of(kind, classes) if each.status is Status.COMPLETE)
    return [each for each in complete if (each.school_class.pk, each.dates.period_id) in places]


def _said(outcome: StatusesSet, status: Status) -> str:
    said = f"{count(len(outcome.changed), 'document mis', 'documents mis')} en « {status.label} »"
    if outcome.same:
        said += f", {count(outcome.same, 'y était', 'y étaient')} déjà"
    if outcome.told:
        said += f" ; {count(outcome.told, 'personne prévenue', 'personnes prévenues')}"
    return f"{said}."


@requires(ENTER)
@require_safe
def document(request: SchoolRequest, pk: int) -> HttpResponse:
    """From a notice to the document that it is about."""
    row = get_object_or_404(DocumentStatus, pk=pk)
    return redirect("bilans:official_class", row.kind, row.school_class_id, row.period_id)


@requires(ENTER)
@require_safe
def text(request: SchoolRequest, pk: int) -> HttpResponse:
    """From a notice to the text that it is about, in the page where it is written."""
    row = get_object_or_404(Appreciation.objects.select_related("pupil"), pk=pk)
    school_class = row.pupil.school_class_id if row.pupil else row.school_class_id
    if school_class is None:
        return redirect("bilans:official_board", row.kind)
    place = [row.kind, school_class, row.period_id]
    opened(request, *place)
    if row.matiere_id:
        address = reverse("bilans:official_subject", args=[*place, row.matiere_id])
    else:
        address = reverse("bilans:official_syntheses", args=place)
    return redirect(f"{address}#texte-{row.pupil_id or 0}")
