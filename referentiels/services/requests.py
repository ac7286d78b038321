"""How many requests to be evaluated a pupil may have open at once, matière by matière."""

from collections.abc import Mapping

from django.db import transaction

from accounts.models import Account
from sacoche.kit.journal import record
from schools.models import Matiere

MOST_REQUESTS = 9


@transaction.atomic
def set_request_limits(*, author: Account, limits: Mapping[Matiere, int]) -> int:
    """Give their limits (0 to 9) to matières, and say how many changed. 0 forbids requests; those already made stay."""
    changed = 0
    for matiere, limit in limits.items():
        if Matiere.objects.filter(pk=matiere.pk).exclude(request_limit=limit).update(request_limit=limit):
            record(
                "referentiels.limit_requests", actor=author, school=author.school, matiere=matiere.label, limit=limit
            )
            changed += 1
    return changed
