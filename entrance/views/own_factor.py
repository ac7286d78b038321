"""« Second facteur »: what somebody adds to his password, and takes away."""

import base64

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access.decided import factor_rule
from accounts.enums import FactorRule
from accounts.factor import factors
from accounts.factor.proof import site
from accounts.models import Account, Passkey
from entrance.forms import NewApplicationForm, NewPasskeyForm
from entrance.sessions import OPENED_BY_TICKET, must_enrol, note_factor
from entrance.views.passkey_state import answer_with_options, keep_state, take_state
from sacoche.kit.access import asks_who_is_there, requires
from sacoche.kit.clock import seconds
from sacoche.kit.factor import passkeys, totp
from sacoche.kit.factor.qr import qr_svg
from sacoche.kit.requests import SchoolRequest
from sacoche.kit.sealing import Unsealed, seal, unseal

# The secret of the application being added, sealed, until its first digits are typed.
_NEW_SECRET = "new_application"  # noqa: S105 (the name of a place)


def _is_required(account: Account) -> bool:
    return factor_rule(account.school, account.profile) is FactorRule.REQUIRED  # type: ignore[arg-type]


@requires("accounts.second_factor")
@require_safe
def factor(request: SchoolRequest) -> HttpResponse:
    """What one has, and what may be added."""
    context = {
        "factors": factors.factors_of(request.user),
        "is_required": _is_required(request.user),
        "must_enrol": must_enrol(request.session),
        "is_by_ent": OPENED_BY_TICKET in request.session,
        "site": site(),
        "passkey_form": NewPasskeyForm(),
    }
    return render(request, "accounts/factor/own.html", context)


# --- An application ---------------------------------------------------------------------------------------------------


@requires("accounts.second_factor")
@asks_who_is_there("GET", "POST")
@never_cache
@sensitive_post_parameters("code")
@require_http_methods(["GET", "POST"])
def add_application(request: SchoolRequest) -> HttpResponse:
    """The QR code to read with a telephone, then the first digits that it shows."""
    secret = _secret_being_added(request)
    form = NewApplicationForm(request.POST if "code" in request.POST else None)
    if form.is_bound and form.is_valid() and (step := _first_step(secret, form)) is not None:
        is_first = not factors.has_factor(request.user)
        factors.add_application(account=request.user, secret=secret, step=step)
        del request.session[_NEW_SECRET]
        return _added(request, "Votre application de codes est enregistrée.", is_first=is_first)
    address = factors.application_of(request.user, secret)
    context = {"form": form, "qr": qr_svg(address, scale=4), "secret": totp.grouped(secret), "address": address}
    return render(request, "accounts/factor/application.html", context, status=422 if form.errors else 200)


def _secret_being_added(request: SchoolRequest) -> str:
    """The same while the page is read again: the telephone has taken it perhaps."""
    if kept := request.session.get(_NEW_SECRET):
        try:
            return str(unseal(base64.b64decode(kept)))
        except Unsealed:
            pass
    secret = totp.new_secret()
    request.session[_NEW_SECRET] = base64.b64encode(seal(secret)).decode()
    return secret


def _first_step(secret: str, form: NewApplicationForm) -> int | None:
    try:
        return totp.check_code(totp.Application(secret), form.cleaned_data["code"], at=seconds())
    except totp.WrongCode as wrong:
        form.add_error("code", wrong.sentence)
    return None


@requires("accounts.second_factor")
@asks_who_is_there()
@require_POST
def remove_application(request: SchoolRequest) -> HttpResponse:
    """Take the application away."""
    try:
        factors.remove_application(account=request.user, is_required=_is_required(request.user))
    except factors.FactorRefused as refused:
        messages.error(request, refused.sentence)
    else:
        messages.success(request, "L'application de codes est retirée.")
    return redirect("accounts:factor")


# --- Passkeys ---------------------------------------------------------------------------------------------------------


@requires("accounts.second_factor")
@asks_who_is_there()
@require_POST
def passkey_to_add(request: SchoolRequest) -> JsonResponse:
    """What the browser makes a passkey with."""
    account = request.user
    owner = passkeys.Owner(str(account.pk), account.login, account.display_name)
    known = [each.public_half for each in factors.factors_of(account).passkeys]
    options, state = passkeys.begin_registration(site(), owner, known, at=seconds())
    keep_state(request.session, state)
    return answer_with_options(options)


@requires("accounts.second_factor")
@asks_who_is_there()
@never_cache
@require_POST
def add_passkey(request: SchoolRequest) -> HttpResponse:
    """The passkey that the browser has just made."""
    form = NewPasskeyForm(request.POST)
    if not form.is_valid():
        return _refused(request, "La clé d'accès n'a pas répondu : recommencez.")
    is_first = not factors.has_factor(request.user)
    try:
        made = passkeys.finish_registration(site(), take_state(request.session), form.cleaned_data["cle"], at=seconds())
        factors.add_passkey(account=request.user, passkey=made, name=form.cleaned_data["name"])
    except (passkeys.PasskeyRefused, factors.FactorRefused) as refused:
        return _refused(request, refused.sentence)
    return _added(request, "Votre clé d'accès est enregistrée.", is_first=is_first)


@requires("accounts.second_factor")
@asks_who_is_there()
@require_POST
def remove_passkey(request: SchoolRequest, pk: int) -> HttpResponse:
    """Take one passkey of one's own away."""
    passkey = get_object_or_404(Passkey.objects.filter(account=request.user), pk=pk)
    try:
        factors.remove_passkey(account=request.user, passkey=passkey, is_required=_is_required(request.user))
    except factors.FactorRefused as refused:
        return _refused(request, refused.sentence)
    messages.success(request, f"La clé d'accès « {passkey.name} » est retirée.")
    return redirect("accounts:factor")


def _refused(request: SchoolRequest, sentence: str) -> HttpResponse:
    messages.error(request, sentence)
    return redirect("accounts:factor")


# --- Recovery ---------------------------------------------------------------------------------------------------------


def _added(request: SchoolRequest, sentence: str, *, is_first: bool) -> HttpResponse:
    """Proved by what was just added; with the first, ten recovery codes, shown in this answer alone."""
    note_factor(request.session, now=seconds())
    messages.success(request, sentence)
    return _recovery_page(request) if is_first else redirect("accounts:factor")


def _recovery_page(request: SchoolRequest) -> HttpResponse:
    codes = factors.renew_recovery_codes(account=request.user)
    return render(request, "accounts/factor/recovery.html", {"codes": codes})


@requires("accounts.second_factor")
@asks_who_is_there()
@never_cache
@require_POST
def renew_recovery_codes(request: SchoolRequest) -> HttpResponse:
    """Ten others, shown in this answer alone; those of before no longer open."""
    if not factors.has_factor(request.user):
        return _refused(request, "Ajoutez d'abord une clé d'accès ou une application.")
    return _recovery_page(request)
