"""In, with codes: the session, what the browser keeps of it, what its owner is told, and the answer."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect
from django.urls import reverse

from accounts.factor.browsers import note_browser
from accounts.factor.proof import uses_passkeys
from accounts.models import Account
from accounts.safety.open_sessions import forget_session
from entrance.own_sessions import browser_name
from entrance.sessions import note_enrolment, seconds_left
from entrance.steps import ComeIn
from entrance.views.cookies import remember_school
from entrance.views.known_device import remember_device
from entrance.views.opening import open_session
from sacoche.kit.clock import seconds
from sacoche.kit.requests import wants_json
from sacoche.kit.tenancy import school_scope


def come_in(
    request: HttpRequest, account: Account, step: ComeIn, *, target: str, factor: str = "", trusts: bool = False
) -> HttpResponse:
    """A session of this account, then the page that was asked for (a local path). `factor`: by what the second one was
    proved; `trusts`: this browser is not asked for it again for a while.
    """
    assert account.school is not None  # the operator does not sign in here
    is_first_visit = account.last_login is None
    open_session(request, account, factor=factor)
    note_enrolment(request.session, is_required=step.must_enrol, is_proposed=step.may_enrol)
    response = signed_in(request, account) if wants_json(request) else redirect(target or "home")
    remember_school(response, account.school)
    note_where(request, response, account, is_first_visit=is_first_visit, trusts=trusts)
    return response


def go_to(request: HttpRequest, account: Account, step: ComeIn, *, ticket: str, factor: str = "") -> HttpResponse:
    """From one account of a person to another: this session ends, another begins. Who came by an ENT (`ticket`) still
    leaves with it, and is asked for nothing more.
    """
    forget_session(session_key=request.session.session_key)
    open_session(request, account, ticket_digest=ticket, is_switch=True, factor=factor)
    if not ticket:
        note_enrolment(request.session, is_required=step.must_enrol, is_proposed=step.may_enrol)
    messages.success(request, f"Vous êtes maintenant {account.display_name} ({account.get_profile_display()}).")
    return redirect("home")


def note_where(
    request: HttpRequest, response: HttpResponse, account: Account, *, is_first_visit: bool, trusts: bool
) -> None:
    """By which browser the session was opened: one that nobody knew is told to the owner of the account."""
    name, user_agent = remember_device(request, response, account), request.headers.get("User-Agent", "")
    with school_scope(account.school):
        note_browser(
            account=account,
            name=name,
            user_agent=user_agent,
            told=browser_name(user_agent),
            is_first_visit=is_first_visit,
            session_key=str(request.session.session_key),
            trusts=trusts,
        )


def signed_in(request: HttpRequest, account: Account) -> HttpResponse:
    """Who is signed in, and what an open page must know to go on: signing in changes the forgery token."""
    return JsonResponse(
        {
            "account": account.pk,
            "name": account.display_name,
            "token": get_token(request),
            "seconds_left": seconds_left(request.session, account, now=seconds()),
        }
    )


def ask_for_factor(request: HttpRequest, account: Account) -> HttpResponse:
    """To the page of the second factor; a page that stays open is told where to send it, and to ask for a passkey."""
    address = reverse("accounts:prove_factor")
    if not wants_json(request):
        return redirect(address)
    with school_scope(account.school):
        key = reverse("accounts:passkey_to_come_in") if uses_passkeys(account) else ""
    return JsonResponse({"factor": address, "passkey": key}, status=202)
