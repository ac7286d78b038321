"""« Mode d'identification / Connecteur ENT »."""

from dataclasses import asdict
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from accounts.enums import Profile
from accounts.models import Account, Connector
from entrance.addresses import service_address
from entrance.cas import services
from entrance.cas.checking import Check, check
from entrance.cas.connectors import of_department
from entrance.cas.forms import LOCAL, ModeForm
from entrance.cas.servers import Choice, automatic_address, is_manual, server_chosen, server_of, uses_ent
from entrance.signin import is_closed_demonstration
from sacoche.kit.access import asks_who_is_there, requires
from sacoche.kit.requests import SchoolRequest

_PAGE = "accounts/access/mode.html"


@requires("accounts.set_access")
@asks_who_is_there()
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in_mode(request: SchoolRequest) -> HttpResponse:
    """How people of the school sign in. « Tester » calls the server that was typed, and saves nothing."""
    current = Choice.stored_in(request.school)
    if request.method != "POST":
        chosen = request.GET.get("choix") or (current.connector if current else LOCAL)
        initial = asdict(current) if current and current.connector == chosen else {}
        fragment = "#part" if request.htmx and request.htmx.target == "partie" else ""
        return _page(request, ModeForm(chosen, initial=initial), fragment=fragment)
    form = ModeForm(request.POST.get("choix", ""), request.POST)
    if not form.is_valid():
        return _page(request, form, status=422)
    if request.POST.get("action") == "tester":
        return _page(request, form, checks=_checked(request, form.choice()))
    return _save(request, form.choice())


def _checked(request: SchoolRequest, choice: Choice | None) -> list[Check]:
    server = server_chosen(choice) if choice else None
    return check(server, request.school) if server else []


def _save(request: SchoolRequest, choice: Choice | None) -> HttpResponse:
    if choice and is_closed_demonstration(request.school):
        messages.error(request, "L'établissement de démonstration garde les identifiants de SACoche.")
        return redirect("accounts:sign_in_mode")
    services.set_mode(actor=request.user, school=request.school, choice=choice)
    messages.success(request, "Mode de connexion enregistré !")
    return redirect("accounts:sign_in_mode")


def _page(
    request: SchoolRequest,
    form: ModeForm,
    *,
    checks: list[Check] | None = None,
    fragment: str = "",
    status: int = 200,
) -> HttpResponse:
    school = request.school
    context: dict[str, Any] = {
        "form": form,
        "chosen": form["choix"].value(),
        "is_local": form["choix"].value() == LOCAL,
        "checks": checks or [],
        "uses_ent": uses_ent(school),
        "is_suspended": uses_ent(school) and server_of(school) is None,
        "is_manual": is_manual(school),
        "addresses": _addresses(request) if uses_ent(school) else [],
        "unconfirmed": Connector.objects.filter(confirmed_at=None),
        "waiting": [] if uses_ent(school) else [each for each in of_department(school) if not each.confirmed_at],
        "has_way_back": _has_way_back(),
    }
    return render(request, _PAGE + fragment, context, status=status)


def _addresses(request: SchoolRequest) -> list[tuple[str, str]]:
    """The automatic address, in the two forms that ENT ask for."""
    school = request.school
    return [("adresse", service_address(school)), ("adresse-base", automatic_address(school))]


def _has_way_back() -> bool:
    """Whether an administrator can come in by his codes, should the ENT fail."""
    administrators = Account.objects.active().filter(profile=Profile.ADM)
    return any(account.has_usable_password() for account in administrators.only("password"))
