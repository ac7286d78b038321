"""« Avancement de la validation », for the head of the school; « Où en est la classe », for who works with it."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from sacoche.kit.access import requires
from sacoche.kit.requests import SchoolRequest
from socle.queries import class_at_palier, class_in_sight, school_progress


@requires("socle.see_progress")
@require_safe
def progress(request: SchoolRequest) -> HttpResponse:
    """What is decided, palier after palier, with links to the grids for who may open them."""
    return render(request, "socle/progress.html", {"paliers": school_progress(request.user)})


@requires("socle.see_class")
@require_safe
def of_class(request: SchoolRequest, school_class: int) -> HttpResponse:
    """One class, compétence by compétence and pupil by pupil, with links to the cells; 404 for another's."""
    shown = class_in_sight(request.user, school_class)
    if shown is None:
        raise Http404
    wished = request.GET.get("palier", "")
    context = {"school_class": shown, "progress": class_at_palier(shown, int(wished) if wished in _PALIERS else None)}
    return render(request, "socle/class.html", context)


_PALIERS = {"1", "2", "3"}
