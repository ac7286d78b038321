"""The matières that a school uses: of the national list, or its own."""

from typing import Any

from django.db import IntegrityError, transaction

from sacoche.kit.journal import record
from schools.models import Matiere, School
from schools.national_matieres import NationalMatiere


class MatiereReferenceTaken(Exception):
    """Another matière of the school has this reference."""


@transaction.atomic
def use_matiere(*, actor: Any, school: School, national: NationalMatiere) -> Matiere:
    """Add a matière of the national list to those that the school uses; nothing happens when it is there."""
    matiere, is_new = Matiere.objects.get_or_create(
        school=school, reference=national.reference, defaults={"label": national.label}
    )
    if is_new:
        record("schools.use_matiere", actor=actor, school=school, matiere=matiere.label)
    return matiere


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


@transaction.atomic
def remove_matiere(*, actor: Any, matiere: Matiere) -> None:
    """The school no longer uses a matière: its teachers lose it."""
    record("schools.remove_matiere", actor=actor, school=matiere.school, matiere=matiere.label)
    matiere.delete()
