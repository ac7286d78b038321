"""« Regroupements d'items »: the list, one of them, the items of a référentiel put in it, its sharing, its end."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from referentiels.forms.item_sets import ItemSetForm
from referentiels.forms.keys import key_of, keys_of
from referentiels.listed import ITEM_SETS
from referentiels.models import Item, ItemSet
from referentiels.queries.item_sets import SetRow, held_by, items_of, set_open_to, sets_open_to
from referentiels.queries.pages import rows_of
from referentiels.queries.places import readable_by, with_sizes
from referentiels.services.item_sets import NameTaken, change_items, delete_set, save_set
from sacoche.kit.access import requires
from sacoche.kit.listed_views import render_listed
from sacoche.kit.requests import SchoolRequest
from schools.losses import loss
from schools.views.deleting import Question, ask_then_delete

_RIGHT = "referentiels.gather"


def _open(request: SchoolRequest, pk: int, *, to_change: bool = False, is_own: bool = False) -> SetRow:
    """A regroupement that one sees. Raises Http404 for another one, PermissionDenied for more than one may."""
    row = set_open_to(request.user, pk)
    if row is None:
        raise Http404
    if (to_change and not row.may_change) or (is_own and not row.is_own):
        owner = row.item_set.owner.full_name
        raise PermissionDenied(f"Ce regroupement est à {owner}, qui vous le laisse voir : demandez-lui de le changer.")
    return row


@requires(_RIGHT)
@require_safe
def item_sets(request: SchoolRequest) -> HttpResponse:
    """One's own, and those that colleagues share."""
    rows = sets_open_to(request.user)
    return render_listed(request, "referentiels/sets.html", {"rows": rows}, ITEM_SETS.of(rows))


@requires(_RIGHT)
@require_http_methods(["GET", "HEAD", "POST"])
def add_set(request: SchoolRequest) -> HttpResponse:
    """A new one, empty."""
    return _save(request, None)


@requires(_RIGHT)
@require_http_methods(["GET", "HEAD", "POST"])
def edit_set(request: SchoolRequest, pk: int) -> HttpResponse:
    """Its name and its sharing, by its owner alone."""
    return _save(request, _open(request, pk, is_own=True).item_set)


def _save(request: SchoolRequest, item_set: ItemSet | None) -> HttpResponse:
    form = ItemSetForm(request.user, item_set, request.POST or None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        saved = item_set or ItemSet(school=request.school)
        saved.name = said["name"]
        try:
            save_set(actor=request.user, item_set=saved, readers=said["readers"], writers=said["writers"])
        except NameTaken:
            form.add_error("name", form.taken(said["name"]))
        else:
            messages.success(request, f"Regroupement « {saved.name} » enregistré.")
            return redirect("referentiels:item_set", saved.pk)
    context = {"form": form, "item_set": item_set}
    return render(request, "referentiels/set_form.html", context, status=422 if form.errors else 200)


@requires(_RIGHT)
@require_http_methods(["GET", "HEAD", "POST"])
def item_set(request: SchoolRequest, pk: int) -> HttpResponse:
    """What it holds; who may change it unticks what goes, and opens a référentiel to put more in."""
    row = _open(request, pk, to_change=request.method == "POST")
    if request.method == "POST":
        gone = set(keys_of(request.POST.getlist("had"))) - set(keys_of(request.POST.getlist("item")))
        change_items(item_set=row.item_set, added=[], removed=gone)
        messages.success(request, f"Regroupement « {row.item_set.name} » enregistré.")
        return redirect("referentiels:item_set", pk)
    context = {"row": row, "held": held_by(row.item_set), "referentiels": with_sizes(readable_by(request.user))}
    return render(request, "referentiels/set.html", context)


@requires(_RIGHT)
@require_safe
def open_referentiel(request: SchoolRequest, pk: int) -> HttpResponse:
    """The list of référentiels of a regroupement chooses one: its page."""
    _open(request, pk, to_change=True)
    chosen = key_of(request.GET.get("referentiel", ""))
    return redirect("referentiels:set_items", pk, chosen) if chosen else redirect("referentiels:item_set", pk)


@requires(_RIGHT)
@require_http_methods(["GET", "HEAD", "POST"])
def set_items(request: SchoolRequest, pk: int, referentiel: int) -> HttpResponse:
    """The items of a référentiel that one reads, those of the regroupement ticked."""
    row = _open(request, pk, to_change=True)
    chosen = get_object_or_404(readable_by(request.user), pk=referentiel)
    if request.method == "POST":
        inside = set(Item.objects.filter(theme__domaine__referentiel=chosen).values_list("pk", flat=True))
        ticked, had = (set(keys_of(request.POST.getlist(name))) & inside for name in ("item", "had"))
        change_items(item_set=row.item_set, added=ticked - had, removed=had - ticked)
        messages.success(request, f"Regroupement « {row.item_set.name} » enregistré.")
        return redirect("referentiels:item_set", pk)
    context = {"row": row, "referentiel": chosen, "domaines": rows_of(chosen), "held": set(items_of(row.item_set))}
    return render(request, "referentiels/set_items.html", context)


@requires(_RIGHT)
@require_http_methods(["GET", "HEAD", "POST"])
def remove_set(request: SchoolRequest, pk: int) -> HttpResponse:
    """Ask, naming the colleagues who would lose it, then take it away."""
    row = _open(request, pk, is_own=True)
    names = [share.account.full_name for share in row.item_set.shares.select_related("account")]
    lost = loss(names, "collègue perdra ce regroupement", "collègues perdront ce regroupement")
    question = Question(
        what=f"le regroupement « {row.item_set.name} »",
        button="Supprimer le regroupement",
        harmless="Ses items restent dans leurs référentiels.",
        list_label="Regroupements d'items",
        section="Référentiels (gestion)",
        back=reverse("referentiels:item_sets"),
        done=f"Regroupement « {row.item_set.name} » supprimé.",
    )
    return ask_then_delete(
        request,
        question=question,
        losses=[lost] if lost else [],
        delete=lambda: delete_set(actor=request.user, item_set=row.item_set),
    )
