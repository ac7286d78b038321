"""« Chercher »: a page for everybody; the header shows a piece of it over any other."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from sacoche.kit.access import requires
from sacoche.kit.requests import SchoolRequest
from sacoche.search.finding import find


@requires("accounts.home")
@require_safe
def search(request: SchoolRequest) -> HttpResponse:
    """What `?q=` finds; for htmx, the form and its answer, or the answer alone once the form is there."""
    context = {"found": find(request.user, request.GET.get("q", ""))}
    piece = {"search-found": "#answer", "search-box": "#box"}.get(request.htmx.target if request.htmx else "", "")
    return render(request, f"search/page.html{piece}", context)
