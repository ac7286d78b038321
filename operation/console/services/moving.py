"""A school that another server has now: shut here, its former address leads to the new one for thirty days."""

from typing import Any

from django.db import transaction

from accounts.access.decided import BY_OPERATOR
from accounts.access.services import close_school
from accounts.models import MovedSchool
from operation.console.journal import note
from operation.console.models import Operator
from sacoche.kit.clock import now
from sacoche.kit.tenancy import school_scope
from schools.models import School


def move(*, operator: Operator, school: School, address: str) -> MovedSchool:
    """Shut the school here and lead whoever comes to it to `address`; said twice, the last address counts."""
    with school_scope(school), transaction.atomic():
        reason = f"l'établissement a changé de serveur : {address}"
        close_school(actor=None, school=school, kind=BY_OPERATOR, reason=reason)
        named = {"number": school.number, "uai": school.uai, "name": school.name}
        moved, _ = MovedSchool.objects.update_or_create(
            identity=school.identity, defaults={**named, "address": address, "moved_at": now()}
        )
        told: dict[str, Any] = {"number": school.number, "name": school.name, "address": address}
        note("schools.move", operator=operator, school_number=school.number, **told)
    return moved


def forget_move(school: School) -> None:
    """The school is here after all, or shut for another reason: its address leads nowhere else."""
    MovedSchool.objects.filter(identity=school.identity).delete()
