"""What a browser asks for to install the product, and the worker that gives kept pages back."""

from functools import cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.templatetags.static import static
from django.urls import get_script_prefix, reverse
from django.views.decorators.http import require_safe

from sacoche.kit.access import public

_WORKER = "static/js/offline/worker.js"
_ICONS = (("img/sacoche.svg", "any", "image/svg+xml"), ("img/sacoche-512.png", "512x512", "image/png"))


@public
@require_safe
def manifest(request: HttpRequest) -> HttpResponse:
    """The name and the icon under which a phone installs the product, which opens at home."""
    about: dict[str, Any] = {
        "name": "SACoche",
        "short_name": "SACoche",
        "lang": "fr",
        "id": get_script_prefix(),
        "scope": get_script_prefix(),
        "start_url": reverse("home"),
        "display": "standalone",
        "background_color": "#ffffff",
        "theme_color": "#23407a",
        "icons": [{"src": static(name), "sizes": sizes, "type": kind} for name, sizes, kind in _ICONS],
    }
    return JsonResponse(about, headers={"Cache-Control": "no-cache"})


@public
@require_safe
def worker(request: HttpRequest) -> HttpResponse:
    """The worker, at the root of the product: it is given no page above its own address."""
    headers = {"Cache-Control": "no-cache", "Content-Disposition": 'attachment; filename="hors-connexion.js"'}
    return HttpResponse(_written(), content_type="text/javascript", headers=headers)


@cache
def _written() -> str:
    return (settings.BASE_DIR / _WORKER).read_text(encoding="utf-8")
