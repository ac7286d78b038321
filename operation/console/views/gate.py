"""Who enters the console: an operator, signed in there; everybody else is sent to its sign-in page."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse

from operation.console import sessions
from operation.console.models import Operator
from operation.console.services import operators
from sacoche.kit.requests import client_address, wants_json

_READING_METHODS = ("GET", "HEAD", "OPTIONS")
# What the page adds to what was sent.
_PASSWORD = "preuve"  # noqa: S105 (the name of a field)


class OperatorRequest(HttpRequest):
    """A request of somebody signed in to the console."""

    operator: Operator


def is_open(request: HttpRequest) -> bool:
    """Whether an operator has this session open."""
    return sessions.operator_of(request.session) is not None


def where_to(target: str) -> str:
    """The page of the console that was asked for before the sign-in, or the first of them."""
    first = reverse("operation:schools")
    return target if target.startswith(first) else first


def ask_for_an_operator(request: HttpRequest) -> HttpResponse | None:
    """The sign-in page of the console, or None when an operator is there: the page asked for may answer."""
    operator = sessions.operator_of(request.session)
    sign_in = reverse("operation:sign_in")
    if operator is not None:
        request.operator = operator  # type: ignore[attr-defined]
        if sessions.must_enrol(request.session) and not request.path.startswith(reverse("operation:factor")):
            return HttpResponseRedirect(reverse("operation:factor"))
        # What a page asks by itself keeps no session open.
        if request.method == "POST" or request.path != reverse("operation:session"):
            sessions.touch(request.session)
        return None
    if wants_json(request):
        return JsonResponse({"error": "Votre session est fermée : reconnectez-vous.", "sign_in": sign_in}, status=401)
    if request.method in _READING_METHODS:
        return redirect_to_login(request.get_full_path(), sign_in)
    return HttpResponseRedirect(sign_in)


def proved(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Mark a view of the console as one that asks the password again before a POST, unless it was typed lately.

    The page that asks keeps what was sent, which goes back with the password.
    """

    @wraps(view)
    def asking(request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method != "POST" or sessions.is_proved(request.session):
            return view(request, *args, **kwargs)
        error = _error_of(request)
        if error is None:
            sessions.note_proof(request.session)
            return view(request, *args, **kwargs)
        kept = [(name, value) for name in request.POST if name not in ("csrfmiddlewaretoken", _PASSWORD)
                for value in request.POST.getlist(name)]  # fmt: skip
        context = {"kept": kept, "error": error, "minutes": sessions.PROOF_SECONDS // 60}
        return render(request, "console/proof.html", context, status=422 if error else 200)

    return asking


def _error_of(request: Any) -> str | None:
    """What is wrong with the password sent; empty when none was, None when it is right."""
    if _PASSWORD not in request.POST:
        return ""
    try:
        operators.check_password_of(request.operator, request.POST[_PASSWORD], address=client_address(request))
    except operators.SignInRefused as refusal:
        return str(refusal)
    return None
