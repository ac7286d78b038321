"""« Demander un espace », and the link that lets the first administrator of a space in."""

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from accounts.models import SpaceRequest
from accounts.own.forms import NewPasswordForm
from accounts.safety.throttle import Locked
from entrance.outside import lost
from entrance.spaces import asking, invitations
from entrance.spaces.forms import SpaceForm
from entrance.views.known_device import remember_device
from sacoche.kit.access import public
from sacoche.kit.requests import client_address


@public
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def ask_for_space(request: HttpRequest) -> HttpResponse:
    """A school that has no space here writes to the operator; a server of one school opens no other."""
    if settings.SINGLE_SCHOOL:
        raise Http404
    space = SpaceRequest()
    form = SpaceForm(request.POST or None, instance=space)
    if request.method == "POST" and form.is_valid():
        try:
            asking.ask(request=space, address=client_address(request))
        except Locked as lock:
            form.add_error(None, f"Trop de demandes : réessayez dans {lock.wait}.")
        else:
            is_sent = bool(settings.OPERATOR_EMAIL and settings.SENDS_MAIL)
            return render(request, "accounts/spaces/asked.html", {"space": space, "school": None, "is_sent": is_sent})
    status = 422 if form.errors else 200
    return render(request, "accounts/spaces/ask.html", {"form": form, "school": None}, status=status)


@public
@never_cache
@sensitive_post_parameters("password", "again")
@require_http_methods(["GET", "HEAD", "POST"])
def first_access(request: HttpRequest, token: str) -> HttpResponse:
    """Where the e-mail of a new space leads: its administrator chooses his password. Opening it changes nothing."""
    account = invitations.account_of_link(token)
    if account is None:
        return render(request, "accounts/spaces/expired.html", {"school": None}, status=410)
    form = NewPasswordForm(request.POST or None, account=account)
    if request.method == "POST" and form.is_valid():
        try:
            lost.choose_password(
                account=account,
                password=form.cleaned_data["password"],
                still_opens=lambda locked: invitations.link_opens(locked, token),
            )
        except lost.LinkServed:
            return render(request, "accounts/spaces/expired.html", {"school": None}, status=410)
        messages.success(request, f"Votre mot de passe est enregistré. Votre identifiant : {account.login}.")
        response = redirect(f"{reverse('accounts:sign_in')}?base={account.school.number}")  # type: ignore[union-attr]
        # Whoever reads the mailbox of the account gets in, whatever strangers try meanwhile.
        remember_device(request, response, account)
        return response
    context = {"form": form, "account": account, "school": account.school}
    return render(request, "accounts/lost/choose.html", context, status=422 if form.errors else 200)
