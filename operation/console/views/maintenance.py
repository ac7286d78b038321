"""« Maintenance »: every school shut, with a reason and an hour."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from operation.console.forms import MaintenanceForm
from operation.console.services import decisions
from operation.console.views.gate import OperatorRequest
from sacoche.kit import access
from sacoche.kit.clock import now
from sacoche.kit.installation import installation


@access.operators
@require_http_methods(["GET", "HEAD", "POST"])
def maintenance(request: OperatorRequest) -> HttpResponse:
    """What is planned; plan another, which takes its place."""
    form = MaintenanceForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        begins_at = now() if form.cleaned_data["is_now"] else form.moment("day", "hour")
        assert begins_at is not None
        try:
            decisions.plan_maintenance(
                operator=request.operator,
                reason=form.cleaned_data["reason"],
                begins_at=begins_at,
                ends_at=form.moment("end_day", "end_hour"),
            )
        except decisions.InThePast as error:
            form.add_error("hour", str(error))
        else:
            messages.success(
                request, "La maintenance est prévue : les sessions ouvertes sont prévenues un quart d'heure avant."
            )
            return redirect("operation:maintenance")
    context = {"form": form, "planned": installation().maintenance}
    return render(request, "console/maintenance.html", context, status=422 if form.errors else 200)


@access.operators
@require_POST
def lift(request: OperatorRequest) -> HttpResponse:
    """Open schools again, or give up what was planned."""
    decisions.lift_maintenance(operator=request.operator)
    messages.success(request, "Les établissements sont ouverts.")
    return redirect("operation:maintenance")
