"""The second factor of an operator: proved at the entrance, added and taken away once he is in."""

import base64
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from entrance.forms import NewApplicationForm, NewPasskeyForm
from entrance.views.passkey_state import answer_with_options, keep_state, take_state
from operation.console import factor, sessions
from operation.console.forms import ProveForm
from operation.console.models import Operator
from operation.console.views.gate import OperatorRequest, proved, where_to
from sacoche.kit import access
from sacoche.kit.factor import totp
from sacoche.kit.factor.qr import qr_svg
from sacoche.kit.sealing import Unsealed, seal, unseal

_OVER = "La demande a expiré : redonnez d'abord votre mot de passe."
# The secret of the application being added, sealed, until its first digits are typed.
_NEW_SECRET = "new_application"  # noqa: S105 (the name of a place)


@access.public
@never_cache
@sensitive_post_parameters("code", "cle")
@require_http_methods(["GET", "HEAD", "POST"])
def prove(request: HttpRequest) -> HttpResponse:
    """Asked for, read, and the console is open."""
    waiting = sessions.half_way(request.session)
    if waiting is None:
        messages.error(request, _OVER)
        return redirect("operation:sign_in")
    operator, target = waiting
    form = ProveForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid() and _is_proved(request, operator, form):
        sessions.open_session(request.session, operator)
        return redirect(where_to(target))
    has_passkey = bool(factor.site().takes_passkeys and factor.factors_of(operator).passkeys)
    context = {"form": form, "who": operator, "has_passkey": has_passkey}
    return render(request, "console/factor_prove.html", context, status=422 if form.errors else 200)


def _is_proved(request: HttpRequest, operator: Operator, form: ProveForm) -> bool:
    """Whether it is; the form then says why not."""
    key = form.cleaned_data["cle"]
    try:
        if key:
            factor.prove_by_passkey(operator, take_state(request.session), key)
        else:
            factor.prove_by_code(operator, form.cleaned_data["code"])
    except factor.FactorRefused as refused:
        form.add_error(None if key else "code", refused.sentence)
        return False
    return True


@access.public
@require_POST
def passkey_to_come_in(request: HttpRequest) -> JsonResponse:
    """What the browser must sign, of whoever has just given the right password."""
    waiting = sessions.half_way(request.session)
    if waiting is None:
        return JsonResponse({"error": _OVER}, status=422)
    try:
        options, state = factor.begin_proof(waiting[0])
    except factor.FactorRefused as refused:
        return JsonResponse({"error": refused.sentence}, status=422)
    keep_state(request.session, state)
    return answer_with_options(options)


# --- One's own --------------------------------------------------------------------------------------------------------


@access.operators
@require_safe
def own(request: OperatorRequest) -> HttpResponse:
    """What one has, and what may be added."""
    return _own_page(request)


def _own_page(request: OperatorRequest, **more: Any) -> HttpResponse:
    context: dict[str, Any] = {
        "factors": factor.factors_of(request.operator),
        "must_enrol": sessions.must_enrol(request.session),
        "site": factor.site(),
        "passkey_form": NewPasskeyForm(),
    }
    return render(request, "console/factor.html", context | more)


@access.operators
@proved
@never_cache
@sensitive_post_parameters("code")
@require_http_methods(["GET", "POST"])
def add_application(request: OperatorRequest) -> HttpResponse:
    """The QR code to read with a telephone, then the first digits that it shows."""
    secret = _secret_being_added(request)
    form = NewApplicationForm(request.POST if "code" in request.POST else None)
    if form.is_bound and form.is_valid():
        is_first = not factor.factors_of(request.operator)
        try:
            factor.add_application(operator=request.operator, secret=secret, typed=form.cleaned_data["code"])
        except factor.FactorRefused as refused:
            form.add_error("code", refused.sentence)
        else:
            del request.session[_NEW_SECRET]
            return _added(request, "Votre application de codes est enregistrée.", is_first=is_first)
    address = totp.address_of(secret, owner=request.operator.login, issuer="SACoche (console)")
    context = {"form": form, "qr": qr_svg(address, scale=4), "secret": totp.grouped(secret)}
    return render(request, "console/factor_application.html", context, status=422 if form.errors else 200)


def _secret_being_added(request: OperatorRequest) -> str:
    """The same while the page is read again: the telephone has taken it perhaps."""
    if kept := request.session.get(_NEW_SECRET):
        try:
            return str(unseal(base64.b64decode(kept)))
        except Unsealed:
            pass
    secret = totp.new_secret()
    request.session[_NEW_SECRET] = base64.b64encode(seal(secret)).decode()
    return secret


def _added(request: OperatorRequest, sentence: str, *, is_first: bool) -> HttpResponse:
    """With the first, ten recovery codes, shown in this answer alone."""
    sessions.has_enrolled(request.session)
    messages.success(request, sentence)
    return _codes_page(request) if is_first else redirect("operation:factor")


def _codes_page(request: OperatorRequest) -> HttpResponse:
    codes = factor.renew_codes(request.operator)
    return render(request, "console/factor_codes.html", {"codes": codes})


@access.operators
@require_POST
def passkey_to_add(request: OperatorRequest) -> JsonResponse:
    """What the browser makes a passkey with."""
    options, state = factor.begin_passkey(request.operator)
    keep_state(request.session, state)
    return answer_with_options(options)


@access.operators
@proved
@never_cache
@require_POST
def add_passkey(request: OperatorRequest) -> HttpResponse:
    """The passkey that the browser has just made."""
    form, is_first = NewPasskeyForm(request.POST), not factor.factors_of(request.operator)
    if not form.is_valid():
        messages.error(request, "La clé d'accès n'a pas répondu : recommencez.")
        return redirect("operation:factor")
    answer, name, state = form.cleaned_data["cle"], form.cleaned_data["name"], take_state(request.session)
    try:
        factor.add_passkey(operator=request.operator, state=state, answer=answer, name=name)
    except factor.FactorRefused as refused:
        messages.error(request, refused.sentence)
        return redirect("operation:factor")
    return _added(request, "Votre clé d'accès est enregistrée.", is_first=is_first)


@access.operators
@proved
@require_POST
def remove_application(request: OperatorRequest) -> HttpResponse:
    """Take the application away."""
    return _removed(request, application=True)


@access.operators
@proved
@require_POST
def remove_passkey(request: OperatorRequest, pk: int) -> HttpResponse:
    """Take one passkey of one's own away."""
    return _removed(request, passkey=pk)


def _removed(request: OperatorRequest, **what: Any) -> HttpResponse:
    try:
        factor.remove(operator=request.operator, **what)
    except factor.FactorRefused as refused:
        messages.error(request, refused.sentence)
    else:
        messages.success(request, "C'est retiré.")
    return redirect("operation:factor")


@access.operators
@proved
@never_cache
@require_POST
def renew_codes(request: OperatorRequest) -> HttpResponse:
    """Ten others, shown in this answer alone."""
    if not factor.factors_of(request.operator):
        messages.error(request, "Ajoutez d'abord une clé d'accès ou une application.")
        return redirect("operation:factor")
    return _codes_page(request)
