"""Where something is written: a document taken for the time of a transaction, and the refusals in words."""

from bilans.models import DocumentStatus
from bilans.officiels.kinds import OfficialKind
from bilans.officiels.queries.editions import edition
from bilans.officiels.shapes import Edition


class Refused(Exception):
    """Nothing was written; the message says why, in French."""


class Gone(Refused):
    """There is no such document any more."""


def taken(kind: OfficialKind, school_class: int, period: int) -> Edition:
    """The document as it is now; nobody changes its status before the transaction ends. Raises Gone."""
    rows = DocumentStatus.objects.filter(kind=kind.code, school_class=school_class, period=period)
    found = edition(kind, school_class, period, statuses=list(rows.select_for_update(no_key=True).order_by("pk")))
    if found is None:
        raise Gone("Cette période n'est plus une période de cette classe : rechargez la page.")
    return found
