"""The calculation of one référentiel, which is its own from the day it is made."""

from typing import Any

from django.db import transaction

from evaluations.scale.calculation import Calculation, calculation_faults
from evaluations.services.scale import BadScale, ChangedMeanwhile
from referentiels.models import Referentiel
from referentiels.services.making import configure


def set_calculation(*, actor: Any, referentiel: Referentiel, wanted: Calculation, seen: str) -> bool:
    """Give a référentiel its calculation; whether anything changed.

    `seen` is the calculation that the page showed (`as_text`). Raises BadScale, ChangedMeanwhile.
    """
    if found := list(calculation_faults(wanted.method, wanted.limit)):
        raise BadScale(found)
    with transaction.atomic():
        locked = Referentiel.objects.select_for_update(of=("self",)).get(pk=referentiel.pk)
        present = Calculation.stored(locked.method, locked.limit, locked.look_back)
        if present.as_text != seen:
            raise ChangedMeanwhile
        if present == wanted:
            return False
        configure(
            author=actor,
            referentiel=referentiel,
            method=wanted.method.value,
            limit=wanted.limit,
            look_back=wanted.look_back.value,
        )
    return True
