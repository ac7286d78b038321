"""The classes, with how many pupils are there now."""

from collections.abc import Iterator

from django.db.models import Count

from exports.extractions.base import present, streamed
from exports.registry import Extraction, extractions
from sacoche.kit.tables import Column
from schools.models import SchoolClass


def _rows(*, is_with_left: bool) -> Iterator[SchoolClass]:
    return streamed(
        SchoolClass.objects.in_level_order().annotate(pupil_count=Count("pupils", filter=present("pupils")))
    )


extractions.register(
    Extraction(
        code="classes",
        label="Classes",
        columns=(
            Column("niveau", "Niveau", lambda each: each.niveau.label),
            Column("reference", "Référence", lambda each: each.reference),
            Column("nom", "Nom", lambda each: each.name),
            Column("nom_long", "Nom long", lambda each: each.long_name),
            Column("eleves", "Élèves présents", lambda each: each.pupil_count),
        ),
        rows=_rows,
    )
)
