"""What signing in through an ENT writes: the mode that a school chose, the incidents that its administrators read."""

import datetime
import logging
import re
import secrets
from dataclasses import asdict, dataclass

from django.db import transaction

from accounts.access.services import decisions
from accounts.cas.servers import Choice
from accounts.models import Account, JournalEntry
from sacoche.kit.clock import now
from sacoche.kit.journal import record
from sacoche.kit.tenancy import school_scope
from schools.models import School

_log = logging.getLogger(__name__)
_INCIDENT = "accounts.ent_incident"
# A day when nobody has his « Id ENT » does not fill the journal of the school.
_INCIDENTS_AN_HOUR = 200


def set_mode(*, actor: Account, school: School, choice: Choice | None) -> bool:
    """Choose how people of the school sign in: with their codes alone (None), or through an ENT too. Whether it is a
    change. Codes go on working in both modes.
    """
    with decisions(school) as decided:
        before = decided.pop("ent", None)
        if choice:
            decided["ent"] = asdict(choice)
        is_change = decided.get("ent") != before
        if is_change:
            mode = choice.label if choice else "identifiants SACoche"
            record("accounts.set_mode", actor=actor, school=school, mode=mode)
    return is_change


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
