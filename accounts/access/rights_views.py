"""« Réglage des autorisations »: every click is saved at once."""

from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.views.decorators.http import require_POST, require_safe

from accounts.access import queries, services
from accounts.access.decided import ProfileClosed
from accounts.enums import Profile
from sacoche.kit import access
from sacoche.kit.access import requires
from sacoche.kit.requests import SchoolRequest

PAGE = "accounts/access/rights.html"


@requires("accounts.set_access")
@require_safe
def rights(request: SchoolRequest) -> HttpResponse:
    """The grid of the rights that the school may adjust, and of its profiles."""
    return render(request, PAGE, {"grid": queries.rights_grid(request.school)})


@requires("accounts.set_access")
@require_POST
def set_right(request: SchoolRequest, code: str, profile: str) -> JsonResponse:
    """Give a right to a profile or take it (`is_on` 1 or 0). Answers the row of the right."""
    right = _get(code)
    is_on = request.POST.get("is_on") == "1"
    try:
        services.set_right(actor=request.user, school=request.school, right=right, profile=profile, is_on=is_on)
    except services.NotAdjustable:
        raise Http404 from None
    except ProfileClosed:
        sentence = f"Le profil « {Profile(profile).label} » vient d'être fermé : rechargez la page."
        return JsonResponse({"error": sentence}, status=409)
    return _row(request, right)


@requires("accounts.set_access")
@require_POST
def set_restriction(request: SchoolRequest, code: str, restriction: str) -> JsonResponse:
    """Put a restriction on a right or lift it (`is_on` 1 or 0). Answers the row of the right."""
    right = _get(code)
    is_on = request.POST.get("is_on") == "1"
    try:
        services.set_restriction(
            actor=request.user, school=request.school, right=right, restriction=restriction, is_on=is_on
        )
    except services.NotAdjustable:
        raise Http404 from None
    return _row(request, right)


@requires("accounts.set_access")
@require_POST
def reset_right(request: SchoolRequest, code: str) -> JsonResponse:
    """Put a right back to its default. Answers its row."""
    right = _get(code)
    services.reset_right(actor=request.user, school=request.school, right=right)
    return _row(request, right)


def _get(code: str) -> access.Right:
    if code not in access.rights or not access.rights.get(code).adjustable:
        raise Http404
    return access.rights.get(code)


def _row(request: SchoolRequest, right: access.Right) -> JsonResponse:
    row = queries.right_row(request.school, right, queries.adjustable_profiles(request.school))
    return JsonResponse({"row": render_to_string(f"{PAGE}#row", {"row": row}, request)})
