"""« Ce qui sera effacé »."""

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from operation.retention.queries import retention
from sacoche.kit.access import requires
from sacoche.kit.clock import today
from sacoche.kit.requests import SchoolRequest


@requires("operation.read_retention")
@require_safe
def show(request: SchoolRequest) -> HttpResponse:
    """Each kind of things: its duration, what waits for the next purge, the day of what comes after."""
    years = {"years": settings.ACCOUNT_YEARS, "guardian_years": settings.GUARDIAN_YEARS}
    context = {"table": retention(request.school), "today": today(), **years}
    return render(request, "operation/retention.html", context)
