"""How the server is: one number for a monitor, figures for Prometheus, words for the operator."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.crypto import constant_time_compare
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from operation.console.queries import health as queries
from operation.console.queries.figures import exposition
from operation.console.views.gate import OperatorRequest
from sacoche.kit import access
from sacoche.kit.installation import installation


@access.public
@never_cache
@require_safe
def health(request: HttpRequest) -> HttpResponse:
    """200 when this server can serve schools, 503 when it cannot: no more is said to whoever asks."""
    is_serving = queries.is_serving()
    return HttpResponse(
        "ok\n" if is_serving else "indisponible\n", status=200 if is_serving else 503, content_type="text/plain"
    )


@access.public
@never_cache
@require_safe
def announced(request: HttpRequest) -> JsonResponse:
    """What is about to happen to the whole server, asked by pages that nobody touches; empty most of the time."""
    planned = installation().maintenance
    return JsonResponse({"notice": planned.warning if planned and planned.is_near else ""})


@access.public
@never_cache
@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """The figures that Prometheus reads, for whoever shows METRICS_TOKEN; nothing there on a server that has none."""
    shown = request.headers.get("Authorization", "").removeprefix("Bearer ").strip()
    if not settings.METRICS_TOKEN or not constant_time_compare(shown, settings.METRICS_TOKEN):
        raise Http404
    return HttpResponse(exposition(), content_type="text/plain; version=0.0.4; charset=utf-8")


@access.operators
@require_safe
def details(request: OperatorRequest) -> HttpResponse:
    """Everything that was looked at, and what runs here."""
    context = {"checks": queries.checks(), "versions": queries.versions(), "has_metrics": bool(settings.METRICS_TOKEN)}
    return render(request, "console/health.html", context)
