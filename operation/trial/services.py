"""Every évaluation and every result of a school goes; what it evaluates with stays."""

from collections.abc import Sequence

from django.db import transaction

from accounts.models import Account
from evaluations.models import Mark
from evaluations.services.new_year import RESULTS, erase_results
from operation.queries import was_saved_lately
from sacoche.kit.journal import record
from sacoche.kit.parts.year import YearPart, parts
from sacoche.kit.text import capitalized, spaced
from schools.losses import Loss, fingerprint
from schools.models import School


class CannotErase(Exception):
    """Nothing was erased; the message says why and what to do, in French."""


def losses_of_results(school: School) -> list[Loss]:
    """What would go, counted, table by table."""
    counted = [(parts.get(model._meta.label), model._default_manager.filter(school=school)) for model in RESULTS]
    return [
        Loss(f"{capitalized(_called(part))} : {spaced(number)}.", ())
        for part, rows in counted
        if (number := rows.count())
    ]


def _called(part: YearPart) -> str:
    """Of marks, a new year takes those that are only planned: here all of them go, and are called as the others are."""
    return part.others if part.model is Mark else part.label


def name_to_type(school: School) -> str:
    """What confirms: the UAI, or the name of a school that has none."""
    return str(school.uai or school.name)


def erase_all_results(*, actor: Account, school: School, typed: str, seen: str) -> Sequence[Loss]:
    """Erase them; what went. Raises CannotErase."""
    expected = name_to_type(school)
    if typed.strip().casefold() != expected.casefold():
        raise CannotErase(f"Tapez exactement « {expected} » pour confirmer : rien n'a été effacé.")
    if not was_saved_lately():
        raise CannotErase("Faites d'abord une sauvegarde : aucune n'a moins de vingt-quatre heures.")
    with transaction.atomic():
        School.objects.select_for_update(no_key=True).get(pk=school.pk)
        losses = losses_of_results(school)
        if fingerprint(losses) != seen:
            raise CannotErase("Ce qui serait effacé a changé depuis que vous l'avez lu : relisez, puis confirmez.")
        number = erase_results()
        record("operation.erase_results", actor=actor, school=school, number=number)
    return losses
