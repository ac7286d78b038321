"""« Affichage des grilles »: how a person likes them, on a page of its own or from an open grid."""

from dataclasses import asdict

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from accounts.own.services import PATTERNS, set_preference
from grids.comfort import choose_comfort, comfort_of
from grids.forms.comfort import ComfortForm, read_one_choice
from sacoche.kit.access import requires
from sacoche.kit.requests import SchoolRequest


@requires("accounts.own")
@require_http_methods(["GET", "HEAD", "POST"])
def comfort(request: SchoolRequest) -> HttpResponse:
    """All the choices."""
    form = ComfortForm(request.POST if request.method == "POST" else None, initial=asdict(comfort_of(request.user)))
    if request.method == "POST" and form.is_valid():
        choose_comfort(request.user, **form.cleaned_data)
        messages.success(request, "Votre choix est enregistré : il vaut pour toutes vos grilles.")
        return redirect("grids:comfort")
    return render(request, "grids/comfort.html", {"form": form}, status=422 if form.errors else 200)


@requires("accounts.own")
@require_POST
def choose(request: SchoolRequest) -> HttpResponse:
    """One of them, from an open grid."""
    choice = read_one_choice(request.POST)
    if choice is None:
        return JsonResponse({"error": "Ce choix n'existe pas : rechargez la page."}, status=422)
    name, value = choice
    if name == PATTERNS:
        set_preference(account=request.user, name=PATTERNS, value=value)
    else:
        choose_comfort(request.user, **{name: value})
    return HttpResponse(status=204)
