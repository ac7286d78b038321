"""Staying, leaving, and the page of the first sign-in."""

from typing import Any

from django.contrib import messages
from django.contrib.auth import logout as close_session
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from accounts.safety.open_sessions import leave
from entrance.activation import activate_account
from entrance.addresses import local_path
from entrance.cas.servers import ent_name, server_of
from entrance.forms import ActivationForm
from entrance.sessions import OPENED_BY_TICKET, seconds_left, touch
from entrance.views.cookies import forget_ent
from sacoche.kit.access import public, requires
from sacoche.kit.clock import seconds
from sacoche.kit.installation import installation
from sacoche.kit.requests import SchoolRequest


@public
@require_POST
def sign_out(request: SchoolRequest) -> HttpResponse:
    """Close the session; the school says where to go then, or the sign-in page, which keeps the school."""
    target = request.user.school.sign_out_url if request.user.is_authenticated else ""
    ent = _ent_left_open(request)
    if request.user.is_authenticated:
        leave(account=request.user, session_key=request.session.session_key)
    close_session(request)
    if ent:
        response = render(request, "accounts/cas/signed_out.html", ent | {"target": target})
    elif target:
        response = render(request, "accounts/signed_out.html", {"target": target})
    else:
        messages.success(request, "Vous êtes déconnecté.")
        response = redirect("accounts:sign_in")
    forget_ent(response)
    return response


def _ent_left_open(request: SchoolRequest) -> dict[str, str]:
    """The ENT that this session came from, and where to leave it; nothing for a session opened with codes."""
    if not request.user.is_authenticated or OPENED_BY_TICKET not in request.session:
        return {}
    school = request.user.school
    server = server_of(school)
    return {"ent": ent_name(school), "logout": server.logout_address(school)} if server else {}


@requires("accounts.activate")
@require_http_methods(["GET", "HEAD", "POST"])
def activation(request: HttpRequest) -> HttpResponse:
    """The personal-data notice, once, again when its text changes, before anything else; then the page asked for."""
    target = local_path(request.GET.get("next", "")) or "home"
    if not (request.user.must_activate or request.user.is_nameless):  # type: ignore[union-attr]
        return redirect(target)
    form = ActivationForm(request.POST if request.method == "POST" else None, account=request.user)  # type: ignore[arg-type]
    if request.method == "POST" and form.is_valid():
        is_first = request.user.activated_at is None  # type: ignore[union-attr]
        names = {name: form.cleaned_data.get(name, "") for name in ("last_name", "first_name")}
        activate_account(account=request.user, **names)  # type: ignore[arg-type]
        messages.success(request, "Votre compte est activé." if is_first else "Merci de l'avoir lue.")
        return redirect(target)
    return render(request, "accounts/activation.html", {"form": form})


@requires("accounts.activate")
@require_http_methods(["GET", "POST"])
def session_state(request: SchoolRequest) -> JsonResponse:
    """Seconds before the session closes. A POST, sent when the person really typed or clicked, starts it anew."""
    if request.method == "POST":
        touch(request.session, now=seconds())
    state: dict[str, Any] = {"seconds_left": seconds_left(request.session, request.user, now=seconds())}
    planned = installation().maintenance
    if planned and planned.is_near:
        state["notice"] = planned.warning
    return JsonResponse(state)
