"""« Courriel »: a test to oneself, the queue, what comes back, the switch."""

from email.utils import parseaddr
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from operation.console import forms
from operation.console.queries.health import mails, mails_that_failed, waiting_mails
from operation.console.services import decisions
from operation.console.views.gate import OperatorRequest
from sacoche.kit import access
from sacoche.kit.installation import installation
from sacoche.kit.text import count

_TEST = "mail_test"
_BY_HAND = "signalé par l'exploitant"


@access.operators
@require_safe
def mail(request: OperatorRequest) -> HttpResponse:
    """How e-mails leave, and what became of the last test."""
    return _page(request)


def _page(request: OperatorRequest, **refused: Form) -> HttpResponse:
    number, since = waiting_mails()
    context: dict[str, Any] = {
        "check": mails(),
        "waiting": number,
        "since": since,
        "is_off": installation().is_mail_off,
        "sends_mail": settings.SENDS_MAIL,
        "sender": settings.DEFAULT_FROM_EMAIL,
        "domain": parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2],
        **mails_that_failed(test=request.session.get(_TEST, 0)),
        "bounce_form": forms.BounceForm(initial={"email": installation().bounce_address}),
        "refused_form": forms.RefusedForm(),
    } | refused
    return render(request, "console/mail.html", context, status=422 if refused else 200)


@access.operators
@require_POST
def test(request: OperatorRequest) -> HttpResponse:
    """Send an e-mail to oneself; this page says what became of it."""
    request.session[_TEST] = decisions.send_test(operator=request.operator).pk
    messages.success(request, f"Le courriel d'essai part à {request.operator.email} : cette page dira s'il est parti.")
    return redirect("operation:mail")


@access.operators
@require_POST
def switch(request: OperatorRequest) -> HttpResponse:
    """Stop every e-mail, or let them leave again (`coupe` 1 or 0)."""
    is_off = request.POST.get("coupe") == "1"
    decisions.switch_mail(operator=request.operator, is_off=is_off)
    messages.success(request, "Plus aucun courriel ne part." if is_off else "Les courriels partent à nouveau.")
    return redirect("operation:mail")


@access.operators
@require_POST
def clear(request: OperatorRequest) -> HttpResponse:
    """Forget the e-mails that wait."""
    number = decisions.clear_waiting_mails(operator=request.operator)
    messages.success(request, f"{count(number, 'courriel effacé', 'courriels effacés')}.")
    return redirect("operation:mail")


@access.operators
@require_POST
def bounce_address(request: OperatorRequest) -> HttpResponse:
    """Where what cannot be delivered comes back."""
    form = forms.BounceForm(request.POST)
    if not form.is_valid():
        return _page(request, bounce_form=form)
    decisions.set_bounce_address(operator=request.operator, email=form.cleaned_data["email"])
    messages.success(request, "Adresse de retour enregistrée.")
    return redirect("operation:mail")


@access.operators
@require_POST
def mark_refused(request: OperatorRequest) -> HttpResponse:
    """An e-mail came back: its address is marked, and its owner's school reads it."""
    form = forms.RefusedForm(request.POST)
    if form.is_valid():
        email = form.cleaned_data["email"]
        if decisions.mark_bounced(operator=request.operator, email=email, answer=_BY_HAND):
            messages.success(request, f"{email} est marquée comme refusée : son établissement le lit sur le compte.")
            return redirect("operation:mail")
        form.add_error("email", "Aucun courriel n'est parti à cette adresse ces derniers jours : vérifiez-la.")
    return _page(request, refused_form=form)
