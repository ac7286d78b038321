"""The second factor, once the password was right: nobody is in before it is proved."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from accounts.factor.proof import FactorWrong, Proved, begin_passkey, prove_by_code, prove_by_passkey, uses_passkeys
from accounts.models import Account
from accounts.own.linking import CannotSwitch, switch_to
from accounts.safety.throttle import Locked
from entrance.forms import FactorForm
from entrance.half_way import HalfWay, account_half_way, forget_half_way, half_way_of
from entrance.steps import ComeIn
from entrance.views.coming_in import come_in, go_to
from entrance.views.passkey_state import answer_with_options, keep_state, take_state
from sacoche.kit.access import public, requires
from sacoche.kit.clock import seconds
from sacoche.kit.factor.passkeys import PasskeyRefused
from sacoche.kit.requests import SchoolRequest, wants_json
from sacoche.kit.tenancy import school_scope

_OVER = "La demande a expiré : redonnez d'abord votre mot de passe."


@public
@never_cache
@sensitive_post_parameters("code", "cle")
@require_http_methods(["GET", "HEAD", "POST"])
def prove_factor(request: HttpRequest) -> HttpResponse:
    """Asked for, read, and the session is opened; a page that stays open is answered in data."""
    waiting = half_way_of(request.session, now=seconds())
    account = account_half_way(waiting)
    if waiting is None or account is None:
        return _begin_again(request)
    form = FactorForm(request.POST if request.method == "POST" else None)
    with school_scope(account.school):
        has_passkey = uses_passkeys(account)
        proved = _proved(request, account, form) if request.method == "POST" and form.is_valid() else None
    if proved:
        return _let_in(request, account, waiting, proved, trusts=form.cleaned_data["trusts"])
    if wants_json(request):
        errors = [str(sentence) for sentences in form.errors.values() for sentence in sentences]
        return JsonResponse({"errors": errors}, status=422)
    context = {"form": form, "account": account, "school": account.school, "has_passkey": has_passkey}
    return render(request, "accounts/factor/prove.html", context, status=422 if form.errors else 200)


def _begin_again(request: HttpRequest) -> HttpResponse:
    forget_half_way(request.session)
    if wants_json(request):
        return JsonResponse({"errors": [_OVER], "is_over": True}, status=422)
    messages.error(request, _OVER)
    return redirect("accounts:sign_in")


def _proved(request: HttpRequest, account: Account, form: FactorForm) -> Proved | None:
    """By what, or None: the form then says why."""
    key = form.cleaned_data["cle"]
    try:
        return (
            prove_by_passkey(account, take_state(request.session), key)
            if key
            else prove_by_code(account, form.cleaned_data["code"])
        )
    except FactorWrong as wrong:
        form.add_error("code" if not key else None, wrong.sentence)
    except Locked as lock:
        form.add_error(None, f"Trop d'essais infructueux : réessayez dans {lock.wait}.")
    return None


def _let_in(request: HttpRequest, account: Account, waiting: HalfWay, proved: Proved, *, trusts: bool) -> HttpResponse:
    if waiting.left is None:
        response = come_in(request, account, ComeIn(), target=waiting.target, factor=proved.by, trusts=trusts)
    elif request.user.pk == waiting.left and _may_still_switch(request.user, account):
        response = go_to(request, account, ComeIn(), ticket=waiting.ticket, factor=proved.by)
    else:
        return _begin_again(request)
    if proved.codes_left is not None and not wants_json(request):
        messages.warning(request, f"Code de secours accepté : il vous en reste {proved.codes_left} sur dix.")
    return response


def _may_still_switch(account: Any, other: Account) -> bool:
    with school_scope(account.school):
        try:
            switch_to(account=account, pk=other.pk)
        except CannotSwitch:
            return False
    return True


@public
@require_POST
def passkey_to_come_in(request: HttpRequest) -> JsonResponse:
    """What the browser must sign, of whoever has just given the right password."""
    account = account_half_way(half_way_of(request.session, now=seconds()))
    if account is None:
        return JsonResponse({"error": _OVER}, status=422)
    with school_scope(account.school):
        return _options(request, account)


@requires("accounts.second_factor")
@require_POST
def passkey_to_prove(request: SchoolRequest) -> JsonResponse:
    """The same of whoever is in, and must prove again who he is."""
    return _options(request, request.user)


def _options(request: HttpRequest, account: Account) -> JsonResponse:
    try:
        options, state = begin_passkey(account)
    except PasskeyRefused as refused:
        return JsonResponse({"error": refused.sentence}, status=422)
    keep_state(request.session, state)
    return answer_with_options(options)


@public
@require_POST
def give_up_factor(request: HttpRequest) -> HttpResponse:
    """Somebody else is there, or the telephone is elsewhere: back to the sign-in page."""
    forget_half_way(request.session)
    return redirect("accounts:sign_in")
