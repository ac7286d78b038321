"""The zones of the server: made, changed, taken away."""

from django.db import transaction

from operation.console.journal import note
from operation.console.models import Operator
from schools.models import Zone


@transaction.atomic
def add(*, operator: Operator, zone: Zone) -> None:
    """One more zone, already checked."""
    zone.save()
    note("zones.add", operator=operator, name=zone.name)


@transaction.atomic
def edit(*, operator: Operator, zone: Zone) -> None:
    """The zone as it is now, already checked."""
    zone.save()
    note("zones.edit", operator=operator, name=zone.name)


@transaction.atomic
def remove(*, operator: Operator, zone: Zone) -> None:
    """The zone goes; its schools stay without one."""
    note("zones.remove", operator=operator, name=zone.name)
    zone.delete()
