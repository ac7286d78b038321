"""What signing in through an ENT writes: the mode that a school chose, the incidents that its administrators read."""

import datetime
import logging
import re
import secrets
from dataclasses import asdict, dataclass

from django.conf import settings
from django.db import transaction

from accounts.access.services import decisions
from accounts.enums import Profile
from accounts.mail import queue_mail
from accounts.models import Account, JournalEntry
from accounts.safety import throttle
from accounts.safety.throttle import Counter, network_of
from entrance.cas.servers import Choice, server_chosen
from sacoche.kit.clock import now
from sacoche.kit.journal import record
from sacoche.kit.tenancy import school_scope
from schools.models import School

_log = logging.getLogger(__name__)
_INCIDENT = "accounts.ent_incident"
# A day when nobody has his « Id ENT » does not fill the journal of the school.
_INCIDENTS_AN_HOUR = 200
# A whole school shares one address: people bring back the odd ticket that has served, never so many within an hour.
BAD_TICKETS_AN_HOUR = 100
_MODE_CHANGED = (
    "Bonjour,\n\n"
    "{person} a changé le mode d'identification de « {school} ».\n\n"
    "Maintenant : {mode}\n"
    "Avant : {before}\n\n"
    "Le serveur choisi dit à SACoche qui se connecte. Si ce changement n'était pas prévu, parlez-en à cette personne,\n"
    "et revenez en arrière dans « Mode d'identification / Connecteur ENT ».\n"
)


def set_mode(*, actor: Account, school: School, choice: Choice | None) -> bool:
    """Choose how people of the school sign in: with their codes alone (None), or through an ENT too. Whether it is a
    change. Codes go on working in both modes.
    """
    with decisions(school) as decided:
        before = Choice.stored_in(school)
        decided.pop("ent", None)
        if choice:
            decided["ent"] = asdict(choice)
        if choice == before:
            return False
        mode, was = _told(choice), _told(before)
        record("accounts.set_mode", actor=actor, school=school, mode=mode, before=was)
        _tell_other_administrators(actor=actor, school=school, mode=mode, before=was)
    return True


def _told(choice: Choice | None) -> str:
    """A mode with all that decides who comes in: whoever moves it elsewhere may enter as anybody."""
    if choice is None:
        return "identifiants SACoche"
    server = server_chosen(choice)
    if server is None:
        return f"{choice.label} (connecteur fermé sur ce serveur)"
    identifier = f"attribut « {server.attribute} »" if server.attribute else "utilisateur CAS"
    tried = ", essayé par l'établissement" if choice.tried else ""
    return (
        f"{choice.label} (connexion {server.login_url}, validation {server.validate_url}, identifiant : {identifier}"
        f"{tried})"
    )


def _tell_other_administrators(*, actor: Account, school: School, mode: str, before: str) -> None:
    if not settings.SENDS_MAIL:
        return
    body = _MODE_CHANGED.format(person=actor.full_name, school=school, mode=mode, before=before)
    others = Account.objects.active().filter(profile=Profile.ADM).exclude(pk=actor.pk).exclude(email="")
    for recipient in sorted(set(others.values_list("email", flat=True))):
        queue_mail(school=school, recipient=recipient, subject="SACoche : mode d'identification changé", body=body)


def is_reference(text: str) -> bool:
    """Whether this looks like the reference of an incident."""
    return bool(re.fullmatch(r"[0-9A-F]{4}-[0-9A-F]{4}", text))


@dataclass(frozen=True)
class Incident:
    """`reference`: what the person can give to an administrator, who finds it in the journal when it `is_noted`."""

    reference: str
    is_noted: bool = True


@transaction.atomic
def note_incident(*, school: School, what: str) -> Incident:
    """Keep what stopped somebody who came from an ENT. What stops everybody for the same reason is one incident."""
    with school_scope(school):
        lately = JournalEntry.objects.filter(code=_INCIDENT, at__gt=now() - datetime.timedelta(hours=1))
        if same := lately.filter(details__what=what).order_by("-pk").first():
            return Incident(same.details["reference"])
        reference = f"{secrets.token_hex(2)}-{secrets.token_hex(2)}".upper()
        _log.warning("CAS incident %s, school %s: %s", reference, school.number, what)
        if lately.count() >= _INCIDENTS_AN_HOUR:
            return Incident(reference, is_noted=False)
        record(_INCIDENT, actor=None, school=school, reference=reference, what=what)
    return Incident(reference)


def refuse_bad_tickets(*, school: School, address: str) -> None:
    """Raises throttle.Locked once too many tickets that came from this address were refused in this school."""
    throttle.refuse_when_locked([_bad_tickets(school, address)])


def count_bad_ticket(*, school: School, address: str) -> None:
    """One ticket more, of those this address brought back, that the ENT refused."""
    with school_scope(school):
        for lock in throttle.count_failure([_bad_tickets(school, address)]):
            record("accounts.lock_ent", actor=None, school=school, address=address, failures=lock.limit)


def _bad_tickets(school: School, address: str) -> Counter:
    return Counter(f"ent:{school.number}:@{network_of(address)}", limit=BAD_TICKETS_AN_HOUR)
