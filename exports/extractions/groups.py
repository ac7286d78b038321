"""The groups, with how many pupils are there now."""

from collections.abc import Iterator

from django.db.models import Count

from exports.extractions.base import present, streamed
from exports.registry import Extraction, extractions
from sacoche.kit.tables import Column
from schools.models import Group


def _rows(*, is_with_left: bool) -> Iterator[Group]:
    groups = Group.objects.of_the_school().in_level_order()
    return streamed(groups.annotate(pupil_count=Count("memberships", filter=present("memberships__pupil"))))


extractions.register(
    Extraction(
        code="groupes",
        label="Groupes",
        columns=(
            Column("niveau", "Niveau", lambda group: group.niveau.label),
            Column("reference", "Référence", lambda group: group.reference),
            Column("nom", "Nom", lambda group: group.name),
            Column("nom_long", "Nom long", lambda group: group.long_name),
            Column("eleves", "Élèves présents", lambda group: group.pupil_count),
        ),
        rows=_rows,
    )
)
