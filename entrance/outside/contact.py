"""« Contacter un administrateur »: a question from somebody who cannot sign in, once his e-mail address is proved."""

import datetime
import secrets

from django.contrib.auth.hashers import check_password, make_password
from django.db import transaction
from django.db.models import F

from accounts.enums import Profile
from accounts.mail import queue_mail
from accounts.models import Account, ContactRequest
from accounts.safety import throttle
from accounts.safety.throttle import LONGEST_LOCK, Counter, hidden, network_of
from sacoche.kit.clock import now
from sacoche.kit.journal import record
from sacoche.kit.parts.kept import keep
from sacoche.kit.tenancy import all_schools, school_scope
from sacoche.kit.text import folded
from schools.models import School

CODE_DIGITS, TRIES = 8, 5
LIFE = datetime.timedelta(minutes=15)
_CODE = (
    "Bonjour,\n\n"
    "Pour transmettre votre message aux administrateurs de « {school} »,\n"
    "recopiez ce code dans la page restée ouverte : {code}\n\n"
    "Il est valable 15 minutes. Si vous n'avez rien demandé, ne faites rien.\n"
)
_FORWARDED = (
    "Bonjour,\n\n"
    "{person} <{email}> écrit aux administrateurs de « {school} » :\n\n"
    "{text}\n\n"
    "Son adresse a été vérifiée ; son identité, non. Répondez-lui à {email}.\n"
    "Cette demande est aussi sur votre page d'accueil.\n"
)


class WrongCode(Exception):
    """Not the code that was sent; the argument is how many tries are left."""


class CodeExpired(Exception):
    """Too late, or too many tries: the question has to be asked again."""


def ask(*, request: ContactRequest, school: School, address: str) -> None:
    """Keep the question and send its code to the address given. Raises throttle.Locked when too much was asked."""
    counters = [
        # Over all schools: a mailbox is not filled by naming a thousand of them.
        Counter(f"contact:{hidden(folded(request.email))}", limit=3, longest=LONGEST_LOCK),
        Counter(f"contact:@{network_of(address)}", limit=30),
    ]
    throttle.refuse_when_locked(counters)
    throttle.count_failure(counters)
    code = f"{secrets.randbelow(10**CODE_DIGITS):0{CODE_DIGITS}}"
    request.code_hash = make_password(code)
    request.expires_at = now() + LIFE
    with school_scope(school), transaction.atomic():
        request.save()
        body = _CODE.format(school=school, code=code)
        queue_mail(school=school, recipient=request.email, subject="SACoche : votre code", body=body)


def leave(*, request: ContactRequest, school: School, address: str) -> None:
    """Keep the question for the home page of the administrators, on a server that sends no mail: nothing proves the
    address, which may be missing. Raises throttle.Locked when too much was asked from there, or left in that school.
    """
    counters = [
        Counter(f"contact:@{network_of(address)}", limit=10, longest=LONGEST_LOCK),
        Counter(f"contact:left:{school.pk}", limit=60),
    ]
    throttle.refuse_when_locked(counters)
    throttle.count_failure(counters)
    request.code_hash = ""
    request.expires_at = request.confirmed_at = now()
    with school_scope(school), transaction.atomic():
        request.save()


def pending(pk: int | None) -> ContactRequest | None:
    """The question of that number, if it still waits for its code."""
    with all_schools():
        waiting = ContactRequest.objects.filter(confirmed_at=None, expires_at__gt=now(), tries__lt=TRIES)
        found: ContactRequest | None = waiting.select_related("school").filter(pk=pk).first()
    return found


def confirm(*, request: ContactRequest, code: str) -> None:
    """Send the question to the administrators who have an address, and to the home page of all of them.

    Raises WrongCode, or CodeExpired after five tries.
    """
    with school_scope(request.school):
        # The try is counted before the code is compared: many at once would otherwise all be the first.
        waiting = ContactRequest.objects.filter(pk=request.pk, confirmed_at=None, expires_at__gt=now(), tries__lt=TRIES)
        if not waiting.update(tries=F("tries") + 1):
            raise CodeExpired
        if not check_password(code, request.code_hash):
            raise WrongCode(max(0, TRIES - 1 - request.tries))
        with transaction.atomic():
            if ContactRequest.objects.filter(pk=request.pk, confirmed_at=None).update(confirmed_at=now()):
                _tell_administrators(request)


def _tell_administrators(request: ContactRequest) -> None:
    body = _FORWARDED.format(
        person=f"{request.first_name} {request.last_name}",
        email=request.email,
        school=request.school,
        text=request.text,
    )
    administrators = Account.objects.active().filter(profile=Profile.ADM).exclude(email="")
    for recipient in sorted(set(administrators.values_list("email", flat=True))):
        queue_mail(school=request.school, recipient=recipient, subject="SACoche : demande de contact", body=body)


@transaction.atomic
def close(*, actor: Account, request: ContactRequest) -> None:
    """An administrator has dealt with the question: it leaves the home pages."""
    person = f"{request.first_name} {request.last_name}"
    record("accounts.close_contact", actor=actor, school=actor.school, person=person, email=request.email)
    request.delete()


def forget_old_requests() -> int:
    """Delete, in every school, the questions never confirmed and those two months old; return how many."""
    with all_schools():
        unproved = ContactRequest.objects.filter(confirmed_at=None, expires_at__lt=now())
        return int(unproved.delete()[0]) + _forget_confirmed()


def _forget_confirmed() -> int:
    with all_schools():
        return int(ASKED.due().delete()[0])


ASKED = keep(
    "accounts.contact",
    "questions aux administrateurs",
    ContactRequest,
    "confirmed_at",
    days=lambda: 60,
    erase=_forget_confirmed,
)
