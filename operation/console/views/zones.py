"""The geographic zones by which schools are chosen, looked for and written to."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from operation.console.forms import ZoneForm
from operation.console.queries.schools import zones_with_counts
from operation.console.services import zones as services
from operation.console.views.gate import OperatorRequest
from sacoche.kit import access
from schools.models import Zone


@access.operators
@require_http_methods(["GET", "HEAD", "POST"])
def zones(request: OperatorRequest) -> HttpResponse:
    """The zones in their order; one more."""
    form = ZoneForm(request.POST or None, instance=Zone())
    if request.method == "POST" and form.is_valid():
        services.add(operator=request.operator, zone=form.instance)
        messages.success(request, f"La zone « {form.instance.name} » est ajoutée.")
        return redirect("operation:zones")
    context = {"form": form, "zones": zones_with_counts()}
    return render(request, "console/zones.html", context, status=422 if form.errors else 200)


@access.operators
@require_http_methods(["GET", "HEAD", "POST"])
def edit_zone(request: OperatorRequest, pk: int) -> HttpResponse:
    """The name and the place of a zone."""
    form = ZoneForm(request.POST or None, instance=get_object_or_404(Zone, pk=pk))
    if request.method == "POST" and form.is_valid():
        services.edit(operator=request.operator, zone=form.instance)
        messages.success(request, "Zone enregistrée.")
        return redirect("operation:zones")
    return render(
        request, "console/zone.html", {"form": form, "zone": form.instance}, status=422 if form.errors else 200
    )


@access.operators
@require_POST
def remove_zone(request: OperatorRequest, pk: int) -> HttpResponse:
    """Take a zone away; its schools stay, without one."""
    zone = get_object_or_404(Zone, pk=pk)
    services.remove(operator=request.operator, zone=zone)
    messages.success(request, f"La zone « {zone.name} » est supprimée : ses établissements restent, sans zone.")
    return redirect("operation:zones")
