"""« Informations »: the codes, the states and the calculation of the school, and the simulator of scores."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from evaluations import queries
from evaluations.forms.calculation import SimulatorForm
from evaluations.forms.tried import TriedForm
from evaluations.queries.tried import series_to_try
from evaluations.rights import EVALUATE
from evaluations.scale.calculation import LOOK_BACK_NAMES, Calculation
from evaluations.scale.codes import SPECIAL_CODES
from evaluations.scale.sights import sights_of_codes, sights_of_states
from evaluations.scale.simulation import BadSeries, every_sequence, read_series, side_by_side
from evaluations.scale.symbols import SETS
from evaluations.scale.whole import Part, Scale
from evaluations.scoring.methods import Method
from sacoche.kit.access import requires
from sacoche.kit.requests import SchoolRequest

_ONE_YEAR = 365 * 24 * 3600


@requires("evaluations.see_scale")
@require_safe
def codes(request: SchoolRequest) -> HttpResponse:
    """The codes of the school and the special ones, with what each is worth."""
    scale = queries.current_scale()
    context = {
        "scale": scale,
        "special_codes": SPECIAL_CODES,
        "sights": sights_of_codes(scale),
        "symbols": SETS[scale.symbols],
        "changes": queries.changes_of(Part.CODES),
    }
    return render(request, "evaluations/codes.html", context)


@requires("evaluations.see_scale")
@require_safe
def states(request: SchoolRequest) -> HttpResponse:
    """The states of the school, with their thresholds."""
    scale = queries.current_scale()
    context = {"scale": scale, "sights": sights_of_states(scale), "changes": queries.changes_of(Part.STATES)}
    return render(request, "evaluations/states.html", context)


@requires("evaluations.see_calculation")
@require_safe
def calculation(request: SchoolRequest) -> HttpResponse:
    """How the school computes scores, and the simulator: `suite` is a typed series, `longueur` asks for a table."""
    scale = queries.current_scale()
    form = SimulatorForm(scale.calculation, request.GET)
    context = {"scale": scale, "form": form, "special_codes": SPECIAL_CODES[:-1], **_simulated(form, scale)}
    if request.htmx.target == "simule":
        return render(request, "evaluations/calculation.html#simulated", context)
    changes = queries.changes_of(Part.CALCULATION)
    context |= {"changes": changes, "look_back": LOOK_BACK_NAMES[scale.calculation.look_back]}
    return render(request, "evaluations/calculation.html", context)


def _simulated(form: SimulatorForm, scale: Scale) -> dict[str, object]:
    """The eight methods on the typed series, and the table of every series of a length."""
    if not form.is_valid():
        return {}
    asked = form.cleaned_data
    found: dict[str, object] = {}
    try:
        series = read_series(asked["suite"], scale)
    except BadSeries as bad:
        form.add_error("suite", str(bad))
        return {}
    if series:
        ordinary = {code.sigle for code in scale.active}
        found = {
            "series": series,
            "left_out": [sigle for sigle in series if sigle not in ordinary],
            "lines": side_by_side(series, asked["nombre"], scale),
        }
    if asked["longueur"]:
        way = Calculation(Method(asked["methode"]), asked["nombre"])
        found |= {"cases": every_sequence(asked["longueur"], way, scale), "way": way}
    return found


@requires(EVALUATE)
@require_safe
def tried_series(request: SchoolRequest) -> HttpResponse:
    """The results of one of the reader's pupils, item by item, each with the way to the simulator."""
    form = TriedForm(request.GET or None, reader=request.user)
    context: dict[str, object] = {"form": form}
    if form.is_valid():
        pupil, referentiel = form.cleaned_data["eleve"], form.cleaned_data["referentiel"]
        found = series_to_try(pupil.pk, referentiel, queries.current_scale())
        context |= {"pupil": pupil, "referentiel": referentiel, "lines": found}
    return render(request, "evaluations/tried_series.html", context, status=422 if form.errors else 200)


@requires("evaluations.see_scale")
@require_safe
def image(request: SchoolRequest, digest: str) -> HttpResponse:
    """An image of the school's codes; its address changes with it, so that a browser may keep it."""
    content = queries.image_content(digest)
    if content is None:
        raise Http404
    response = HttpResponse(content, content_type="image/png")
    response["Content-Disposition"] = 'attachment; filename="code.png"'
    response["Cache-Control"] = f"private, max-age={_ONE_YEAR}, immutable"
    return response
