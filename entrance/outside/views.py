"""« Identifiants perdus » and « Contacter un administrateur »: pages of people who are not signed in."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from accounts.models import ContactRequest
from accounts.own.forms import NewPasswordForm
from accounts.safety.throttle import Locked
from entrance.cas.services import is_reference
from entrance.outside import contact as contacts
from entrance.outside import lost
from entrance.outside.forms import CodeForm, ContactForm, LostForm
from entrance.views.gathering import school_of_page
from entrance.views.known_device import remember_device
from sacoche.kit.access import public, requires
from sacoche.kit.requests import SchoolRequest, client_address
from sacoche.kit.text import count
from schools.models import School

_PENDING = "contact_request"


def _page(request: HttpRequest, template: str, *, status: int = 200, **context: Any) -> HttpResponse:
    form = context.get("form")
    context["sends_mail"] = settings.SENDS_MAIL
    return render(request, f"accounts/lost/{template}.html", context, status=422 if form and form.errors else status)


def _show_lock(form: Any, lock: Locked) -> None:
    form.add_error(None, f"Trop de demandes : réessayez dans {lock.wait}.")


@public
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def ask_for_codes(request: HttpRequest) -> HttpResponse:
    """The same answer whether an account has this address or not."""
    school = school_of_page(request)
    form = LostForm(request.POST or None)
    if request.method == "POST" and school and settings.SENDS_MAIL and form.is_valid():
        try:
            lost.ask_for_codes(school=school, email=form.cleaned_data["email"], address=client_address(request))
        except Locked as lock:
            _show_lock(form, lock)
        else:
            return _page(request, "asked", school=school, email=form.cleaned_data["email"])
    return _page(request, "ask", school=school, form=form)


@public
@never_cache
@sensitive_post_parameters("password", "again")
@require_http_methods(["GET", "HEAD", "POST"])
def choose_password(request: HttpRequest, pk: int, token: str) -> HttpResponse:
    """Where the link of the e-mail leads. Opening it changes nothing: mail scanners open links before people do."""
    account = lost.account_of_link(pk, token)
    if account is None:
        return _page(request, "expired", status=410)
    form = NewPasswordForm(request.POST or None, account=account)
    if request.method == "POST" and form.is_valid():
        try:
            lost.choose_password(
                account=account,
                password=form.cleaned_data["password"],
                still_opens=lambda locked: lost.link_opens(locked, token),
            )
        except lost.LinkServed:
            return _page(request, "expired", status=410)
        messages.success(request, f"Votre mot de passe est enregistré. Votre identifiant : {account.login}.")
        response = redirect(f"{reverse('accounts:sign_in')}?base={account.school.number}")  # type: ignore[union-attr]
        # Whoever reads the mailbox of the account gets in, whatever strangers try meanwhile.
        remember_device(request, response, account)
        return response
    return _page(request, "choose", form=form, account=account)


@public
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def contact(request: HttpRequest) -> HttpResponse:
    """A question to the administrators of a school."""
    school = school_of_page(request)
    question = ContactRequest(school=school)
    begun = {"text": _about_incident(request)}
    form = ContactForm(request.POST or None, instance=question, initial=begun, sends_mail=settings.SENDS_MAIL)
    if request.method == "POST" and school and form.is_valid():
        keep = contacts.ask if settings.SENDS_MAIL else contacts.leave
        try:
            keep(request=question, school=school, address=client_address(request))
        except Locked as lock:
            _show_lock(form, lock)
        else:
            if not settings.SENDS_MAIL:
                return _page(request, "sent", school=school)
            request.session[_PENDING] = question.pk
            return redirect("accounts:contact_code")
    return _page(request, "contact", school=school, form=form)


def _about_incident(request: HttpRequest) -> str:
    """The beginning of the message of somebody whom his ENT could not let in: the reference that says why."""
    reference = request.GET.get("incident", "")
    return f"Connexion par l'ENT, incident {reference} : " if is_reference(reference) else ""


@public
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def contact_code(request: HttpRequest) -> HttpResponse:
    """The code received by e-mail, for the question asked in this browser."""
    question = contacts.pending(request.session.get(_PENDING))
    if question is None:
        return redirect("accounts:contact")
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            contacts.confirm(request=question, code=form.cleaned_data["code"])
        except contacts.WrongCode as wrong:
            left = int(wrong.args[0])
            form.add_error("code", f"Ce n'est pas ce code : il vous reste {count(left, 'essai', 'essais')}.")
        except contacts.CodeExpired:
            return _begin_again(request, question.school)
        else:
            del request.session[_PENDING]
            return _page(request, "sent", school=question.school)
    return _page(request, "code", form=form, question=question)


def _begin_again(request: HttpRequest, school: School) -> HttpResponse:
    messages.error(request, "Ce code n'est plus valable : envoyez de nouveau votre message.")
    return redirect(f"{reverse('accounts:contact')}?base={school.number}")


@requires("accounts.answer_contacts")
@require_POST
def close_contact(request: SchoolRequest, pk: int) -> HttpResponse:
    """A question has been dealt with."""
    question = get_object_or_404(ContactRequest.objects.exclude(confirmed_at=None), pk=pk)
    contacts.close(actor=request.user, request=question)
    messages.success(request, "La demande est classée.")
    return redirect("home")
