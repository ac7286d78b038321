"""« Contrôle des données »: looked at when it is asked for, repaired by a button."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from operation.checking import services
from operation.checking.findings import findings
from operation.queries import last_backup, was_saved_lately
from sacoche.kit.access import asks_who_is_there, requires
from sacoche.kit.requests import SchoolRequest
from sacoche.kit.text import count

RIGHT = "operation.check_data"


@requires(RIGHT)
@require_safe
def check(request: SchoolRequest) -> HttpResponse:
    """What is broken; nothing is written."""
    found = findings(request.school)
    context = {
        "findings": found,
        "is_repairable": any(each.key for each in found),
        "is_saved": was_saved_lately(),
        "last": last_backup(),
    }
    return render(request, "operation/checking/check.html", context)


@requires(RIGHT)
@asks_who_is_there()
@require_POST
def repair(request: SchoolRequest) -> HttpResponse:
    """Put right what can be."""
    try:
        deleted, emptied = services.repair(actor=request.user, school=request.school)
    except services.NotSaved as refusal:
        messages.error(request, str(refusal))
        return redirect("operation:check")
    done = f"{count(deleted, 'ligne effacée', 'lignes effacées')}, {count(emptied, 'lien vidé', 'liens vidés')}"
    messages.success(request, f"Réparé : {done}.")
    return redirect("operation:check")
