"""« C'est bien vous ? »: the page that stands before what matters most, and keeps what was typed.

It answers in the place of the page that was asked for, at its very address: what was sent goes back with the password
in the same form, so that nothing is kept on the server, nothing typed is lost, and no address is ever followed.
"""

import json
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_safe

from accounts.factor.factors import has_factor
from accounts.factor.proof import FactorWrong, prove_by_code, prove_by_passkey, uses_passkeys
from accounts.models import Account
from accounts.safety.proof import WrongPassword, check_current_password
from accounts.safety.throttle import Locked
from entrance.addresses import local_path
from entrance.cas.outcomes import Outcome, Recognised
from entrance.cas.servers import CasServer, ent_name, server_of
from entrance.cas.transport import with_query
from entrance.cas.trials import give_up_trial
from entrance.sessions import (
    end_proving,
    is_factor_proved,
    is_proved,
    note_factor,
    note_leaving_to_prove,
    note_proof,
)
from entrance.views.passkey_state import take_state
from sacoche.kit.access import requires
from sacoche.kit.clock import seconds
from sacoche.kit.requests import SchoolRequest, wants_json

# What the page adds to what was sent: the password, the code of the second factor or what a passkey has signed, whether
# a page was asked for rather than an action, and the page that it was asked from.
_PASSWORD, _CODE, _KEY = "preuve", "preuve-code", "preuve-cle"
_WAS_READING, _ASKED_FROM = "preuve-lecture", "preuve-retour"
_OURS = ("csrfmiddlewaretoken", _PASSWORD, _CODE, _KEY, _WAS_READING, _ASKED_FROM)
_SOMEBODY_ELSE = "L'ENT a reconnu une autre personne que celle qui est connectée ici."
_RELOAD = "Redonnez votre mot de passe pour continuer : rechargez la page."


class _Wrong(Exception):
    """What was given proves nothing; the argument is the sentence to show."""


@dataclass(frozen=True)
class _Missing:
    """What is still to be proved."""

    password: bool
    factor: bool

    def __bool__(self) -> bool:
        return self.password or self.factor


def ask_who_is_there(request: HttpRequest) -> HttpResponse | None:
    """The page that asks for a proof; None when there is one, and the page asked for may answer."""
    error = ""
    if _missing(request):
        if not _gives_a_proof(request):
            return _page(request)
        error = _read_proof(request)
    if _missing(request):
        return _page(request, error=error)
    note_proof(request.session, now=seconds())
    # What was sent is only the answer to the question: the page that was being opened is asked for again.
    return redirect(request.get_full_path()) if _WAS_READING in request.POST else None


def _missing(request: HttpRequest) -> _Missing:
    account, now = request.user, seconds()
    assert isinstance(account, Account)
    return _Missing(
        password=not is_proved(request.session, now=now),
        factor=not is_factor_proved(request.session, now=now) and has_factor(account),
    )


def _gives_a_proof(request: HttpRequest) -> bool:
    return not {_PASSWORD, _CODE, _KEY}.isdisjoint(request.POST)


def _read_proof(request: HttpRequest) -> str:
    """Note what is proved by what was sent; in French, what is not. What was proved is not asked for again."""
    account, missing = request.user, _missing(request)
    assert isinstance(account, Account)
    try:
        if key := request.POST.get(_KEY):
            _read_passkey(request, account, key)
            missing = _missing(request)
        if missing.password:
            _read_password(request, account)
        if missing.factor:
            _read_code(request, account)
    except (_Wrong, FactorWrong) as wrong:
        return str(wrong)
    except WrongPassword:
        return "Ce n'est pas votre mot de passe."
    except Locked as lock:
        return f"Trop d'essais infructueux : réessayez dans {lock.wait}."
    return ""


def _read_passkey(request: HttpRequest, account: Account, key: str) -> None:
    """A passkey that has asked for a finger, a face or a code is proof enough."""
    try:
        answer = json.loads(key)
    except ValueError:
        answer = None
    proved = prove_by_passkey(account, take_state(request.session), answer)
    note_factor(request.session, now=seconds())
    if proved.is_alone:
        note_proof(request.session, now=seconds())


def _read_password(request: HttpRequest, account: Account) -> None:
    password = request.POST.get(_PASSWORD, "")
    if not password:
        raise _Wrong(
            "Indiquez votre mot de passe, ou revenez de l'ENT d'abord." if _ent_of(account) else "Indiquez-le."
        )
    check_current_password(account, password)
    note_proof(request.session, now=seconds())


def _read_code(request: HttpRequest, account: Account) -> None:
    code = request.POST.get(_CODE, "")
    if not code:
        raise _Wrong("Tapez le code de votre application, ou servez-vous de votre clé d'accès.")
    prove_by_code(account, code)
    note_factor(request.session, now=seconds())


def _page(request: HttpRequest, *, error: str = "") -> HttpResponse:
    account = request.user
    assert isinstance(account, Account)
    if wants_json(request):
        return JsonResponse({"error": _RELOAD}, status=403)
    if request.headers.get("HX-Request"):
        return HttpResponse(status=403, headers={"HX-Refresh": "true"})
    is_reading = request.method != "POST" or _WAS_READING in request.POST
    sent = [(name, value) for name, values in request.POST.lists() if name not in _OURS for value in values]
    missing = _missing(request)
    context = {
        "missing": missing,
        "has_passkey": uses_passkeys(account),
        "error": error,
        "is_reading": is_reading,
        "sent": sent,
        "address": request.get_full_path(),
        "asked_from": _asked_from(request, is_reading=is_reading),
        "ent": ent_name(account.school) if account.school and _ent_of(account) else "",
    }
    response = render(request, "accounts/proof.html", context, status=422 if error else 403)
    response["Cache-Control"] = "no-store"
    return response


def _asked_from(request: HttpRequest, *, is_reading: bool) -> str:
    """The page where whoever gives up goes back to, or whom a file was given: the answer is then no other page."""
    referer = request.headers.get("Referer", "")
    is_ours = url_has_allowed_host_and_scheme(referer, allowed_hosts={request.get_host()})
    here = urlsplit(referer)._replace(scheme="", netloc="", fragment="").geturl() if is_ours else ""
    path = local_path(request.POST.get(_ASKED_FROM) or here)
    # A page that asks who is there before it is read would ask again.
    return path if path and not (is_reading and urlsplit(path).path == request.path) else reverse("home")


# --- Through the ENT --------------------------------------------------------------------------------------------------


def _ent_of(account: Account) -> CasServer | None:
    """The ENT that can say again who this is, if it knows him."""
    return server_of(account.school) if account.school and account.id_ent else None


@requires("accounts.own")
@require_safe
def prove_through_ent(request: SchoolRequest) -> HttpResponse:
    """In a tab of its own, the ENT asks again for its password; the page that waits stays open in the other."""
    server = _ent_of(request.user)
    if server is None:
        return redirect("home")
    give_up_trial(request.session)
    note_leaving_to_prove(request.session, now=seconds())
    return HttpResponseRedirect(with_query(server.login_address(request.school), renew="true"))


def finish_proof(request: HttpRequest, outcome: Outcome) -> HttpResponse:
    """Back from the ENT: the session goes on, proved, if the ENT has just asked the same person for a password."""
    end_proving(request.session)
    sentence = _refusal(request, outcome)
    if not sentence:
        note_proof(request.session, now=seconds())
    return render(request, "accounts/proof_by_ent.html", {"refusal": sentence}, status=403 if sentence else 200)


def _refusal(request: HttpRequest, outcome: Outcome) -> str:
    if not isinstance(outcome, Recognised):
        return outcome.refusal.sentence
    return "" if outcome.account.pk == request.user.pk else _SOMEBODY_ELSE
