"""« Informations » and « Paramétrages »: what everybody reads and changes of his own account."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.models import Account
from accounts.own import emails, services
from accounts.own.forms import (
    ChangePasswordForm,
    CurrentPasswordForm,
    EmailForm,
    FoldForm,
    PatternsForm,
    RenewPasswordForm,
)
from accounts.own.queries import own_facts
from accounts.photos.queries import photos_at_home
from accounts.safety import open_sessions
from accounts.safety.proof import WrongPassword
from accounts.safety.throttle import Locked
from sacoche.kit.access import requires
from sacoche.kit.requests import SchoolRequest


def _form_page(request: SchoolRequest, template: str, form: Any, **context: Any) -> HttpResponse:
    status = 422 if form.errors else 200
    return render(request, f"accounts/own/{template}.html", {"form": form, **context}, status=status)


@requires("accounts.own")
@require_safe
def personal_data(request: SchoolRequest) -> HttpResponse:
    """What is kept about the reader, why, how long, and what she may ask."""
    return render(
        request,
        "accounts/own/personal_data.html",
        {"facts": own_facts(request.user), "photos": photos_at_home(request.user)},
    )


@requires("accounts.change_password")
@sensitive_post_parameters("current", "password", "again")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def password(request: SchoolRequest) -> HttpResponse:
    """Change one's password; the other sessions are closed, this one goes on."""
    form = ChangePasswordForm(request.POST or None, account=request.user)
    if request.method == "POST" and form.is_valid() and _change_password(request, form):
        return redirect("accounts:password")
    return _form_page(request, "password", form)


@requires("accounts.activate")
@sensitive_post_parameters("password", "again")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def renew_password(request: SchoolRequest) -> HttpResponse:
    """Whoever came in with a password that others know or guess chooses another one before anything else."""
    account, before = request.user, request.session.session_key
    if not account.must_renew_password:
        return redirect("home")
    form = RenewPasswordForm(request.POST or None, account=account)
    if request.method == "POST" and form.is_valid():
        services.replace_known_password(account=account, password=form.cleaned_data["password"], session_key=before)
        update_session_auth_hash(request, account)
        open_sessions.follow_key(account=account, before=before, after=request.session.session_key)
        messages.success(request, "Votre mot de passe est changé : c'est avec lui que vous entrerez désormais.")
        return redirect("home")
    return _form_page(request, "renew_password", form)


def _change_password(request: SchoolRequest, form: ChangePasswordForm) -> bool:
    account, before = request.user, request.session.session_key
    try:
        was_linked = services.change_password(
            account=account,
            current=form.cleaned_data["current"],
            password=form.cleaned_data["password"],
            session_key=before,
        )
    except (WrongPassword, Locked) as refusal:
        return _refuse(form, refusal)
    update_session_auth_hash(request, account)
    open_sessions.follow_key(account=account, before=before, after=request.session.session_key)
    links = ", et la bascule vers ce compte est à refaire" if was_linked else ""
    done = "Votre mot de passe est changé. Vos autres sessions ouvertes ont été fermées"
    messages.success(request, f"{done}{links}.")
    return True


def _refuse(form: CurrentPasswordForm, refusal: Exception) -> bool:
    if isinstance(refusal, Locked):
        form.show_lock(refusal)
    else:
        form.refuse_current()
    return False


@requires("accounts.change_email")
@sensitive_post_parameters("current")
@require_http_methods(["GET", "HEAD", "POST"])
def email(request: SchoolRequest) -> HttpResponse:
    """Give, change or remove one's e-mail address."""
    account = request.user
    form = EmailForm(request.POST or None, initial={"email": account.email_to_confirm or account.email})
    if request.method == "POST" and form.is_valid() and _change_email(request, form):
        messages.success(request, _told_of_email(account))
        return redirect("accounts:email")
    return _form_page(request, "email", form, sends_mail=settings.SENDS_MAIL)


def _told_of_email(account: Account) -> str:
    if not account.email_to_confirm:
        return "Votre adresse e-mail est enregistrée."
    if settings.SENDS_MAIL:
        return f"Un lien part à « {account.email_to_confirm} » : ouvrez-le dans les 24 heures pour confirmer l'adresse."
    return f"« {account.email_to_confirm} » attend d'être confirmée : ce serveur n'envoie pas encore de courriels."


def _change_email(request: SchoolRequest, form: EmailForm) -> bool:
    data = form.cleaned_data
    try:
        emails.change_email(account=request.user, current=data["current"], email=data["email"])
    except (WrongPassword, Locked) as refusal:
        return _refuse(form, refusal)
    return True


@requires("accounts.change_email")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def confirm_email(request: SchoolRequest, token: str) -> HttpResponse:
    """Where the link sent to a new address leads. Whoever reads that mailbox and is not signed in confirms nothing."""
    email = emails.address_of_link(request.user, token)
    if email and request.method == "POST":
        try:
            emails.confirm_email(account=request.user, token=token)
        except emails.LinkServed:
            email = ""
        else:
            messages.success(request, "Votre adresse e-mail est confirmée.")
            return redirect("accounts:email")
    context = {"email": email}
    return render(request, "accounts/own/confirm_email.html", context, status=200 if email else 410)


@requires("accounts.own")
@require_http_methods(["GET", "HEAD", "POST"])
def patterns(request: SchoolRequest) -> HttpResponse:
    """« Daltonisme »: patterns besides the colours of the grids."""
    if request.method == "POST":
        services.set_preference(account=request.user, name=services.PATTERNS, value="patterns" in request.POST)
        messages.success(request, "Votre choix est enregistré : il vaut pour toutes vos grilles.")
        return redirect("accounts:patterns")
    form = PatternsForm(initial={"patterns": request.user.preferences.get(services.PATTERNS, False)})
    return _form_page(request, "patterns", form)


@requires("accounts.own")
@require_POST
def fold(request: SchoolRequest) -> HttpResponse:
    """A block of the home page stays as the reader left it."""
    form = FoldForm(request.POST)
    if not form.is_valid():
        return JsonResponse({"error": "Ce bloc n'existe pas sur l'accueil : rechargez la page."}, status=422)
    services.fold_block(account=request.user, **form.cleaned_data)
    return HttpResponse(status=204)
