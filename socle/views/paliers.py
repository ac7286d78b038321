"""« Paliers du socle »."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from sacoche.kit.access import requires
from sacoche.kit.requests import SchoolRequest
from sacoche.kit.text import count
from socle.forms import PaliersForm
from socle.paliers import choose_paliers, paliers_with_content


@requires("socle.choose_paliers")
@require_http_methods(["GET", "HEAD", "POST"])
def paliers(request: SchoolRequest) -> HttpResponse:
    """Tick the paliers of the school; nothing is saved before the button."""
    form = PaliersForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        chosen = form.cleaned_data["paliers"]
        choose_paliers(actor=request.user, school=request.school, palier_ids=chosen)
        labels = count(len(chosen), "palier utilisé", "paliers utilisés")
        messages.success(request, f"Choix enregistré : {labels}.")
        return redirect("socle:paliers")
    return render(request, "socle/paliers.html", {"paliers": paliers_with_content(request.school), "form": form})
