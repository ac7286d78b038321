"""« Niveaux »."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sacoche.kit.access import requires
from sacoche.kit.requests import SchoolRequest
from schools import queries, services
from schools.models import Group, Niveau


@requires("schools.manage_structure")
@require_safe
def niveaux(request: SchoolRequest) -> HttpResponse:
    """The levels of the school; `?famille=` opens the search, with the levels of that family when it is not empty."""
    family = request.GET.get("famille")
    active = list(queries.active_niveaux(request.school))
    context = {
        "niveaux": active,
        "active_ids": {niveau.pk for niveau in active},
        "is_searching": family is not None,
        "family": family,
        "groups": queries.family_groups() if family is not None else [],
        "found": queries.niveaux_of_family(family) if family else [],
    }
    return render(request, "schools/niveaux.html", context)


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
        classes = queries.classes_with_counts().filter(niveau=niveau)
        groups = Group.objects.filter(niveau=niveau).in_level_order()
        return render(request, "schools/niveau_remove.html", {"niveau": niveau, "classes": classes, "groups": groups})
    try:
        services.deactivate_niveau(actor=request.user, school=request.school, niveau=niveau)
    except services.NiveauInUse:
        # A class or a group may have been made since the question was shown: the page says which.
        return redirect("schools:deactivate_niveau", pk=pk)
    messages.success(request, f"Niveau « {niveau.label} » retiré.")
    return redirect("schools:niveaux")
