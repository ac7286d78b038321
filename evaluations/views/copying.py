"""An évaluation is copied for several classes at once."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from evaluations.forms.copies import CopiesForm
from evaluations.models import Level
from evaluations.queries.items import items_of
from evaluations.rights import EVALUATE
from evaluations.services.evaluations import copy_for_places
from evaluations.views.opening import opened
from sacoche.kit.access import requires
from sacoche.kit.requests import SchoolRequest
from sacoche.kit.text import count


@requires(EVALUATE)
@require_http_methods(["GET", "HEAD", "POST"])
def copies(request: SchoolRequest, pk: int) -> HttpResponse:
    """« Dupliquer pour d'autres classes »: a copy for each class and group that is ticked."""
    evaluation, _level = opened(request, pk, Level.SEE)
    form = CopiesForm(request.user, request.POST if request.method == "POST" else None)
    if form.is_bound and not items_of(evaluation.pk):
        form.add_error(None, "Cette évaluation n'a plus d'item : il n'y a rien à copier.")
    if form.is_bound and form.is_valid():
        places = [place.place for place in form.cleaned_data["classe"]]
        made = copy_for_places(actor=request.user, model=evaluation, places=places, dates=form.cleaned_data["dates"])
        said = count(len(made), "évaluation créée", "évaluations créées")
        messages.success(request, f"« {evaluation.title} » : {said}, une par classe ou groupe.")
        return redirect("evaluations:list")
    return render(
        request, "evaluations/copies.html", {"evaluation": evaluation, "form": form}, status=422 if form.errors else 200
    )
