"""« Évaluer un élève à la volée »."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from evaluations.forms.on_the_fly import OnTheFlyForm
from evaluations.on_the_fly import FullForToday, evaluate_on_the_fly
from evaluations.queries import current_scale
from evaluations.rights import EVALUATE
from grids.services import RefusedSave
from sacoche.kit.access import requires
from sacoche.kit.requests import SchoolRequest

_FULL = "L'évaluation du jour a déjà soixante items : donnez un titre pour en commencer une autre."


@requires(EVALUATE)
@require_http_methods(["GET", "HEAD", "POST"])
def on_the_fly(request: SchoolRequest) -> HttpResponse:
    """A code for one pupil on one item; what was chosen stays for the next one. Only « enregistrer » saves."""
    is_sent = request.method == "POST" and "enregistrer" in request.POST
    asked = request.POST if request.method == "POST" else request.GET
    scale = current_scale()
    form = OnTheFlyForm(request.user, scale, asked, is_sent=is_sent)
    if is_sent and form.is_valid():
        try:
            return _saved(request, form)
        except FullForToday:
            form.add_error("titre", _FULL)
        except RefusedSave as refusal:
            form.add_error(None, refusal.sentence)
    template = "evaluations/_fly.html" if request.htmx else "evaluations/on_the_fly.html"
    return render(request, template, {"form": form, "scale": scale}, status=422 if form.errors else 200)


def _saved(request: SchoolRequest, form: OnTheFlyForm) -> HttpResponse:
    found = form.cleaned_data
    made = evaluate_on_the_fly(
        actor=request.user, pupil=form.pupil, item_id=int(found["item"]), code=found["code"], title=found["titre"]
    )
    item = next(each for each in form.items if str(each.id) == found["item"])
    legend = dict(form.fields["code"].choices)[found["code"]]  # type: ignore[attr-defined]
    messages.success(request, f"{form.pupil.full_name}, {item.reference} : {legend.lower()} (« {made.title} »).")
    return redirect(reverse("evaluations:on_the_fly", query=form.kept()))
