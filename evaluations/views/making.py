"""An évaluation is made, copied, changed: one page, whose items are searched and put in order."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from accounts.models import Account
from evaluations.forms.evaluation import EvaluationForm, offered_self_until
from evaluations.forms.lists import ItemSearchForm
from evaluations.models import Evaluation, Level
from evaluations.models.evaluation import TITLE_LENGTH
from evaluations.queries.item_sources import items_from
from evaluations.queries.items import SHOWN, Found, referentiels_to_evaluate, search_items
from evaluations.rights import EVALUATE
from evaluations.services.evaluations import (
    LossesChanged,
    change_evaluation,
    create_evaluation,
    losses_of_change,
)
from evaluations.views.opening import opened
from grids.forms import read_ids, read_pupil_wishes
from grids.queries.places import are_of_this_school
from sacoche.kit.access import requires
from sacoche.kit.requests import SchoolRequest
from schools.losses import fingerprint

_METHODS = ["GET", "HEAD", "POST"]
_MOVES = {"monter": -1, "descendre": 1}


@requires(EVALUATE)
@require_http_methods(_METHODS)
def new_evaluation(request: SchoolRequest) -> HttpResponse:
    """« Évaluer une classe ou un groupe »; `modele` is the évaluation that is copied."""
    return _new(request, is_chosen=False)


@requires(EVALUATE)
@require_http_methods(_METHODS)
def new_for_pupils(request: SchoolRequest) -> HttpResponse:
    """« Évaluer des élèves sélectionnés »."""
    return _new(request, is_chosen=True)


def _new(request: SchoolRequest, *, is_chosen: bool) -> HttpResponse:
    model = _model(request)
    cells = _cells(request.POST if request.method == "POST" else request.GET) if is_chosen else []

    def make(data: QueryDict | None, initial: dict[str, Any]) -> EvaluationForm:
        return EvaluationForm(request.user, data, is_chosen=is_chosen, model=model, initial=initial)

    def save(form: EvaluationForm) -> HttpResponse:
        wanted = form.wanted()
        here = [place for place in cells if place[0] in wanted.pupils and place[1] in wanted.items]
        made = create_evaluation(actor=request.user, wanted=wanted, planned=here)
        # The grid itself says that it is made, and needs the room.
        return redirect("evaluations:entry", made.pk)

    context = {"is_chosen": is_chosen, "model": model, "cells": cells}
    return _typed(request, make, save, context)


def _cells(asked: QueryDict) -> list[tuple[int, int]]:
    """The cells ticked in a table, « élève-item », that the new évaluation plans."""
    named = [read_ids(word.split("-", 1)) for word in asked.getlist("case")]
    return list(dict.fromkeys((pair[0], pair[1]) for pair in named if len(pair) == 2))


def _model(request: SchoolRequest) -> Evaluation | None:
    """The évaluation that is copied, which the reader must see."""
    named = read_ids(request.GET.getlist("modele"))
    return opened(request, named[0], Level.SEE)[0] if named else None


@requires(EVALUATE)
@require_http_methods(_METHODS)
def change(request: SchoolRequest, pk: int) -> HttpResponse:
    """An évaluation is changed; what would go with its items or its pupils is counted and asked first."""
    evaluation, _level = opened(request, pk, Level.CHANGE)

    is_chosen = evaluation.is_of_chosen_pupils and not _takes_a_place(request, evaluation)

    def make(data: QueryDict | None, initial: dict[str, Any]) -> EvaluationForm:
        return EvaluationForm(request.user, data, is_chosen=is_chosen, evaluation=evaluation, initial=initial)

    def save(form: EvaluationForm) -> HttpResponse:
        return _change(request, evaluation, form)

    context = {
        "is_chosen": is_chosen,
        "evaluation": evaluation,
        "takes_a_place": evaluation.is_of_chosen_pupils and not is_chosen,
    }
    return _typed(request, make, save, context)


def _takes_a_place(request: SchoolRequest, evaluation: Evaluation) -> bool:
    """Whether an évaluation left without its group is given a class or another group, rather than chosen pupils."""
    asked = request.POST if request.method == "POST" else request.GET
    return asked.get("cible") == "groupe" and evaluation.lost_its_pupils


def _change(request: SchoolRequest, evaluation: Evaluation, form: EvaluationForm) -> HttpResponse:
    wanted = form.wanted()
    losses = losses_of_change(evaluation, wanted)
    seen = request.POST.get("seen", "")
    if losses and seen != fingerprint(losses):
        return _ask(request, evaluation, form, has_changed=bool(seen))
    try:
        change_evaluation(actor=request.user, pk=evaluation.pk, wanted=wanted, seen=fingerprint(losses))
    except LossesChanged:
        return _ask(request, evaluation, form, has_changed=True)
    messages.success(request, f"Évaluation « {wanted.title} » enregistrée.")
    return redirect("evaluations:evaluation", evaluation.pk)


def _ask(request: SchoolRequest, evaluation: Evaluation, form: EvaluationForm, *, has_changed: bool) -> HttpResponse:
    """The question, which carries what was typed."""
    wanted = form.wanted()
    losses = losses_of_change(evaluation, wanted)
    sent = [(name, value) for name in request.POST for value in request.POST.getlist(name)]
    context = {
        "evaluation": evaluation,
        "losses": losses,
        "seen": fingerprint(losses),
        "sent": [pair for pair in sent if pair[0] not in ("seen", "csrfmiddlewaretoken")],
        "has_changed": has_changed,
        "is_other_target": form.cleaned_data.get("classe") is not None
        and form.cleaned_data["classe"].place not in (evaluation.school_class, evaluation.group),
    }
    return render(request, "evaluations/ask_change.html", context, status=409 if has_changed else 200)


def _typed(
    request: SchoolRequest,
    make: Callable[[QueryDict | None, dict[str, Any]], EvaluationForm],
    save: Callable[[EvaluationForm], HttpResponse],
    context: dict[str, Any],
) -> HttpResponse:
    """The page on a GET and on the gestures of its items; what is saved on the other POSTs that hold."""
    asked = request.POST if request.method == "POST" else request.GET
    act = request.POST.get("act", "")
    if request.method == "POST" and not act:
        form = make(request.POST, {})
        _check_places(form, asked)
        if form.is_valid():
            return save(form)
        return _page(request, form, context, status=422)
    form = make(None, _as_typed(asked))
    _check_places(form, asked)
    if request.method == "POST" or "item" in asked:
        # An address may bring items: those of a table, of a relevé.
        form.items = _moved(read_ids(asked.getlist("item")), act)
    return _page(request, form, context)


def _check_places(form: EvaluationForm, asked: QueryDict) -> None:
    """404 for a class, a group or a pupil that the school does not have; 403 in words for a place that is not his."""
    if not are_of_this_school(read_pupil_wishes(asked)):
        raise Http404
    named = asked.get("classe", "")
    if named and "classe" in form.fields and named not in form.places and read_ids([named.removeprefix("g")]):
        place = "Ce groupe n'est pas un" if named.startswith("g") else "Cette classe n'est pas une"
        raise PermissionDenied(f"{place} des vôtres : choisissez dans la liste.")


def _as_typed(asked: QueryDict) -> dict[str, Any]:
    """What the form shows of what was typed, or of what an address asks for."""
    many = {"eleve": asked.getlist("eleve")} if "eleve" in asked else {}
    names = ("title", "given_on", "visible_on", "self_until", "description", "classe", "pupil_order")
    ticked = {name: True for name in ("is_discreet", "is_lasting") if name in asked}
    return {name: asked[name] for name in names if name in asked} | many | ticked


def _moved(items: list[int], act: str) -> list[int]:
    """The items after a gesture made without a script: « monter-12 », « retirer-12 »."""
    items = list(dict.fromkeys(items))
    gesture, _, named = act.partition("-")
    for pk in read_ids([named]):
        if pk not in items:
            continue
        place = items.index(pk)
        items.remove(pk)
        if gesture in _MOVES:
            items.insert(max(place + _MOVES[gesture], 0), pk)
    return items


def _page(request: SchoolRequest, form: EvaluationForm, context: dict[str, Any], *, status: int = 200) -> HttpResponse:
    asked = request.POST if request.method == "POST" else request.GET
    context |= {
        "form": form,
        "chosen": form.chosen,
        "title_length": TITLE_LENGTH,
        "offered_self_until": offered_self_until(),
        **_searched(request.user, asked, form.items),
    }
    return render(request, "evaluations/edit.html", context, status=status)


@requires(EVALUATE)
@require_safe
def items(request: SchoolRequest) -> HttpResponse:
    """The items that a search finds, for the page that asks."""
    context = _searched(request.user, request.GET, read_ids(request.GET.getlist("item")))
    return render(request, "evaluations/_found.html", context)


def _searched(account: Account, asked: QueryDict, chosen: list[int]) -> dict[str, Any]:
    """What is found: the one référentiel there is, when nothing is asked for."""
    search = ItemSearchForm(account, asked)
    found: Found | None = None
    referentiel, words, source = None, "", ""
    if search.is_valid():
        referentiel, words = search.cleaned_data["referentiel"], search.cleaned_data["mots"]
        source = search.cleaned_data["origine"]
    offered = list(referentiels_to_evaluate(account)[:2])
    if referentiel is None and not words.strip() and len(offered) == 1:
        referentiel = offered[0]
    if source:
        found = items_from(account, source, words)
    elif referentiel is not None or words.strip():
        found = search_items(account, words=words, referentiel=referentiel)
    return {
        "search": search,
        "found": found,
        "words": words,
        "source": source,
        "shown": SHOWN,
        "chosen_ids": set(chosen),
        "has_referentiels": bool(offered),
    }
