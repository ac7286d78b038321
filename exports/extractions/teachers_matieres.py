"""Who teaches which matières, and who coordinates them."""

from django.db.models import QuerySet

from accounts.models import MatiereTeaching
from accounts.present import present
from exports.extractions.base import login_column, name_columns, profile_column, yes_or_no
from exports.registry import Column, Extraction, extractions


def _source(*, is_with_left: bool) -> QuerySet:
    found: QuerySet = MatiereTeaching.objects.order_by("matiere__label", "matiere", "teacher__sort_key", "teacher")
    return found if is_with_left else found.filter(present("teacher"))


extractions.register(
    Extraction(
        code="professeurs-matieres",
        label="Professeurs & matières",
        columns=(
            Column("matiere_ref", "Référence de la matière", "matiere__reference"),
            Column("matiere_nom", "Nom de la matière", "matiere__label"),
            *name_columns("teacher"),
            profile_column("teacher"),
            login_column("teacher"),
            yes_or_no("coordonnateur", "Coordonnateur", "is_coordonnateur"),
        ),
        source=_source,
    )
)
