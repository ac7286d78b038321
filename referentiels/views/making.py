"""« Référentiels (gestion) › Créer / paramétrer »: those that one may write, a new one, one to take away."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from referentiels.forms.making import NewReferentielForm
from referentiels.forms.places import MatiereForm
from referentiels.item_parts import held_in_words
from referentiels.library import hosted_offers, offer_of, offers, offers_for
from referentiels.listed import REFERENTIELS
from referentiels.losses import losses_of_referentiel
from referentiels.models import Item
from referentiels.queries.places import active_niveaux, matieres_open_to, referentiels_open_to, with_sizes
from referentiels.queries.shared import newer_versions
from referentiels.rights import MANAGE
from referentiels.services.making import AlreadyThere, Origin, create, delete
from referentiels.services.moving import change_matiere
from sacoche.kit.access import requires
from sacoche.kit.listed_views import render_listed
from sacoche.kit.requests import SchoolRequest
from sacoche.kit.text import count
from schools.views.deleting import Question, ask_then_delete

RIGHT = MANAGE


@requires(RIGHT)
@require_safe
def manage(request: SchoolRequest) -> HttpResponse:
    """Those that one may write, by matière, and what the library offers for these matières."""
    mine = list(with_sizes(referentiels_open_to(request.user, RIGHT)))
    matieres = list(matieres_open_to(request.user, RIGHT))
    niveaux = list(active_niveaux())
    newer = newer_versions(request.school, referentiels_open_to(request.user, RIGHT))
    for each in mine:
        each.newer = newer.get(each.pk)
    taken = {(each.matiere.reference, each.niveau.reference) for each in mine}
    references = {matiere.reference for matiere in matieres if not matiere.is_own}
    offered = offers_for([*offers().values(), *hosted_offers()], references, niveaux)
    left = [offer for offer in offered if (offer.matiere, offer.niveau) not in taken]
    context = {
        "referentiels": mine,
        "matieres": matieres,
        "niveaux": niveaux,
        "offers": [offer for offer in left if not offer.is_hosted],
        "hosted": [offer for offer in left if offer.is_hosted],
    }
    return render_listed(request, "referentiels/manage.html", context, REFERENTIELS.of(context["referentiels"]))


@requires(RIGHT)
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: SchoolRequest) -> HttpResponse:
    """A new référentiel, blank or begun with one of the library."""
    form = NewReferentielForm(request.user, request.POST or None, initial=request.GET.dict())
    if request.method == "POST" and form.is_valid():
        present = form.present
        if present and form.offer:
            return redirect(f"{reverse('referentiels:compare', args=[present.pk])}?bibliotheque={form.offer.code}")
        try:
            made = create(
                author=request.user,
                matiere=form.cleaned_data["matiere"],
                niveau=form.cleaned_data["niveau"],
                tree=form.offer.tree if form.offer else None,
                origin=Origin(form.offer.words) if form.offer else None,
            )
        except AlreadyThere as error:
            form.add_error("niveau", str(error))
        else:
            messages.success(request, f"Référentiel « {made} » créé.")
            return redirect("referentiels:content", made.pk)
    return render(request, "referentiels/add.html", {"form": form}, status=422 if form.errors else 200)


@requires(RIGHT)
@require_safe
def offer(request: SchoolRequest, code: str) -> HttpResponse:
    """What a référentiel of the library holds, before it is copied."""
    found = offer_of(code)
    if found is None:
        raise Http404
    matiere = matieres_open_to(request.user, RIGHT).filter(reference=found.matiere).first()
    niveau = active_niveaux().filter(reference=found.niveau).first()
    return render(request, "referentiels/offer.html", {"offer": found, "matiere": matiere, "niveau": niveau})


@requires(RIGHT)
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: SchoolRequest, pk: int) -> HttpResponse:
    """« Changer de matière »: the whole référentiel, with all that its items hold."""
    referentiel = get_object_or_404(referentiels_open_to(request.user, RIGHT), pk=pk)
    form = MatiereForm(request.user, referentiel, request.POST or None)
    items = Item.objects.filter(theme__domaine__referentiel=referentiel)
    held = held_in_words(items)
    if request.method == "POST" and form.is_valid():
        try:
            moved = change_matiere(author=request.user, referentiel=referentiel, matiere=form.cleaned_data["matiere"])
        except AlreadyThere as error:
            form.add_error("matiere", str(error))
        else:
            messages.success(request, f"« {referentiel} » est maintenant « {moved} ».")
            return redirect("referentiels:manage")
    following = [count(items.count(), "item", "items"), *held]
    context = {"referentiel": referentiel, "form": form, "following": ", ".join(following)}
    return render(request, "referentiels/change_matiere.html", context, status=422 if form.errors else 200)


@requires(RIGHT)
@require_http_methods(["GET", "HEAD", "POST"])
def remove(request: SchoolRequest, pk: int) -> HttpResponse:
    """Ask, counting what would be lost, then take the référentiel away."""
    referentiel = get_object_or_404(referentiels_open_to(request.user, RIGHT), pk=pk)
    question = Question(
        what=f"le référentiel « {referentiel} »",
        button="Supprimer le référentiel",
        harmless="Ce référentiel est vide.",
        list_label="Créer / paramétrer",
        section="Référentiels (gestion)",
        back="referentiels:manage",
        done=f"Référentiel « {referentiel} » supprimé.",
    )
    return ask_then_delete(
        request,
        question=question,
        losses=losses_of_referentiel(referentiel),
        delete=lambda: delete(author=request.user, referentiel=referentiel),
    )
