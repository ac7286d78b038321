"""The versions of the socle that a school uses, and what its référentiels feed of them."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from referentiels.models import SocleVersion
from referentiels.queries.coverage import coverage
from referentiels.queries.socle import parts_offered, versions_in_use
from referentiels.services.versions import choose_versions
from sacoche.kit.access import requires
from sacoche.kit.requests import SchoolRequest
from sacoche.kit.text import count


@requires("referentiels.see_coverage")
@require_safe
def covered(request: SchoolRequest) -> HttpResponse:
    """What the référentiels of the school feed of the socle; « sans » shows what nothing feeds."""
    parts = parts_offered()
    part = next((each for each in parts if each.code == request.GET.get("socle")), next(iter(parts), None))
    rows = coverage(request.user, part) if part else []
    is_narrowed = "sans" in request.GET
    context = {
        "parts": parts,
        "part": part,
        "rows": [row for row in rows if not (is_narrowed and row.feeding)],
        "bare": sum(1 for row in rows if not row.feeding),
        "total": len(rows),
        "is_narrowed": is_narrowed,
    }
    return render(request, "referentiels/coverage.html", context)


@requires("referentiels.choose_versions")
@require_http_methods(["GET", "HEAD", "POST"])
def versions(request: SchoolRequest) -> HttpResponse:
    """« Versions du socle »: those that the school links its items to."""
    every = list(SocleVersion.objects.order_by("-order", "code"))
    if request.method == "POST":
        chosen = {each.code for each in every} & set(request.POST.getlist("version"))
        choose_versions(actor=request.user, school=request.school, codes=chosen)
        used = count(len(chosen), "version utilisée", "versions utilisées")
        messages.success(request, f"Choix enregistré : {used}.")
        return redirect("referentiels:versions")
    used_now = {each.code for each in versions_in_use()}
    rows = [(each, each.code in used_now, each.entries.filter(is_heading=False).count()) for each in every]
    return render(request, "referentiels/versions.html", {"rows": rows})
