"""« Paramétrages établissement »: the codes, the states and the calculation are typed, previewed, kept, put back."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from evaluations import queries
from evaluations.forms.base import STEP, Sent
from evaluations.forms.calculation import SchoolCalculationForm
from evaluations.forms.codes import CodesForm
from evaluations.forms.image import ImageForm
from evaluations.forms.states import StatesForm
from evaluations.images import UnusableImage
from evaluations.scale.codes import Code, over_the_top
from evaluations.scale.moves import every_series, moves
from evaluations.scale.told import differences
from evaluations.scale.whole import Part, Scale
from evaluations.services.images import ImageInUse, TooManyImages, add_image, remove_image
from evaluations.services.scale import BadScale, ChangedMeanwhile, NothingToUndo, change_scale, undo_change
from referentiels.models import Referentiel
from sacoche.kit.access import requires
from sacoche.kit.clock import local
from sacoche.kit.requests import SchoolRequest

_CHANGED = (
    "L'échelle vient d'être changée par quelqu'un d'autre : voici ce qu'elle est devenue avec votre saisie. "
    "Relisez, puis enregistrez."
)


@dataclass(frozen=True)
class Page:
    """The page of a part: where it is read, how it is typed, what is said once it is kept."""

    part: Part
    title: str
    template: str
    reading: str
    done: str
    form: Callable[..., Any]


_CODES = Page(
    Part.CODES,
    "Codes de notation",
    "evaluations/edit_codes.html",
    "evaluations:codes",
    "Codes de notation enregistrés.",
    lambda scale, data=None: CodesForm(scale, data, queries.images()),
)
_STATES = Page(
    Part.STATES,
    "États d'acquisition",
    "evaluations/edit_states.html",
    "evaluations:states",
    "États d'acquisition enregistrés.",
    StatesForm,
)
_CALCULATION = Page(
    Part.CALCULATION,
    "Algorithme de calcul",
    "evaluations/edit_calculation.html",
    "evaluations:calculation",
    "Algorithme de calcul enregistré : les nouveaux référentiels le prendront.",
    SchoolCalculationForm,
)


@requires("evaluations.set_scale")
@require_http_methods(["GET", "HEAD", "POST"])
def edit_codes(request: SchoolRequest) -> HttpResponse:
    """The codes: typed, ordered, previewed, kept."""
    return _edit(request, _CODES, image_form=ImageForm(), images=queries.images())


@requires("evaluations.set_scale")
@require_http_methods(["GET", "HEAD", "POST"])
def edit_states(request: SchoolRequest) -> HttpResponse:
    """The states: typed, previewed, kept."""
    return _edit(request, _STATES)


@requires("evaluations.set_scale")
@require_http_methods(["GET", "HEAD", "POST"])
def edit_calculation(request: SchoolRequest) -> HttpResponse:
    """The calculation that new référentiels take: chosen, previewed, kept."""
    return _edit(request, _CALCULATION)


def _edit(request: SchoolRequest, page: Page, **context: Any) -> HttpResponse:
    scale = queries.current_scale()
    if request.method != "POST":
        return _typing(request, page, page.form(scale), **context)
    form = page.form(scale, request.POST)
    step = request.POST.get(STEP, "" if _is_moving(request) else "apercu")
    if step == "ajouter":
        form.add_row()
    if step not in ("apercu", "enregistrer"):
        return _typing(request, page, form, **context)
    if not form.is_valid():
        return _typing(request, page, form, status=422, **context)
    if step == "enregistrer" and _is_confirmed(request, form.scale):
        return _keep(request, page, form, context)
    return _preview(request, page, form)


def _is_moving(request: SchoolRequest) -> bool:
    """Whether a row was moved or taken away, and nothing else asked."""
    return any(name in request.POST for name in ("monter", "descendre", "retirer"))


def _is_confirmed(request: SchoolRequest, wanted: Scale) -> bool:
    return "confirme" in request.POST or not over_the_top(wanted.codes)


def _typing(request: SchoolRequest, page: Page, form: Any, *, status: int = 200, **context: Any) -> HttpResponse:
    return render(request, page.template, {"form": form, "page": page, **context}, status=status)


def _keep(request: SchoolRequest, page: Page, form: Any, context: dict[str, Any]) -> HttpResponse:
    try:
        is_changed = change_scale(
            actor=request.user, school=request.school, part=page.part, wanted=form.scale, seen=form.version
        )
    except ChangedMeanwhile:
        messages.warning(request, _CHANGED)
        return _preview(request, page, page.form(queries.current_scale(), request.POST), status=409)
    except BadScale as bad:
        form.faults = bad.faults
        return _typing(request, page, form, status=422, **context)
    messages.success(request, page.done if is_changed else "Rien n'était à changer.")
    return redirect(page.reading)


def _preview(request: SchoolRequest, page: Page, form: Any, *, status: int = 200) -> HttpResponse:
    """What would change: in words, on the results of the school, on every short series."""
    form.is_valid()
    before, after = form.present, form.scale
    real = moves(queries.school_series(), before, after)
    asked = "confirme" not in request.POST and request.POST.get(STEP) == "enregistrer"
    context = {
        "page": page,
        "told": differences(before, after, page.part),
        "before": before,
        "after": after,
        "over": over_the_top(after.codes) if page.part is Part.CODES else [],
        "is_unconfirmed": asked and status == 200,
        "pairs": [pair for pair in Sent(request.POST).pairs if pair[0] != "version"],
        "version": before.version,
        "real": real,
        "retired": [(code, real.held.get(str(code.number), 0)) for code in _no_longer_typed(before, after)],
        "any_series": moves(every_series(before), before, after, is_school_default=True),
        "kept_calculations": Referentiel.objects.count() if page.part is Part.CALCULATION else 0,
    }
    return render(request, "evaluations/preview.html", context, status=status)


def _no_longer_typed(before: Scale, after: Scale) -> list[Code]:
    typed = {code.number for code in after.active}
    return [code for code in before.active if code.number not in typed]


@requires("evaluations.set_scale")
@require_POST
def undo(request: SchoolRequest, version: int) -> HttpResponse:
    """Put a part of the scale back as it was before its last change."""
    try:
        change = undo_change(actor=request.user, school=request.school, version=version)
    except NothingToUndo as nothing:
        messages.error(request, str(nothing))
        return redirect("evaluations:codes")
    messages.success(request, f"Remis comme avant le {local(change.made_at):%d/%m/%Y} : {change.told}")
    return redirect(next(page.reading for page in (_CODES, _STATES, _CALCULATION) if page.part == change.part))


@requires("evaluations.set_scale")
@require_POST
def send_image(request: SchoolRequest) -> HttpResponse:
    """Keep an image for the codes."""
    form = ImageForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            add_image(actor=request.user, school=request.school, content=form.cleaned_data["image"])
        except (UnusableImage, TooManyImages) as error:
            form.add_error("image", str(error))
        else:
            messages.success(request, "Image ajoutée : choisissez-la comme symbole d'un code.")
            return redirect("evaluations:edit_codes")
    form_of_codes = _CODES.form(queries.current_scale())
    return _typing(request, _CODES, form_of_codes, status=422, image_form=form, images=queries.images())


@requires("evaluations.set_scale")
@require_POST
def drop_image(request: SchoolRequest, digest: str) -> HttpResponse:
    """Take an image away."""
    try:
        remove_image(actor=request.user, school=request.school, digest=digest)
        messages.success(request, "Image retirée.")
    except ImageInUse as in_use:
        messages.error(request, str(in_use))
    return redirect("evaluations:edit_codes")
