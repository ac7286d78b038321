"""« Mode d'identification / Connecteur ENT »."""

from dataclasses import asdict, replace
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
from entrance.cas.servers import (
    CasServer,
    Choice,
    automatic_address,
    is_manual,
    server_chosen,
    server_of,
    server_to_try,
    uses_ent,
)
from entrance.cas.trials import give_up_trial, note_trial, trial_of
from entrance.sessions import end_proving
from entrance.signin import is_closed_demonstration
from sacoche.kit.access import asks_who_is_there, requires
from sacoche.kit.clock import seconds
from sacoche.kit.requests import SchoolRequest
from schools.models import School

_PAGE = "accounts/access/mode.html"


@requires("accounts.set_access")
@asks_who_is_there()
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in_mode(request: SchoolRequest) -> HttpResponse:
    """How people of the school sign in. « Tester » calls the server that was typed, and saves nothing."""
    if request.method != "POST":
        fragment = "#part" if request.htmx and request.htmx.target == "partie" else ""
        return _page(request, _form_asked(request), fragment=fragment)
    form = ModeForm(request.POST.get("choix", ""), request.POST)
    if not form.is_valid():
        return _page(request, form, status=422)
    choice = form.choice()
    server = server_to_try(choice) if choice else None
    match request.POST.get("action"):
        case "tester":
            return _page(request, form, checks=check(server, request.school) if server else [])
        case "essayer" if choice and server and form.is_to_try:
            return _prepare_trial(request, form, choice, server)
    if choice and form.is_to_try:
        choice = replace(choice, tried=server.mark if server else "")
        if choice.tried not in _marks_tried(request):
            form.refuse_untried()
            return _page(request, form, status=422)
    return _save(request, choice)


def _form_asked(request: SchoolRequest) -> ModeForm:
    """The form of the mode asked for, as it was tried or as it is stored."""
    current, trial = Choice.stored_in(request.school), trial_of(request.session)
    chosen = request.GET.get("choix") or (current.connector if current else LOCAL)
    known = [each for each in (trial.choice if trial else None, current) if each and each.connector == chosen]
    return ModeForm(chosen, initial=asdict(known[0]) if known else {})


def _marks_tried(request: SchoolRequest) -> set[str]:
    """The servers that this school uses after a trial, and that this administrator has just tried."""
    current, trial = Choice.stored_in(request.school), trial_of(request.session)
    return {current.tried if current else "", trial.passed if trial else ""} - {""}


def _prepare_trial(request: SchoolRequest, form: ModeForm, choice: Choice, server: CasServer) -> HttpResponse:
    """Show where the administrator is about to go: a form may not lead to another site, a link may."""
    if is_closed_demonstration(request.school):
        return _keep_codes(request)
    end_proving(request.session)
    note_trial(request.session, choice, now=seconds())
    return _page(request, form, leaves_for=server)


def _keep_codes(request: SchoolRequest) -> HttpResponse:
    messages.error(request, "L'établissement de démonstration garde les identifiants de SACoche.")
    return redirect("accounts:sign_in_mode")


def _save(request: SchoolRequest, choice: Choice | None) -> HttpResponse:
    if choice and is_closed_demonstration(request.school):
        return _keep_codes(request)
    services.set_mode(actor=request.user, school=request.school, choice=choice)
    give_up_trial(request.session)
    messages.success(request, "Mode de connexion enregistré !")
    return redirect("accounts:sign_in_mode")


def _page(
    request: SchoolRequest,
    form: ModeForm,
    *,
    checks: list[Check] | None = None,
    leaves_for: CasServer | None = None,
    fragment: str = "",
    status: int = 200,
) -> HttpResponse:
    school = request.school
    context: dict[str, Any] = {
        "form": form,
        "chosen": form["choix"].value(),
        "is_local": form["choix"].value() == LOCAL,
        "checks": checks or [],
        "leaves_for": leaves_for,
        "leaving": leaves_for.login_address(school) if leaves_for else "",
        "has_tried": form.is_to_try and form.connector is not None and form.connector.code in _codes_tried(request),
        "uses_ent": uses_ent(school),
        "is_stopped": uses_ent(school) and server_of(school) is None,
        "is_manual": is_manual(school),
        "addresses": _addresses(request) if uses_ent(school) else [],
        "suspended": Connector.objects.exclude(suspended_at=None),
        "waiting": [] if uses_ent(school) else _to_try_in_department(school),
        "has_way_back": _has_way_back(),
    }
    return render(request, _PAGE + fragment, context, status=status)


def _codes_tried(request: SchoolRequest) -> set[str]:
    """The connectors that a trial lets this administrator choose, as they were tried and as they still are."""
    current, trial = Choice.stored_in(request.school), trial_of(request.session)
    tried = [current, replace(trial.choice, tried=trial.passed) if trial else None]
    return {each.connector for each in tried if each and each.tried and server_chosen(each)}


def _to_try_in_department(school: School) -> list[Connector]:
    return [each for each in of_department(school) if not each.confirmed_at and not each.suspended_at]


def _addresses(request: SchoolRequest) -> list[tuple[str, str]]:
    """The automatic address, in the two forms that ENT ask for."""
    school = request.school
    return [("adresse", service_address(school)), ("adresse-base", automatic_address(school))]


def _has_way_back() -> bool:
    """Whether an administrator can come in by his codes, should the ENT fail."""
    administrators = Account.objects.active().filter(profile=Profile.ADM)
    return any(account.has_usable_password() for account in administrators.only("password"))
