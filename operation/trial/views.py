"""« Effacer tous les résultats »."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from operation.queries import last_backup, was_saved_lately
from operation.trial.services import CannotErase, erase_all_results, losses_of_results, name_to_type
from sacoche.kit.access import asks_who_is_there, requires
from sacoche.kit.requests import SchoolRequest
from schools.losses import fingerprint


@requires("operation.erase_results")
@asks_who_is_there()
@require_http_methods(["GET", "HEAD", "POST"])
def erase_results(request: SchoolRequest) -> HttpResponse:
    """Ask, with what would go; the UAI typed, it goes."""
    fault, typed = "", request.POST.get("uai", "")
    if request.method == "POST":
        seen = request.POST.get("seen", "")
        try:
            erase_all_results(actor=request.user, school=request.school, typed=typed, seen=seen)
        except CannotErase as refusal:
            fault = str(refusal)
        else:
            messages.success(request, "Tous les résultats sont effacés ; les référentiels restent.")
            return redirect("operation:erase_results")
    losses = losses_of_results(request.school)
    context: dict[str, Any] = {"losses": losses, "seen": fingerprint(losses), "fault": fault, "typed": typed}
    context |= {"expected": name_to_type(request.school), "is_saved": was_saved_lately(), "backup": last_backup()}
    return render(request, "operation/erase_results.html", context, status=422 if fault else 200)
