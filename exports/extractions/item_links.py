"""Which entries of the socle the items feed."""

from django.db.models import QuerySet

from exports.extractions.base import in_tree_order, item_columns
from exports.registry import Column, Extraction, extractions
from referentiels.models import ItemLink


def _source(*, is_with_left: bool) -> QuerySet:
    found: QuerySet = in_tree_order(ItemLink.objects.all(), "item")
    return found


extractions.register(
    Extraction(
        code="items-socle",
        label="Liens entre items & socle",
        columns=(
            *item_columns("item"),
            Column("socle", "Version du socle", "entry__version__label"),
            Column("cycle", "Cycle", "entry__cycle", lambda cycle: cycle or None),
            Column("entree_numero", "Numéro de l'entrée", "entry__number"),
            Column("entree_nom", "Entrée du socle", "entry__label"),
        ),
        source=_source,
    )
)
