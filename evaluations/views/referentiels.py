"""« Calcul des scores »: that of each référentiel that one may write, chosen, previewed, kept."""

from dataclasses import replace

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from evaluations import queries
from evaluations.forms.base import STEP
from evaluations.forms.calculation import CalculationForm
from evaluations.scale.calculation import LOOK_BACK_NAMES, Calculation
from evaluations.scale.moves import every_series, moves
from evaluations.scale.told import differences_of
from evaluations.services.referentiels import set_calculation
from evaluations.services.scale import ChangedMeanwhile
from referentiels.models import Referentiel
from referentiels.queries.places import referentiels_open_to
from referentiels.rights import MANAGE
from sacoche.kit.access import requires
from sacoche.kit.requests import SchoolRequest

_CHANGED = "Ce réglage vient d'être changé par quelqu'un d'autre : relisez, puis enregistrez."


def _calculation(referentiel: Referentiel) -> Calculation:
    return Calculation.stored(referentiel.method, referentiel.limit, referentiel.look_back)


@requires(MANAGE)
@require_safe
def calculations(request: SchoolRequest) -> HttpResponse:
    """The référentiels that one may write, with their calculation in words."""
    lines = [
        (referentiel, _calculation(referentiel), LOOK_BACK_NAMES[_calculation(referentiel).look_back])
        for referentiel in referentiels_open_to(request.user, MANAGE)
    ]
    default = queries.current_scale().calculation
    return render(request, "evaluations/referentiels.html", {"lines": lines, "default": default})


@requires(MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def edit_calculation(request: SchoolRequest, pk: int) -> HttpResponse:
    """The calculation of a référentiel: chosen, previewed, kept."""
    referentiel = get_object_or_404(referentiels_open_to(request.user, MANAGE), pk=pk)
    present = _calculation(referentiel)
    form = CalculationForm(present, request.POST or None)
    if request.method != "POST" or request.POST.get(STEP) == "corriger" or not form.is_valid():
        return _typing(request, referentiel, form)
    if request.POST.get(STEP) != "enregistrer":
        return _preview(request, referentiel, present, form)
    return _keep(request, referentiel, form)


def _typing(request: SchoolRequest, referentiel: Referentiel, form: CalculationForm) -> HttpResponse:
    context = {"referentiel": referentiel, "form": form}
    refused = request.POST.get(STEP) != "corriger" and form.errors
    return render(request, "evaluations/edit_referentiel.html", context, status=422 if refused else 200)


def _keep(request: SchoolRequest, referentiel: Referentiel, form: CalculationForm) -> HttpResponse:
    try:
        is_changed = set_calculation(
            actor=request.user,
            referentiel=referentiel,
            wanted=form.calculation,
            seen=request.POST.get("avant", ""),
        )
    except ChangedMeanwhile:
        messages.warning(request, _CHANGED)
        referentiel.refresh_from_db()
        return _preview(request, referentiel, _calculation(referentiel), form, status=409)
    said = f"« {referentiel} » : {form.calculation.sentence}." if is_changed else "Rien n'était à changer."
    messages.success(request, said)
    return redirect("evaluations:referentiel_calculations")


def _preview(
    request: SchoolRequest, referentiel: Referentiel, present: Calculation, form: CalculationForm, *, status: int = 200
) -> HttpResponse:
    scale = queries.current_scale()
    before, after = replace(scale, calculation=present), replace(scale, calculation=form.calculation)
    series = queries.school_series(referentiel.pk)
    context = {
        "referentiel": referentiel,
        "before": present,
        "after": form.calculation,
        "told": differences_of(present, form.calculation),
        "real": moves(series, before, after, is_school_default=True),
        "any_series": moves(every_series(scale), before, after, is_school_default=True),
        "pairs": [(name, request.POST.get(name, "")) for name in form.fields],
    }
    return render(request, "evaluations/preview_referentiel.html", context, status=status)
