"""« Format de synthèse »: by what the items of each référentiel are gathered."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from referentiels.enums import Synthesis
from referentiels.queries.places import referentiels_open_to
from referentiels.services.making import configure
from sacoche.kit.access import requires
from sacoche.kit.requests import SchoolRequest
from sacoche.kit.text import count

_RIGHT = "referentiels.choose_synthesis"


@requires(_RIGHT)
@require_http_methods(["GET", "HEAD", "POST"])
def synthesis(request: SchoolRequest) -> HttpResponse:
    """A choice a référentiel, all saved at once; a choice that does not exist changes nothing."""
    mine = list(referentiels_open_to(request.user, _RIGHT))
    if request.method == "POST":
        changed = 0
        for referentiel in mine:
            chosen = request.POST.get(f"format-{referentiel.pk}", referentiel.synthesis)
            if chosen in Synthesis.values and chosen != referentiel.synthesis:
                configure(author=request.user, referentiel=referentiel, synthesis=chosen)
                changed += 1
        messages.success(request, f"{count(changed, 'format de synthèse changé', 'formats de synthèse changés')}.")
        return redirect("referentiels:synthesis")
    unknown = sum(1 for each in mine if each.synthesis == Synthesis.UNKNOWN)
    context = {"referentiels": mine, "choices": Synthesis.choices, "unknown": unknown}
    return render(request, "referentiels/synthesis.html", context)
