"""The calculation of one référentiel, which is its own from the day it is made."""

from typing import Any

from django.db import transaction

from evaluations.scale.calculation import Calculation, calculation_faults
from evaluations.scale.told import differences_of
from evaluations.services.scale import BadScale, ChangedMeanwhile
from referentiels.models import Referentiel
from sacoche.kit.journal import record


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
        told = differences_of(present, wanted)
        if told:
            Referentiel.objects.filter(pk=locked.pk).update(
                method=wanted.method.value, limit=wanted.limit, look_back=wanted.look_back.value
            )
            record(
                "evaluations.set_referentiel_calculation",
                actor=actor,
                school=referentiel.school,
                referentiel=str(referentiel),
                changes=" ; ".join(told),
            )
    return bool(told)
