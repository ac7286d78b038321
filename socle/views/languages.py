"""« Choisir la langue étrangère »."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from grids.queries import Place
from grids.services import OutsideClasses, UnknownPupil
from sacoche.kit.access import requires
from sacoche.kit.listed_views import render_listed
from sacoche.kit.requests import SchoolRequest
from sacoche.kit.text import count
from socle.forms import LanguagesForm
from socle.listed import LANGUAGES, language_lines
from socle.queries import languages_by_niveau, places_of
from socle.services import choose_language


@requires("socle.choose_languages")
@require_http_methods(["GET", "HEAD", "POST"])
def languages(request: SchoolRequest) -> HttpResponse:
    """Give a language to the pupils of a class or a group; below, what every class has."""
    places = places_of(request.user)
    place = _chosen(places, (request.POST or request.GET).get("regroupement", ""))
    form = LanguagesForm(place.pupils if place else [], request.POST or None)
    if request.method == "POST" and form.is_valid():
        return _choose(request, form, place)
    context: dict[str, Any] = {
        "places": places,
        "place": place,
        "form": form,
        "niveaux": languages_by_niveau(request.user),
    }
    table = LANGUAGES.of(language_lines(context["niveaux"]))
    return render_listed(request, "socle/languages.html", context, table)


def _chosen(places: list[Place], code: str) -> Place | None:
    if not code:
        return places[0] if len(places) == 1 else None
    for place in places:
        if place.code == code:
            return place
    raise Http404


def _choose(request: SchoolRequest, form: LanguagesForm, place: Place | None) -> HttpResponse:
    try:
        changed = choose_language(
            actor=request.user,
            school=request.school,
            pupil_ids=form.cleaned_data["eleve"],
            language=form.language,
        )
    except UnknownPupil:
        raise Http404 from None
    except OutsideClasses as refusal:
        raise PermissionDenied(refusal.sentence) from None
    said = count(changed, "élève changé", "élèves changés") if changed else "aucun élève à changer"
    name = form.language.label if form.language else "aucune"
    messages.success(request, f"Langue étrangère « {name} » : {said}.")
    return redirect(f"{reverse('socle:languages')}?regroupement={place.code if place else ''}")
