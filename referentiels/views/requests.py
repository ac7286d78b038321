"""« Demandes d'évaluation »: how many requests a pupil may have open at once, by matière."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from referentiels.forms.requests import RequestsForm
from referentiels.queries.places import matieres_open_to
from referentiels.services.requests import set_request_limits
from referentiels.views.making import RIGHT
from sacoche.kit.access import requires
from sacoche.kit.requests import SchoolRequest
from sacoche.kit.text import count


@requires(RIGHT)
@require_http_methods(["GET", "HEAD", "POST"])
def request_limits(request: SchoolRequest) -> HttpResponse:
    """All saved at once; one wrong number, and none is."""
    form = RequestsForm(matieres_open_to(request.user, RIGHT), request.POST or None)
    if request.method == "POST" and form.is_valid():
        changed = set_request_limits(author=request.user, limits=form.limits)
        messages.success(request, f"{count(changed, 'matière changée', 'matières changées')}.")
        return redirect("referentiels:request_limits")
    return render(request, "referentiels/request_limits.html", {"form": form}, status=422 if form.errors else 200)
