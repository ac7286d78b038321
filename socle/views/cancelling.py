"""« Annuler une compétence validée »: the validated ones of a grid, cancelled one at a time."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from grids.queries import Grid
from grids.services import OutsideClasses, RefusedSave, UnknownPupil
from grids.views import screens
from sacoche.kit.access import requires
from sacoche.kit.requests import SchoolRequest
from socle.forms import CancelForm, PilierSelectionForm
from socle.queries.grid import validated_rows
from socle.services import ValidatedSince, cancel_pilier
from socle.subjects import PILIERS
from socle.views.piliers import choices, draw

RIGHT = "socle.cancel_piliers"

SCREEN = screens.GridScreen(
    title="Annuler une compétence validée",
    path="Validation du socle",
    lead="Choisissez une grille : des compétences, une classe ou un groupe.",
    act="l'annulation des compétences validées",
    subject=PILIERS,
    form=PilierSelectionForm,
    right=RIGHT,
    choices=choices,
    draw=draw,
    choice_url="socle:cancelling",
    grid_url="socle:cancelling_grid",
    template="socle/cancelling.html",
    button="Afficher les validations positives",
    extras=screens.Extras(choice="socle/_choice.html", missing="socle/_no_palier.html"),
)


@require_safe
def validated_grid(request: SchoolRequest, screen: screens.GridScreen) -> HttpResponse:
    """The validated compétences alone; the one that the address names waits for a confirmation."""
    return screens.show(request, screen, more=lambda grid: _validated(request, grid))


def _validated(request: SchoolRequest, grid: Grid) -> screens.Context:
    rows = validated_rows(grid)
    wanted = request.GET.get("annuler", "")
    asked = next((cell for _, cells in rows for cell in cells if cell and cell.code == wanted), None)
    has_any = any(cell for _, cells in rows for cell in cells)
    return {"rows": rows, "has_any": has_any, "asked": asked, "address": _choices_of(request.GET)}


@requires(RIGHT)
@require_POST
def cancel(request: SchoolRequest) -> HttpResponse:
    """Cancel one compétence of one pupil, then the grid again; asks once more when it is not what was shown."""
    form = CancelForm(request.POST)
    if not form.is_valid():
        raise Http404
    again = ""
    try:
        pupil, pilier = cancel_pilier(actor=request.user, school=request.school, **form.cleaned_data)
    except UnknownPupil:
        raise Http404 from None
    except OutsideClasses as refusal:
        raise PermissionDenied(refusal.sentence) from None
    except ValidatedSince as refusal:
        messages.warning(request, refusal.sentence)
        again = f"&annuler={form.cleaned_data['pupil_id']}-{form.cleaned_data['pilier_id']}"
    except RefusedSave as refusal:
        messages.error(request, refusal.sentence)
    else:
        messages.success(request, f"Validation annulée : {pupil.full_name}, « {pilier} ».")
    return redirect(f"{reverse('socle:cancelling_grid')}?{_choices_of(request.GET)}{again}")


def _choices_of(params: QueryDict) -> str:
    """The grid that was shown, without the compétence that waited."""
    kept = params.copy()
    kept.pop("annuler", None)
    return kept.urlencode()
