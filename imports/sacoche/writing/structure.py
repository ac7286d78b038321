"""Niveaux, matières, classes, groups and périodes."""

from imports.sacoche.moving.structure import NewPlace, Structure
from imports.sacoche.writing.numbers import Numbers
from schools.models import (
    OWN_CATEGORY,
    OWN_FAMILY,
    Group,
    GroupKind,
    Matiere,
    Niveau,
    Period,
    PeriodDates,
    SchoolClass,
    SchoolNiveau,
)
from schools.services.niveaux import OWN_ORDER


def write_structure(plan: Structure, numbers: Numbers) -> None:
    """Write them; what an empty space already has of niveaux and matières is used."""
    school = numbers.school
    Niveau.objects.bulk_create(
        [
            Niveau(
                school=school,
                reference=reference,
                label=label,
                family=OWN_FAMILY,
                category=OWN_CATEGORY,
                order=OWN_ORDER,
                holds_classes=True,
            )
            for reference, label in plan.own_niveaux.items()
        ]
    )
    numbers.niveaux = dict(Niveau.objects.values_list("reference", "pk"))
    used = plan.active_niveaux | {place.niveau for place in plan.classes.values()}
    there = set(SchoolNiveau.objects.values_list("niveau_id", flat=True))
    wanted = sorted({numbers.niveaux[reference] for reference in used} - there)
    SchoolNiveau.objects.bulk_create([SchoolNiveau(school=school, niveau_id=pk) for pk in wanted])
    _write_matieres(plan, numbers)
    numbers.classes = numbers.create(
        SchoolClass, plan.classes, [SchoolClass(**_place(place, numbers)) for place in plan.classes.values()]
    )
    numbers.groups = numbers.create(
        Group, plan.groups, [Group(kind=_kind(place), **_place(place, numbers)) for place in plan.groups.values()]
    )
    _write_periods(plan, numbers)


def _write_matieres(plan: Structure, numbers: Numbers) -> None:
    there = dict(Matiere.objects.values_list("reference", "pk"))
    new = {origin: each for origin, each in plan.matieres.items() if each.reference not in there}
    rows = [
        Matiere(
            school=numbers.school,
            reference=each.reference,
            label=each.label[:100],
            is_own=each.is_own,
            is_active=origin not in plan.inactive_matieres,
            request_limit=each.request_limit,
        )
        for origin, each in new.items()
    ]
    made = numbers.create(Matiere, new, rows)
    numbers.matieres = {
        origin: made[origin] if origin in made else there[each.reference] for origin, each in plan.matieres.items()
    }


def _place(place: NewPlace, numbers: Numbers) -> dict[str, object]:
    return {
        "school": numbers.school,
        "niveau_id": numbers.niveaux[place.niveau],
        "reference": place.reference,
        "name": place.name,
    }


def _kind(place: NewPlace) -> str:
    return GroupKind.BESOIN.value if place.is_besoin else GroupKind.GROUPE.value


def _write_periods(plan: Structure, numbers: Numbers) -> None:
    school = numbers.school
    rows = [Period(school=school, order=each.order, name=each.name) for each in plan.periods.values()]
    numbers.periods = numbers.create(Period, plan.periods, rows)
    PeriodDates.objects.bulk_create(
        [
            PeriodDates(
                school=school,
                period_id=numbers.periods[each.period],
                school_class_id=numbers.classes.get(each.place),
                group_id=numbers.groups.get(each.place),
                starts_on=each.starts_on,
                ends_on=each.ends_on,
            )
            for each in plan.dates
        ]
    )
