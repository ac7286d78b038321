"""Who answers for whom: a line for each pupil and each of the pupil's guardians, with the address to write to."""

from django.db.models import QuerySet

from accounts.models import Guardianship
from accounts.present import present
from exports.extractions.base import address_columns, class_columns, login_column, name_columns
from exports.registry import Column, Extraction, extractions


def _source(*, is_with_left: bool) -> QuerySet:
    found: QuerySet = Guardianship.objects.order_by("pupil__sort_key", "pupil", "rank")
    return found if is_with_left else found.filter(present("pupil", "guardian"))


extractions.register(
    Extraction(
        code="eleves-responsables",
        label="Élèves & responsables légaux, avec les adresses",
        columns=(
            *name_columns("pupil", key="eleve_", whose="de l'élève"),
            login_column("pupil", key="eleve_", whose="de l'élève"),
            *class_columns("pupil__school_class"),
            Column("rang", "Rang du responsable", "rank"),
            *name_columns("guardian", key="responsable_", whose="du responsable"),
            login_column("guardian", key="responsable_", whose="du responsable"),
            *address_columns("guardian"),
        ),
        source=_source,
    )
)
