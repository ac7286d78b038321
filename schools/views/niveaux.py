"""« Niveaux »: those of the national list that the school uses, and its own."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sacoche.kit.access import requires
from sacoche.kit.listed_views import render_listed
from sacoche.kit.requests import SchoolRequest
from schools import queries, services
from schools.forms.niveaux import NiveauForm
from schools.listed import NIVEAUX
from schools.losses import losses_of
from schools.models import Group, Niveau
from schools.services.niveaux import NiveauReferenceTaken, remove_own_niveau, save_own_niveau
from schools.views.deleting import Question, ask_then_delete
from schools.views.saving import save_with


def _page(request: SchoolRequest, form: NiveauForm | None = None) -> HttpResponse:
    """The levels of the school; `?famille=` opens the search, with the levels of that family when it is not empty."""
    family = request.GET.get("famille")
    active = list(queries.active_niveaux(request.school))
    context = {
        "niveaux": active,
        "active_ids": {niveau.pk for niveau in active},
        "form": form,
        "editing": form.instance if form and form.instance.pk else None,
        "is_searching": family is not None,
        "family": family,
        "groups": queries.family_groups() if family is not None else [],
        "found": queries.niveaux_of_family(family) if family else [],
    }
    status = 422 if form and form.errors else 200
    return render_listed(request, "schools/niveaux.html", context, NIVEAUX.of(active), status=status)


@requires("schools.manage_structure")
@require_safe
def niveaux(request: SchoolRequest) -> HttpResponse:
    """The list, and the search in the national one."""
    return _page(request)


@requires("schools.manage_structure")
@require_POST
def activate_niveau(request: SchoolRequest, pk: int) -> HttpResponse:
    """Add a level at once, and stay in the search."""
    niveau = get_object_or_404(Niveau, pk=pk)
    services.activate_niveau(actor=request.user, school=request.school, niveau=niveau)
    messages.success(request, f"Niveau « {niveau.label} » ajouté.")
    return redirect(reverse("schools:niveaux") + "?" + urlencode({"famille": niveau.family}))


@requires("schools.manage_structure")
@require_http_methods(["GET", "HEAD", "POST"])
def deactivate_niveau(request: SchoolRequest, pk: int) -> HttpResponse:
    """Ask, then take a level away; refused while classes stand on it."""
    niveau = get_object_or_404(queries.active_niveaux(request.school), pk=pk)
    if request.method != "POST":
        return _ask_to_remove(request, niveau)
    try:
        services.deactivate_niveau(actor=request.user, school=request.school, niveau=niveau)
    except services.NiveauInUse:
        # A class or a group may have been made since the question was shown: the page says which.
        return redirect("schools:deactivate_niveau", pk=pk)
    messages.success(request, f"Niveau « {niveau.label} » retiré.")
    return redirect("schools:niveaux")


def _ask_to_remove(request: SchoolRequest, niveau: Niveau) -> HttpResponse:
    context = {
        "niveau": niveau,
        "classes": queries.classes_with_counts().filter(niveau=niveau),
        "groups": Group.objects.filter(niveau=niveau).in_level_order(),
    }
    return render(request, "schools/niveau_remove.html", context)


@requires("schools.manage_structure")
@require_http_methods(["GET", "HEAD", "POST"])
def add_own_niveau(request: SchoolRequest) -> HttpResponse:
    """A new niveau of the school's own."""
    return _save(request, Niveau(school=request.school), done="Niveau « {} » ajouté.")


@requires("schools.manage_structure")
@require_http_methods(["GET", "HEAD", "POST"])
def edit_own_niveau(request: SchoolRequest, pk: int) -> HttpResponse:
    """Rename a niveau of the school's own; those of the national list stay as they are."""
    return _save(request, _own(pk), done="Niveau « {} » enregistré.")


def _save(request: SchoolRequest, niveau: Niveau, *, done: str) -> HttpResponse:
    form = NiveauForm(request.POST or None, instance=niveau)
    return save_with(
        request,
        form,
        save=lambda: save_own_niveau(actor=request.user, niveau=niveau),
        refusals={NiveauReferenceTaken: form.refuse_reference},
        told=lambda: done.format(niveau.label),
        back="schools:niveaux",
        show=lambda form: _page(request, form),
    )


@requires("schools.manage_structure")
@require_http_methods(["GET", "HEAD", "POST"])
def delete_niveau(request: SchoolRequest, pk: int) -> HttpResponse:
    """Ask, counting what would be lost, then delete a niveau of the school's own; refused while classes stand on it."""
    niveau = _own(pk)
    if services.standing_on(niveau):
        return _ask_to_remove(request, niveau)
    question = Question(
        what=f"le niveau « {niveau.label} »",
        button=f"Supprimer le niveau {niveau.reference}",
        harmless="Aucune classe, aucun groupe, aucun référentiel n'est de ce niveau.",
        list_label="Niveaux",
        section="Paramétrages établissement",
        back="schools:niveaux",
        done=f"Niveau « {niveau.label} » supprimé.",
    )
    return ask_then_delete(
        request,
        question=question,
        losses=losses_of(niveau),
        delete=lambda: remove_own_niveau(actor=request.user, niveau=niveau),
    )


def _own(pk: int) -> Niveau:
    niveau: Niveau = get_object_or_404(Niveau.objects.exclude(school=None), pk=pk)
    return niveau
