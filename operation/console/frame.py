"""What the frame of every page shows of the installation, and that of the console of its operator."""

from typing import Any

from django.conf import settings
from django.urls import reverse

from sacoche.kit.installation import installation

# The pages of the bar, in its order: label, name of the address.
ENTRIES = (
    ("Établissements", "operation:schools"),
    ("Santé", "operation:details"),
    ("Courriel", "operation:mail"),
    ("Lettres", "operation:letters"),
    ("Statistiques", "operation:statistics"),
    ("Maintenance", "operation:maintenance"),
    ("Installation", "operation:identity"),
    ("Exploitants", "operation:operators"),
    ("Journal", "operation:journal"),
)


def shown(request: Any) -> dict[str, Any]:
    """Context processor: what was decided of the installation; the bar of the console to an operator."""
    known = installation()
    context: dict[str, Any] = {"installation": known}
    if known.maintenance and known.maintenance.is_near:
        context["maintenance_warning"] = known.maintenance.warning
    if operator := getattr(request, "operator", None):
        context |= {
            "operator": operator,
            "console_entries": _entries(request.path),
            "console_minutes": settings.CONSOLE_IDLE_MINUTES,
        }
    return context


def _entries(path: str) -> list[dict[str, Any]]:
    addresses = [(label, reverse(name)) for label, name in ENTRIES]
    current = max((address for _, address in addresses if path.startswith(address)), key=len, default="")
    return [{"label": label, "address": address, "is_current": address == current} for label, address in addresses]
