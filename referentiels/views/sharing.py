"""« Référentiels partagés » between the schools of the server: to share one's own, to read and copy those of others."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from referentiels.forms.files import PlaceForm
from referentiels.forms.sharing import SearchForm, ShareForm
from referentiels.listed import SHARED
from referentiels.models import Referentiel
from referentiels.queries.places import active_niveaux, matieres_open_to, referentiels_open_to
from referentiels.queries.shared import SharedReferentiel, Wanted, newer_versions, shared_elsewhere, shared_one
from referentiels.services.making import AlreadyThere, Origin, create
from referentiels.services.sharing import CannotShare, share, unshare, why_not_shared
from referentiels.views.making import RIGHT
from sacoche.kit.access import requires
from sacoche.kit.listed_views import render_listed
from sacoche.kit.requests import SchoolRequest


@requires(RIGHT)
@require_http_methods(["GET", "HEAD", "POST"])
def give(request: SchoolRequest, pk: int) -> HttpResponse:
    """« Partager »: what others will see, a note for them, then yes."""
    referentiel = get_object_or_404(referentiels_open_to(request.user, RIGHT), pk=pk)
    form = ShareForm(request.POST or None, initial={"note": referentiel.note})
    refusal = why_not_shared(referentiel)
    if request.method == "POST" and form.is_valid():
        try:
            share(author=request.user, referentiel=referentiel, note=form.cleaned_data["note"])
        except CannotShare as error:
            refusal = str(error)
        else:
            messages.success(request, f"Référentiel « {referentiel} » partagé.")
            return redirect("referentiels:manage")
    status = 422 if request.method == "POST" else 200
    context = {"referentiel": referentiel, "form": form, "refusal": refusal}
    return render(request, "referentiels/share.html", context, status=status)


@requires(RIGHT)
@require_POST
def withdraw(request: SchoolRequest, pk: int) -> HttpResponse:
    """Others no longer see it."""
    referentiel: Referentiel = get_object_or_404(referentiels_open_to(request.user, RIGHT), pk=pk)
    unshare(author=request.user, referentiel=referentiel)
    messages.success(request, f"Référentiel « {referentiel} » : il n'est plus partagé. Les copies déjà faites restent.")
    return redirect("referentiels:manage")


@requires(RIGHT)
@require_safe
def shared(request: SchoolRequest) -> HttpResponse:
    """What other schools share, to search in."""
    form = SearchForm(request.GET)
    found = shared_elsewhere(request.school, _wanted(form.cleaned_data)) if form.is_valid() else []
    status = 422 if form.errors else 200
    context = {"form": form, "found": found}
    return render_listed(request, "referentiels/shared.html", context, SHARED.of(found), status=status)


def _wanted(said: dict[str, Any]) -> Wanted:
    niveau = said["niveau"].pk if said["niveau"] else None
    return Wanted(said["words"], niveau, said["family"], said["since"])


@requires(RIGHT)
@require_http_methods(["GET", "HEAD", "POST"])
def copy(request: SchoolRequest, key: int) -> HttpResponse:
    """One of them, whole; copied where it is asked."""
    one = shared_one(request.school, key)
    if one is None:
        raise Http404
    told, tree = one
    form = PlaceForm(request.user, request.POST or None, initial=_same_place(request, told))
    if request.method == "POST" and form.is_valid():
        present = Referentiel.objects.filter(**form.cleaned_data).first()
        if present:
            return redirect(f"{reverse('referentiels:compare', args=[present.pk])}?partage={key}")
        origin = Origin(told.words, told.key, told.revision)
        try:
            made = create(author=request.user, tree=tree, origin=origin, **form.cleaned_data)
        except AlreadyThere as error:
            form.add_error("niveau", str(error))
        else:
            messages.success(request, f"Référentiel « {made} » créé.")
            return redirect("referentiels:content", made.pk)
    mine = referentiels_open_to(request.user, RIGHT).filter(origin_key=key)
    context = {"told": told, "tree": tree, "form": form, "is_newer": bool(newer_versions(request.school, mine))}
    return render(request, "referentiels/copy.html", context, status=422 if form.errors else 200)


def _same_place(request: SchoolRequest, told: SharedReferentiel) -> dict[str, Any]:
    """The same matière and niveau here, where there are."""
    matiere = matieres_open_to(request.user, RIGHT).filter(reference=told.matiere_reference, is_own=False).first()
    return {"matiere": matiere, "niveau": active_niveaux().filter(pk=told.niveau_key).first()}
