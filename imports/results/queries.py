"""What the pages of a pupil who changes school read."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Count, Q

from accounts.models import Account, AccountQuerySet
from evaluations.queries.sent import item_sent, items_known
from evaluations.transfer import Transfer
from imports.models import ReceivedResult
from imports.results.matching import Known
from sacoche.kit.text import unaccent


def pupils_to_give() -> AccountQuerySet:
    """Every pupil of the school, those who have left too: one asks once he is there."""
    pupils: AccountQuerySet = Account.objects.pupils().select_related("school_class").in_name_order()
    return pupils


def pupils_to_take() -> AccountQuerySet:
    """The pupils who are here."""
    pupils: AccountQuerySet = pupils_to_give().active()
    return pupils


def recognised(transfer: Transfer, pupils: Sequence[Account]) -> int | None:
    """The pupil that the file names, when one alone may be he."""
    by_number = [pupil.pk for pupil in pupils if transfer.sconet_id and pupil.sconet_id == transfer.sconet_id]
    name = unaccent(transfer.pupil)
    found = by_number or [pupil.pk for pupil in pupils if unaccent(f"{pupil.last_name} {pupil.first_name}") == name]
    return found[0] if len(found) == 1 else None


def school_items() -> list[Known]:
    """Every item of the school, as the file names its own."""
    return [Known(item.pk, item_sent(item)) for item in items_known()]


def pupils_who_came() -> list[dict[str, Any]]:
    """Who was given results by another school: how many were taken, how many are aside."""
    taken = Count("pk", filter=~Q(evaluation=None))
    rows = ReceivedResult.objects.order_by("pupil__sort_key", "pupil").values(
        "pupil", "pupil__last_name", "pupil__first_name", "source"
    )
    return list(rows.annotate(taken=taken, aside=Count("pk") - taken))
