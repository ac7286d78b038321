"""The items that the school evaluates, matière by matière."""

from django.db.models import QuerySet

from exports.extractions.base import in_tree_order, item_columns, yes_or_no
from exports.registry import Column, Extraction, extractions
from referentiels.models import Item


def _source(*, is_with_left: bool) -> QuerySet:
    found: QuerySet = in_tree_order(Item.objects.all())
    return found


extractions.register(
    Extraction(
        code="items",
        label="Items par matière",
        columns=(
            *item_columns(),
            Column("abrege", "Abrégé", "abbreviation"),
            Column("coefficient", "Coefficient", "coefficient"),
            yes_or_no("demande", "Demande autorisée", "is_requestable"),
            Column("lien", "Lien", "link"),
        ),
        source=_source,
    )
)
