"""The end of a test sign-in: an administrator is back from the ENT that he tries."""

from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from accounts.models import Account
from entrance.cas.trials import TrialFailed, finish, trial_of
from sacoche.kit.requests import client_address
from schools.models import School


def finish_trial(request: HttpRequest, ticket: str, school: School) -> HttpResponse:
    """Back to « Mode d'identification », with whom the ENT recognised or what went wrong; nothing is saved."""
    account, trial = request.user, trial_of(request.session)
    assert isinstance(account, Account)
    assert trial
    try:
        who = finish(request.session, account=account, school=school, ticket=ticket, address=client_address(request))
    except TrialFailed as failed:
        messages.error(request, f"Essai manqué. {failed}")
    else:
        messages.success(
            request, f"Essai réussi : l'ENT vous a reconnu comme {who}. Si c'est bien vous, validez ci-dessous."
        )
    return redirect(f"{reverse('accounts:sign_in_mode')}?{urlencode({'choix': trial.choice.connector})}")
