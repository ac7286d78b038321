"""What happens around every view: the read-only guard, idle sessions, the open school, access."""

import time
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import reverse

from accounts.access import closing_for
from accounts.sessions import has_idled_out, touch
from sacoche.kit.access import refusal
from sacoche.kit.journal import coming_from
from sacoche.kit.requests import client_address, is_of_another_account, wants_json
from sacoche.kit.tenancy import school_scope

GetResponse = Callable[[HttpRequest], HttpResponse]
_WRITES = ("INSERT", "UPDATE", "DELETE")
_READING_METHODS = ("GET", "HEAD", "OPTIONS")


class ReadThatWrites(Exception):
    """A GET was about to write in the database."""


def _refuse_writes(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
    if sql.lstrip().upper().startswith(_WRITES) and "django_session" not in sql:
        raise ReadThatWrites(sql[:200])
    return execute(sql, params, many, context)


def readonly_gets(get_response: GetResponse) -> GetResponse:
    """Make a GET that writes raise, in development and tests; sessions alone may be written."""
    if not settings.READONLY_GETS:
        return get_response

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.method not in _READING_METHODS:
            return get_response(request)
        with connection.execute_wrapper(_refuse_writes):
            return get_response(request)

    return middleware


def known_address(get_response: GetResponse) -> GetResponse:
    """Let the journal say from where each action was asked for."""

    def middleware(request: HttpRequest) -> HttpResponse:
        with coming_from(client_address(request)):
            return get_response(request)

    return middleware


def idle_sessions(get_response: GetResponse) -> GetResponse:
    """Close a session left alone longer than the limit, or that the school no longer wants open; any request of a page
    or a save keeps the others.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            if reason := _reason_to_leave(request):
                logout(request)
                request.left_because = reason  # type: ignore[attr-defined]
                messages.warning(request, reason)
            elif not request.path.endswith("/session/"):
                touch(request.session, now=time.time())
        return get_response(request)

    return middleware


def _reason_to_leave(request: HttpRequest) -> str:
    """Why the session of this request must end now, in French, or nothing."""
    account: Any = request.user
    if closing := closing_for(account):
        return closing.sentence
    if has_idled_out(request.session, account, now=time.time()):
        return "Votre session a été fermée après une longue inactivité : reconnectez-vous."
    return ""


def open_school(get_response: GetResponse) -> GetResponse:
    """Open the signed-in account's school for the whole request; nothing in an address chooses it."""

    def middleware(request: HttpRequest) -> HttpResponse:
        school = getattr(request.user, "school", None)
        request.school = school  # type: ignore[attr-defined]
        if school is None:
            return get_response(request)
        with school_scope(school):
            return get_response(request)

    return middleware


class AccessMiddleware:
    """Enforce the marks of sacoche.kit.access: a view with no mark is open to nobody."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.user.is_authenticated and not response.has_header("Cache-Control"):
            # After « Déconnexion » the Back button must show nothing.
            response["Cache-Control"] = "no-store"
        return response

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        if getattr(view, "is_public", False):
            return None
        right = getattr(view, "right_code", None)
        if right is None:
            raise PermissionDenied("Cette page n'est ouverte à personne : ses droits n'ont pas été déclarés.")
        if not request.user.is_authenticated:
            return _ask_to_sign_in(request)
        if is_of_another_account(request):
            return _name_who_is_signed_in(request)
        if request.user.must_activate and right != "accounts.activate":
            return HttpResponseRedirect(reverse("accounts:activation"))
        if reason := refusal(request.user, right):
            raise PermissionDenied(reason)
        return None


def _ask_to_sign_in(request: HttpRequest) -> HttpResponse:
    """The sign-in page, then back where the person was going; a script gets words it can show instead."""
    sign_in = reverse("accounts:sign_in")
    if wants_json(request):
        reason = getattr(request, "left_because", "Votre session est fermée : reconnectez-vous.")
        return JsonResponse({"error": reason, "sign_in": sign_in}, status=401)
    if request.htmx:  # type: ignore[attr-defined]
        return HttpResponse(status=401, headers={"HX-Redirect": sign_in})
    if request.method in _READING_METHODS:
        return redirect_to_login(request.get_full_path(), sign_in)
    return HttpResponseRedirect(sign_in)


def _name_who_is_signed_in(request: HttpRequest) -> HttpResponse:
    """Somebody else signed in since the page was drawn: what it sends would be done in the wrong name."""
    name = request.user.display_name  # type: ignore[union-attr]
    return JsonResponse({"error": f"C'est maintenant {name} qui est connecté dans ce navigateur."}, status=409)
