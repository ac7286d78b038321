"""« Référentiels en place »: what the school evaluates, read by all whom the rights allow."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from referentiels.exchange.writing import file_formats
from referentiels.queries.pages import rows_of
from referentiels.queries.places import readable_by, with_sizes
from sacoche.kit.access import requires
from sacoche.kit.requests import SchoolRequest


@requires("referentiels.see")
@require_safe
def in_place(request: SchoolRequest) -> HttpResponse:
    """The list, by matière."""
    return render(request, "referentiels/in_place.html", {"referentiels": with_sizes(readable_by(request.user))})


@requires("referentiels.see")
@require_safe
def tree(request: SchoolRequest, pk: int) -> HttpResponse:
    """One référentiel, whole."""
    referentiel = get_object_or_404(readable_by(request.user), pk=pk)
    context = {"referentiel": referentiel, "domaines": rows_of(referentiel), "formats": file_formats()}
    return render(request, "referentiels/tree.html", context)
