"""Who teaches which matières, and who coordinates them."""

from collections.abc import Iterator
from operator import attrgetter

from accounts.models import MatiereTeaching
from exports.extractions.base import login_column, name_columns, present, profile_column, streamed
from exports.registry import Extraction, extractions
from sacoche.kit.tables import Column

_teacher = attrgetter("teacher")


def _rows(*, is_with_left: bool) -> Iterator[MatiereTeaching]:
    links = MatiereTeaching.objects.select_related("teacher", "matiere")
    links = links.order_by("matiere__label", "matiere", "teacher__sort_key", "teacher")
    return streamed(links if is_with_left else links.filter(present("teacher")))


extractions.register(
    Extraction(
        code="professeurs-matieres",
        label="Professeurs & matières",
        columns=(
            Column("matiere_ref", "Référence de la matière", lambda link: link.matiere.reference),
            Column("matiere_nom", "Nom de la matière", lambda link: link.matiere.label),
            *name_columns(_teacher),
            profile_column(_teacher),
            login_column(_teacher),
            Column("coordonnateur", "Coordonnateur", lambda link: "oui" if link.is_coordonnateur else "non"),
        ),
        rows=_rows,
    )
)
