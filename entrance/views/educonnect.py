"""« ÉduConnect »: what is missing, for an administrator who is asked for it."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.factor.proof import site
from entrance.educonnect import needs
from sacoche.kit.access import requires
from sacoche.kit.requests import SchoolRequest


@requires("accounts.set_access")
@require_safe
def educonnect(request: SchoolRequest) -> HttpResponse:
    """What is ready, what is missing, and who may do it."""
    return render(request, "accounts/access/educonnect.html", {"needs": needs(site())})
