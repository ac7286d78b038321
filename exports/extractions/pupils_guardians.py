"""Who answers for whom: a line for each pupil and each of the pupil's guardians, with the address to write to."""

from collections.abc import Iterator
from operator import attrgetter

from accounts.models import Guardianship
from exports.extractions.base import address_columns, class_columns, login_column, name_columns, present, streamed
from exports.registry import Extraction, extractions
from sacoche.kit.tables import Column

_pupil, _guardian = attrgetter("pupil"), attrgetter("guardian")


def _rows(*, is_with_left: bool) -> Iterator[Guardianship]:
    links = Guardianship.objects.select_related("pupil__school_class", "guardian__address")
    links = links.order_by("pupil__sort_key", "pupil", "rank")
    return streamed(links if is_with_left else links.filter(present("pupil", "guardian")))


extractions.register(
    Extraction(
        code="eleves-responsables",
        label="Élèves & responsables légaux, avec les adresses",
        columns=(
            *name_columns(_pupil, key="eleve_", whose="de l'élève"),
            login_column(_pupil, key="eleve_", whose="de l'élève"),
            *class_columns(lambda link: link.pupil.school_class),
            Column("rang", "Rang du responsable", lambda link: link.rank),
            *name_columns(_guardian, key="responsable_", whose="du responsable"),
            login_column(_guardian, key="responsable_", whose="du responsable"),
            *address_columns(_guardian),
        ),
        rows=_rows,
    )
)
