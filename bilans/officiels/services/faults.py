"""Tell an author that there may be a fault in his text; say that there is none."""

from django.db import transaction

from accounts.models import Account
from bilans.models import Appreciation, Fault
from bilans.officiels.notices import tell_fault
from bilans.officiels.services.places import Refused
from bilans.officiels.shapes import Edition
from sacoche.kit.clock import now
from sacoche.kit.journal import record

MESSAGE_LENGTH = 300
_GONE = "Ce texte n'existe plus : rechargez la page."


@transaction.atomic
def report_fault(*, actor: Account, edition: Edition, key: int, message: str) -> Fault:
    """Tell the author of a text, who reads it on his home page; the text is marked until it is changed.

    Said twice by the same person, it is one fault, with the last message. Raises Refused.
    """
    text = text_of(edition, key)
    if text.author_id == actor.pk:
        raise Refused("Ce texte est le vôtre : corrigez-le.")
    fault, is_new = Fault.objects.update_or_create(
        appreciation=text,
        reporter=actor,
        closed_at=None,
        defaults={"message": message[:MESSAGE_LENGTH], "reporter_label": actor.author_label, "reported_at": now()},
    )
    if is_new:
        record(
            "bilans.report_fault", actor=actor, school=actor.school, author=text.author_label, document=edition.label
        )
    tell_fault(text, by=actor, document=edition.label, message=fault.message or "relisez-la.")
    return fault


@transaction.atomic
def dismiss_faults(*, actor: Account, edition: Edition, key: int) -> int:
    """Its author read what was told of his text, and leaves it as it is; how many are closed. Raises Refused."""
    text = text_of(edition, key)
    if text.author_id != actor.pk:
        raise Refused("Seul l'auteur de ce texte peut dire qu'il n'y a rien à corriger.")
    moment = now()
    return int(Fault.objects.filter(appreciation=text, closed_at=None).update(seen_at=moment, closed_at=moment))


def text_of(edition: Edition, key: int) -> Appreciation:
    """A text of this document, whomever it is about. Raises Refused when there is none of that number."""
    of = {"kind": edition.kind.code, "year": edition.year, "period": edition.dates.period_id}
    text: Appreciation | None = Appreciation.objects.filter(pk=key, **of).select_related("author").first()
    if text is None:
        raise Refused(_GONE)
    about = text.pupil.school_class_id if text.pupil else text.school_class_id
    if about != edition.school_class.pk:
        raise Refused(_GONE)
    return text
