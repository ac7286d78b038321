"""The figures beside the decisions of an open grid: shown or hidden without the page, made of something else."""

from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from grids.figures import RefusedChoice
from grids.views.screens import GridScreen, choice_form, choices_of, is_shown
from sacoche.kit.requests import SchoolRequest


@require_http_methods(["GET", "HEAD", "POST"])
def figures(request: SchoolRequest, screen: GridScreen) -> HttpResponse:
    """The figures of the grid that the address says; a GET gives the choice of what they are made of.

    Hidden, nothing is computed. What was chosen is remembered; what cannot be is refused in words, and nothing changes.
    """
    source = screen.figures
    choices = choices_of(request, screen)
    if source is None or not is_shown(choice_form(request, screen, choices), choices):
        raise Http404
    if request.method != "POST":
        return render(request, source.template, source.options(request.user))
    try:
        source.remember(request.user, request.POST)
    except RefusedChoice as refusal:
        return JsonResponse({"error": str(refusal)}, status=422)
    if not source.is_shown(request.user):
        return JsonResponse({"hidden": True})
    return JsonResponse(source.draw(request.user, screen.draw(choices), None).with_cells())
