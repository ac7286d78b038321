"""« Bascule entre comptes »."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from accounts.models import Account
from accounts.own import linking
from accounts.safety.throttle import Locked
from entrance import signin
from entrance.decide import decide_entry
from entrance.forms import SignInForm
from entrance.half_way import wait_for_factor
from entrance.sessions import OPENED_BY_TICKET
from entrance.steps import AskFactor, ComeIn
from entrance.views.coming_in import ask_for_factor, go_to
from entrance.views.gathering import known_of
from sacoche.kit.access import requires
from sacoche.kit.clock import seconds
from sacoche.kit.requests import SchoolRequest, client_address


@requires("accounts.own")
@sensitive_post_parameters("password")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def linked_accounts(request: SchoolRequest) -> HttpResponse:
    """The linked accounts, and the codes of one more to link."""
    form = SignInForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _link(request, form):
        return redirect("accounts:linked")
    context = {"form": form, "linked": linking.linked_to(request.user)}
    return render(request, "accounts/own/linked.html", context, status=422 if form.errors else 200)


def _link(request: SchoolRequest, form: SignInForm) -> bool:
    """Link the account whose codes were typed: they are checked, counted and locked as at sign-in."""
    try:
        other = signin.sign_in(school=request.school, address=client_address(request), **form.cleaned_data)
        linking.link_accounts(account=request.user, other=other)
    except Locked as lock:
        form.add_error(None, f"Trop d'essais infructueux : réessayez dans {lock.wait}.")
    except signin.SignInRefused:
        form.add_error(None, "Identifiant ou mot de passe incorrect pour un autre compte de cet établissement.")
    except signin.SchoolClosed as closed:
        form.add_error(None, closed.sentence)
    except linking.CannotLink as refusal:
        form.add_error(None, str(refusal))
    else:
        messages.success(request, f"{other.display_name} ({other.get_profile_display()}) est lié à votre compte.")
        return True
    return False


def _other(request: SchoolRequest, pk: int) -> Account:
    other: Account = get_object_or_404(linking.linked_to(request.user), pk=pk)
    return other


@requires("accounts.own")
@require_POST
def unlink(request: SchoolRequest, pk: int) -> HttpResponse:
    """Take one account out of the set."""
    other = _other(request, pk)
    linking.unlink_account(actor=request.user, other=other)
    messages.success(request, f"{other.display_name} ({other.get_profile_display()}) n'est plus lié à votre compte.")
    return redirect("accounts:linked")


@requires("accounts.own")
@require_POST
def switch(request: SchoolRequest, pk: int) -> HttpResponse:
    """Go to another account of the same person: this session ends, another begins; its second factor is asked for."""
    get_object_or_404(Account.objects.all(), pk=pk)
    try:
        other = linking.switch_to(account=request.user, pk=pk)
    except linking.CannotSwitch as refusal:
        messages.error(request, str(refusal))
        return redirect("accounts:linked")
    ticket = request.session.get(OPENED_BY_TICKET, "")
    match decide_entry(known_of(request, other)):
        case AskFactor():
            wait_for_factor(request.session, other, now=seconds(), left=request.user.pk, ticket=ticket)
            return ask_for_factor(request, other)
        case ComeIn() as step:
            return go_to(request, other, step, ticket=ticket)
