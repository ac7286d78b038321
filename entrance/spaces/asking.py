"""« Demander un espace »: a school writes to the operator of the server, who opens its space by a command."""

import datetime

from django.conf import settings
from django.db import transaction
from django.db.models import Q

from accounts.mail import queue_mail
from accounts.models import SpaceRequest
from accounts.safety import throttle
from accounts.safety.throttle import LONGEST_LOCK, Counter, hidden, network_of
from sacoche.kit.clock import now
from sacoche.kit.text import folded

_KEPT_HANDLED, _KEPT = datetime.timedelta(days=60), datetime.timedelta(days=365)
_MAIL = (
    "Bonjour,\n\n"
    "{request.first_name} {request.last_name} <{request.email}> demande un espace pour un établissement :\n\n"
    "Nom : {request.school_name}\n"
    "Commune : {request.town}\n"
    "UAI : {uai}\n\n"
    "{text}\n\n"
    "L'identité et l'adresse de cette personne n'ont pas été vérifiées.\n"
    "Pour ouvrir l'espace et lui envoyer le lien de l'administrateur :\n\n"
    "    ./manage.py create_school --request {request.pk}\n\n"
    "Pour écarter la demande : ./manage.py space_requests --done {request.pk}\n"
)


def ask(*, request: SpaceRequest, address: str) -> None:
    """Keep the request, and tell the operator by e-mail when he has an address.

    Raises throttle.Locked when too much was asked, from this network address, for this e-mail address or by everybody.
    """
    counters = [
        Counter(f"space:{hidden(folded(request.email))}", limit=3, longest=LONGEST_LOCK),
        Counter(f"space:@{network_of(address)}", limit=5),
        Counter("space", limit=100),
    ]
    throttle.refuse_when_locked(counters)
    throttle.count_failure(counters)
    with transaction.atomic():
        request.save()
        if settings.OPERATOR_EMAIL and settings.SENDS_MAIL:
            subject = f"SACoche : un espace pour {request.school_name}"
            body = _MAIL.format(request=request, uai=request.uai or "non indiqué", text=request.text or "Sans message.")
            queue_mail(school=None, recipient=settings.OPERATOR_EMAIL, subject=subject, body=body)


def mark_handled(*, request: SpaceRequest) -> None:
    """The operator has opened the space, or declined."""
    request.handled_at = now()
    request.save(update_fields=["handled_at"])


def forget_old_space_requests() -> int:
    """Delete the requests handled two months ago, and those a year old whatever became of them; return how many."""
    moment = now()
    is_over = Q(handled_at__lt=moment - _KEPT_HANDLED) | Q(asked_at__lt=moment - _KEPT)
    return SpaceRequest.objects.filter(is_over).delete()[0]
