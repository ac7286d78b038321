"""« Valider les items »: choose a grid, show it, save it."""

from django.core.exceptions import PermissionDenied, RequestDataTooBig
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from accounts.queries import ONLY_PP
from sacoche.kit.access import requires, restrictions_on
from sacoche.kit.requests import SchoolRequest
from sacoche.kit.text import count
from socle.forms import ItemSelectionForm, read_changes, read_wishes
from socle.queries import ItemChoices, are_of_this_school, item_choices, item_grid
from socle.services import Conflict, OutsideClasses, RefusedSave, SaveOutcome, UnknownPupil, save_item_validations

_STATUS_OF_REFUSAL = {UnknownPupil: 404, OutsideClasses: 403}


@requires("socle.validate_items")
@require_safe
def choose_items(request: SchoolRequest) -> HttpResponse:
    """Which palier, compétence, class and pupils; the answer to htmx is the form alone."""
    choices = _choices(request)
    form = ItemSelectionForm(choices, refresh_url=reverse("socle:items"))
    return _selection_page(request, form, choices)


@requires("socle.validate_items")
@require_safe
def items_grid(request: SchoolRequest) -> HttpResponse:
    """The grid of the choices in the address, or the form again with what is missing."""
    choices = _choices(request)
    form = ItemSelectionForm(choices, request.GET, refresh_url=reverse("socle:items"))
    if not form.is_valid() or choices.pilier is None:
        return _selection_page(request, form, choices)
    grid = item_grid(pilier=choices.pilier, domaines=choices.chosen_domaines, pupils=choices.chosen_pupils)
    return render(request, "socle/items_grid.html", {"grid": grid, "choices": choices})


@requires("socle.validate_items")
@require_POST
def save_items(request: SchoolRequest) -> JsonResponse:
    """Save the cells changed on a grid; refusals come back as a sentence, conflicts cell by cell."""
    try:
        changes = read_changes(request.body)
        outcome = save_item_validations(actor=request.user, school=request.school, changes=changes)
    except RequestDataTooBig:
        return JsonResponse({"error": "Envoi trop volumineux : rien n'a été enregistré."}, status=413)
    except RefusedSave as refusal:
        return JsonResponse({"error": refusal.sentence}, status=_STATUS_OF_REFUSAL.get(type(refusal), 400))
    return JsonResponse(_answer(outcome))


def _choices(request: SchoolRequest) -> ItemChoices:
    wishes = read_wishes(request.GET)
    if not are_of_this_school(wishes):
        raise Http404
    choices = item_choices(request.user, wishes)
    if wishes["classe"] and choices.school_class is None:
        raise PermissionDenied(_why_not_this_class(request))
    return choices


def _why_not_this_class(request: SchoolRequest) -> str:
    if ONLY_PP in restrictions_on(request.user, "socle.validate_items"):
        return (
            "Votre établissement réserve la validation des items au professeur principal de la classe : "
            "vous ne l'êtes pas de celle-ci."
        )
    return "Cette classe n'est pas une des vôtres."


def _selection_page(request: SchoolRequest, form: ItemSelectionForm, choices: ItemChoices) -> HttpResponse:
    template = "socle/choose_items.html#selection" if request.htmx else "socle/choose_items.html"
    return render(request, template, {"form": form, "choices": choices})


def _answer(outcome: SaveOutcome) -> dict[str, object]:
    return {
        "message": _sentence(outcome),
        "saved": outcome.saved,
        "date": outcome.decided_on.isoformat(),
        "author": outcome.author_label,
        "conflicts": [_conflict(conflict) for conflict in outcome.conflicts],
    }


def _sentence(outcome: SaveOutcome) -> str:
    if outcome.saved:
        return f"Validations enregistrées : {count(outcome.saved, 'case', 'cases')}."
    return "Rien n'a été enregistré." if outcome.conflicts else "Aucun changement à enregistrer."


def _conflict(conflict: Conflict) -> dict[str, object]:
    return {
        "pupil": conflict.change.pupil_id,
        "item": conflict.change.item_id,
        "wanted": conflict.change.wanted,
        "stored": conflict.stored,
        "at": conflict.at and conflict.at.isoformat(),
        "date": conflict.on and conflict.on.isoformat(),
        "author": conflict.author_label,
    }
