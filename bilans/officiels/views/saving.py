"""What pages send as somebody types: one text, one mean, an « annuler »; each answered in JSON."""

import json
from collections.abc import Callable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_POST, require_safe

from bilans.models import Origin
from bilans.officiels.forms import FaultForm
from bilans.officiels.queries.reading import computed_mean, mean_of
from bilans.officiels.rights import ENTER
from bilans.officiels.services.faults import dismiss_faults, report_fault, text_of
from bilans.officiels.services.places import Gone, Refused
from bilans.officiels.services.positions import MeanOutcome, WantedMean, save_mean
from bilans.officiels.services.texts import Outcome, Wanted, save_text, undo_text
from bilans.officiels.shapes import Edition, Written
from bilans.officiels.views.opening import Place, opened, opened_place
from sacoche.kit.access import requires
from sacoche.kit.clock import local
from sacoche.kit.requests import SchoolRequest
from schools.models import Matiere

_UNREADABLE = "Ce qui est arrivé ne se lit pas : rechargez la page."
# Far above the longest text: what is longer was never typed.
_MOST_BYTES = 50_000
_MOST_NUMBER = 2**31


def _sent(request: SchoolRequest) -> dict[str, Any]:
    """The JSON object that was sent. Raises Refused."""
    try:
        sent = json.loads(request.body) if len(request.body) <= _MOST_BYTES else None
    except (ValueError, RecursionError):
        sent = None
    if not isinstance(sent, dict):
        raise Refused(_UNREADABLE)
    return sent


def _number(sent: dict[str, Any], name: str) -> int:
    value = sent.get(name, 0)
    if type(value) is not int or not 0 <= value < _MOST_NUMBER:
        raise Refused(_UNREADABLE)
    return value


def _words(sent: dict[str, Any], name: str) -> str:
    value = sent.get(name, "")
    if not isinstance(value, str):
        raise Refused(_UNREADABLE)
    return value


Act = Callable[[SchoolRequest, Place, dict[str, Any]], dict[str, Any]]


def _answered(request: SchoolRequest, place: tuple[str, int, int], act: Act) -> JsonResponse:
    try:
        return JsonResponse(act(request, opened_place(request, *place), _sent(request)))
    except Refused as refusal:
        return JsonResponse({"error": str(refusal)}, status=404 if isinstance(refusal, Gone) else 422)
    except PermissionDenied as refusal:
        return JsonResponse({"error": str(refusal)}, status=403)
    except Http404:
        return JsonResponse({"error": "Ce document n'existe plus : rechargez la page."}, status=404)


def told(text: Written | None) -> dict[str, Any]:
    """A text as pages know it: « enregistré à 10:42 »."""
    if text is None:
        return {"key": 0, "version": 0, "text": "", "author": "", "at": ""}
    return {
        "key": text.key,
        "version": text.version,
        "text": text.text,
        "author": text.author_label,
        "at": f"{local(text.written_at):%H:%M}",
    }


def _outcome(outcome: Outcome) -> dict[str, Any]:
    return told(outcome.stands) | {"conflict": outcome.is_conflict}


@requires(ENTER)
@require_POST
def text(request: SchoolRequest, kind: str, school_class: int, period: int) -> JsonResponse:
    """A text as it was typed; in conflict when another stands there."""
    return _answered(request, (kind, school_class, period), _save_text)


def _save_text(request: SchoolRequest, place: Place, sent: dict[str, Any]) -> dict[str, Any]:
    wanted = Wanted(
        _number(sent, "pupil"),
        _number(sent, "matiere"),
        _words(sent, "text"),
        _number(sent, "version"),
        _number(sent, "key"),
    )
    return _outcome(save_text(actor=request.user, wanted=wanted, **vars(place)))


@requires(ENTER)
@require_POST
def undo(request: SchoolRequest, kind: str, school_class: int, period: int) -> JsonResponse:
    """A text put back as it was before its last change."""
    return _answered(request, (kind, school_class, period), _undo)


def _undo(request: SchoolRequest, place: Place, sent: dict[str, Any]) -> dict[str, Any]:
    key, seen = _number(sent, "key"), _number(sent, "version")
    return _outcome(undo_text(actor=request.user, key=key, seen=seen, **vars(place)))


@requires(ENTER)
@require_POST
def mean(request: SchoolRequest, kind: str, school_class: int, period: int) -> JsonResponse:
    """A mean typed, removed, or given back to the results."""
    return _answered(request, (kind, school_class, period), _save_mean)


def _save_mean(request: SchoolRequest, place: Place, sent: dict[str, Any]) -> dict[str, Any]:
    origin = _words(sent, "origin")
    if origin not in (Origin.TYPED, Origin.REMOVED, Origin.COMPUTED):
        raise Refused(_UNREADABLE)
    wanted = WantedMean(
        _number(sent, "pupil"),
        _number(sent, "matiere"),
        Origin(origin),
        _words(sent, "typed"),
        _number(sent, "version"),
    )
    outcome = save_mean(actor=request.user, wanted=wanted, **vars(place))
    return _mean_told(place.edition(), wanted, outcome)


def _mean_told(found: Edition, wanted: WantedMean, outcome: MeanOutcome) -> dict[str, Any]:
    computed = computed_mean(found, get_object_or_404(Matiere, pk=wanted.matiere), wanted.pupil)
    stands = mean_of(computed, outcome.stands)
    return {
        "shown": found.shown(stands.percent),
        "computed": found.shown(stands.computed),
        "origin": stands.origin.value,
        "word": stands.origin.label,
        "author": stands.author_label,
        "version": stands.version,
        "conflict": outcome.is_conflict,
    }


@requires(ENTER)
@require_POST
def fault(request: SchoolRequest, kind: str, school_class: int, period: int) -> JsonResponse:
    """A fault told to the author of a text; « rien à corriger » when it is its author who sends."""
    return _answered(request, (kind, school_class, period), _tell)


def _tell(request: SchoolRequest, place: Place, sent: dict[str, Any]) -> dict[str, Any]:
    found, key = place.edition(), _number(sent, "key")
    if sent.get("dismiss") is True:
        return {"dismissed": dismiss_faults(actor=request.user, edition=found, key=key)}
    form = FaultForm({"message": _words(sent, "message")})
    if not form.is_valid():
        raise Refused("300 signes au plus : raccourcissez ce que vous signalez.")
    made = report_fault(actor=request.user, edition=found, key=key, message=form.cleaned_data["message"])
    return {"told": made.appreciation.author_label}


@requires(ENTER)
@require_safe
def history(request: SchoolRequest, kind: str, school_class: int, period: int, key: int) -> HttpResponse:
    """What a text was, change by change: a fragment that the page opens."""
    found = opened(request, kind, school_class, period)
    try:
        row = text_of(found, key)
    except Refused as refusal:
        raise Http404 from refusal
    context = {"text": row, "changes": list(row.changes.all()), "edition": found}
    return render(request, "bilans/officiels/history.html", context)
