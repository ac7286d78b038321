"""« Matières »: those of the national list that the school uses, and its own."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sacoche.kit.access import requires
from sacoche.kit.listed_views import render_listed
from sacoche.kit.requests import SchoolRequest
from schools import queries
from schools.forms.matieres import MatiereForm
from schools.listed import MATIERES
from schools.losses import losses_of
from schools.models import Matiere
from schools.national_matieres import matiere_families, matieres_of_family, national_matieres
from schools.services.matieres import (
    MatiereReferenceTaken,
    MatieresChanged,
    order_matieres,
    remove_matiere,
    save_own_matiere,
    set_usage,
    use_matiere,
)
from schools.views.deleting import Question, ask_then_delete
from schools.views.saving import save_with


def _page(request: SchoolRequest, form: MatiereForm | None = None) -> HttpResponse:
    """The matières of the school; `?famille=` opens the national list, with one of its families when not empty."""
    family = request.GET.get("famille")
    used = list(queries.matieres_with_counts())
    context = {
        "matieres": used,
        "used": {matiere.reference for matiere in used if matiere.is_active},
        "left": sum(not matiere.is_active for matiere in used),
        "form": form,
        "editing": form.instance if form and form.instance.pk else None,
        "is_searching": family is not None,
        "family": family,
        "families": matiere_families() if family is not None else [],
        "found": matieres_of_family(family) if family else [],
    }
    status = 422 if form and form.errors else 200
    return render_listed(request, "schools/matieres.html", context, MATIERES.of(used), status=status)


@requires("schools.manage_structure")
@require_safe
def matieres(request: SchoolRequest) -> HttpResponse:
    """The list, and the search in the national one."""
    return _page(request)


@requires("schools.manage_structure")
@require_POST
def add_national_matiere(request: SchoolRequest, reference: str) -> HttpResponse:
    """Add a matière of the national list at once, and stay in the search."""
    national = national_matieres().get(reference)
    if national is None:
        raise Http404
    use_matiere(actor=request.user, school=request.school, national=national)
    messages.success(request, f"Matière « {national.label} » ajoutée.")
    return redirect(reverse("schools:matieres") + "?" + urlencode({"famille": national.family}))


@requires("schools.manage_structure")
@require_http_methods(["GET", "HEAD", "POST"])
def add_own_matiere(request: SchoolRequest) -> HttpResponse:
    """A new matière of the school's own."""
    return _save(request, Matiere(school=request.school), done="Matière « {} » ajoutée.")


@requires("schools.manage_structure")
@require_http_methods(["GET", "HEAD", "POST"])
def edit_own_matiere(request: SchoolRequest, pk: int) -> HttpResponse:
    """Change a matière of the school's own; those of the national list stay as they are."""
    matiere = get_object_or_404(Matiere.objects.filter(is_own=True), pk=pk)
    return _save(request, matiere, done="Matière « {} » enregistrée.")


def _save(request: SchoolRequest, matiere: Matiere, *, done: str) -> HttpResponse:
    form = MatiereForm(request.POST or None, instance=matiere)
    return save_with(
        request,
        form,
        save=lambda: save_own_matiere(actor=request.user, matiere=matiere),
        refusals={MatiereReferenceTaken: form.refuse_reference},
        told=lambda: done.format(matiere.label),
        back="schools:matieres",
        show=lambda form: _page(request, form),
    )


@requires("schools.manage_structure")
@require_http_methods(["GET", "HEAD", "POST"])
def delete_matiere(request: SchoolRequest, pk: int) -> HttpResponse:
    """Ask, naming the teachers who would lose it, then take the matière away."""
    matiere = get_object_or_404(Matiere.objects.all(), pk=pk)
    question = Question(
        what=f"la matière « {matiere.label} »",
        button=f"Supprimer la matière {matiere.reference}",
        harmless="Aucun professeur n'a cette matière. Vous pourrez l'ajouter de nouveau quand vous voudrez.",
        list_label="Matières",
        section="Paramétrages établissement",
        back="schools:matieres",
        done=f"Matière « {matiere.label} » supprimée.",
    )
    return ask_then_delete(
        request,
        question=question,
        losses=losses_of(matiere),
        delete=lambda: remove_matiere(actor=request.user, matiere=matiere),
    )


@requires("schools.manage_structure")
@require_POST
def set_matiere_usage(request: SchoolRequest, pk: int) -> HttpResponse:
    """Stop using a matière without losing anything of it, or use it again (`utilisee`)."""
    matiere = get_object_or_404(Matiere.objects.all(), pk=pk)
    is_active = request.POST.get("utilisee") == "1"
    set_usage(actor=request.user, matiere=matiere, is_active=is_active)
    done = "est de nouveau utilisée" if is_active else "n'est plus utilisée ; ses référentiels et ses résultats restent"
    messages.success(request, f"La matière « {matiere.label} » {done}.")
    return redirect("schools:matieres")


# --- Their order in documents ---


@requires("schools.order_matieres")
@require_http_methods(["GET", "HEAD", "POST"])
def order_of_matieres(request: SchoolRequest) -> HttpResponse:
    """The matières in the order of documents; a button moves one, without script, « Enregistrer » keeps them all."""
    if request.method != "POST":
        return _ordered(request, list(Matiere.objects.all()))
    keys = [int(key) for key in request.POST.getlist("matiere") if key.isascii() and key.isdigit()]
    matieres = _in_that_order(keys)
    if "deplacer" in request.POST and matieres:
        return _ordered(request, _moved(matieres, request.POST["deplacer"]), is_changed=True)
    try:
        order_matieres(actor=request.user, school=request.school, keys=keys)
    except MatieresChanged:
        messages.error(
            request, "Une matière a été ajoutée ou retirée entre-temps : rien n'est changé. Rangez-les à nouveau."
        )
        return redirect("schools:order_matieres")
    messages.success(request, "Ordre des matières enregistré : les documents le suivent dès maintenant.")
    return redirect("schools:order_matieres")


def _ordered(request: SchoolRequest, matieres: list[Matiere], *, is_changed: bool = False) -> HttpResponse:
    return render(request, "schools/order_matieres.html", {"matieres": matieres, "is_changed": is_changed})


def _in_that_order(keys: list[int]) -> list[Matiere]:
    """Those of the school, as they were sent; what was added meanwhile at the end."""
    place = {key: rank for rank, key in enumerate(keys)}
    return sorted(Matiere.objects.all(), key=lambda matiere: place.get(matiere.pk, len(keys)))


def _moved(matieres: list[Matiere], asked: str) -> list[Matiere]:
    """« monter-12 », « descendre-12 »: one place up or down; as they were when there is no such place."""
    gesture, _, key = asked.partition("-")
    rank = next((rank for rank, each in enumerate(matieres) if str(each.pk) == key), None)
    other = None if rank is None else rank + (-1 if gesture == "monter" else 1)
    if rank is not None and other is not None and 0 <= other < len(matieres):
        matieres[rank], matieres[other] = matieres[other], matieres[rank]
    return matieres
