"""The matières that a school uses: of the national list, or its own."""

from collections.abc import Sequence
from typing import Any

from django.db import IntegrityError, transaction

from sacoche.kit.journal import record
from schools.models import Matiere, School
from schools.national_matieres import NationalMatiere


class MatiereReferenceTaken(Exception):
    """Another matière of the school has this reference."""


@transaction.atomic
def use_matiere(*, actor: Any, school: School, national: NationalMatiere) -> Matiere:
    """Add a matière of the national list to those that the school uses, or use it again; nothing happens when it is
    there.
    """
    matiere, is_new = Matiere.objects.get_or_create(
        school=school, reference=national.reference, defaults={"label": national.label}
    )
    if is_new:
        record("schools.use_matiere", actor=actor, school=school, matiere=matiere.label)
    set_usage(actor=actor, matiere=matiere, is_active=True)
    return matiere


@transaction.atomic
def set_usage(*, actor: Any, matiere: Matiere, is_active: bool) -> None:
    """The school no longer uses a matière, or uses it again: its référentiels, results and teachers stay."""
    if matiere.is_active == is_active:
        return
    matiere.is_active = is_active
    matiere.save(update_fields=["is_active"])
    verb = "schools.use_matiere_again" if is_active else "schools.stop_using_matiere"
    record(verb, actor=actor, school=matiere.school, matiere=matiere.label)


def save_own_matiere(*, actor: Any, matiere: Matiere) -> None:
    """Save a matière of the school's own, new or changed. Raises MatiereReferenceTaken."""
    verb = "schools.update_matiere" if matiere.pk else "schools.create_matiere"
    try:
        with transaction.atomic():
            matiere.is_own = True
            matiere.save()
            record(verb, actor=actor, school=matiere.school, matiere=matiere.label)
    except IntegrityError as error:
        raise MatiereReferenceTaken from error


class MatieresChanged(Exception):
    """A matière was added or taken away while they were being put in order."""


@transaction.atomic
def order_matieres(*, actor: Any, school: School, keys: Sequence[int]) -> None:
    """Give each matière its place in documents. Raises MatieresChanged when `keys` are not those of the school."""
    matieres = {matiere.pk: matiere for matiere in Matiere.objects.select_for_update().order_by("pk")}
    if len(keys) != len(matieres) or set(keys) != matieres.keys():
        raise MatieresChanged
    moved = [matieres[key] for rank, key in enumerate(keys, start=1) if matieres[key].rank != rank]
    if not moved:
        return
    for rank, key in enumerate(keys, start=1):
        matieres[key].rank = rank
    Matiere.objects.bulk_update(moved, ["rank"])
    record("schools.order_matieres", actor=actor, school=school, first=matieres[keys[0]].label)


@transaction.atomic
def remove_matiere(*, actor: Any, matiere: Matiere) -> None:
    """The school no longer uses a matière: its teachers lose it."""
    record("schools.remove_matiere", actor=actor, school=matiere.school, matiere=matiere.label)
    matiere.delete()
